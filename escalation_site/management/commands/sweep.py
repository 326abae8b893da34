"""``manage.py sweep``: the floor under Celery. Needs the database and nothing else."""

import os
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from escalation_site import wiring
from escalation_site.sweeping import Sweeper, run_once
from oncall.heartbeats import beat

STUCK = 70


class Command(BaseCommand):
    help = "Finds due work in the database every second and does it: deliveries, pages, posts, seals. Needs no Redis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run every sweep once and end")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:
        if once:
            if failed := run_once(wiring.SWEEPS):
                raise CommandError(f"These sweeps failed, see the log: {', '.join(failed)}.")
            return
        sweeper = Sweeper(wiring.SWEEPS, beat)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sweeper.stopping.set())
        if stuck := sweeper.run():
            # The hung thread would keep a normal exit waiting; whoever supervises us starts a fresh process.
            sys.stderr.write(f"The sweep “{stuck}” did not come back; ending so that it is started afresh.\n")
            sys.stderr.flush()
            os._exit(STUCK)
