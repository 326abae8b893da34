from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.models import Event, Seal
from audit.verification import breaks


class Command(BaseCommand):
    help = "Recompute the whole record. Exit status 0 when it holds; 1 and the first broken link when it does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="name every break, not only the first")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = []
        for sentence in breaks():
            found.append(sentence)
            self.stderr.write(sentence)
            if not options["all"]:
                break
        if found:
            raise CommandError("The record is broken.")
        self.stdout.write(f"The record holds: {Event.objects.count()} events under {Seal.objects.count()} seals.")
