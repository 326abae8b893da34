"""Keep Harbour alive: say the next line of the written day now and then, and tell the brand at once."""

import itertools
import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from demo_network import delivery, feed


class Command(BaseCommand):
    help = "Post the demo's messages and deliver them to the brand's hook, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        usual = float(os.environ.get("DESK_DEMO_EVERY", "45"))
        parser.add_argument("--every", type=float, default=usual, help="seconds between two posts")
        parser.add_argument("--no-fill", action="store_true", help="do not let the day so far have happened first")
        parser.add_argument("--once", action="store_true", help="fill, deliver what is due and end")

    def handle(self, *_args: Any, every: float, no_fill: bool, once: bool, **_options: Any) -> None:
        if not no_fill:
            self.stdout.write(f"{feed.fill(timezone.now())} posts of the day so far.")
        next_at = time.monotonic() + every
        for _turn in itertools.count():
            delivery.sweep()
            if once:
                return
            if time.monotonic() >= next_at:
                feed.go_on(timezone.now())
                next_at += every
            close_old_connections()
            time.sleep(1)
