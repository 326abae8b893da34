"""Close all channels' credentials with the newest key of ``DESK_CREDENTIALS_KEY``."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actors import SYSTEM
from connectors.actions import reseal


class Command(BaseCommand):
    help = "Encrypt all channels' credentials with the newest key. Afterwards the old key can be taken away."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = reseal(by=SYSTEM)
        self.stdout.write(f"{count} channels now use the newest key.")
