import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.models import Event, Seal
from audit.verification import Head, breaks, newest_head


class Command(BaseCommand):
    help = "Recompute the whole record. Exit status 0 when it holds; 1 and the first broken link when it does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="name every break, not only the first")
        parser.add_argument(
            "--heads",
            metavar="FILE",
            help="heads written down earlier, one a line, that must still be there; - reads them from standard input",
        )
        parser.add_argument(
            "--print-head",
            action="store_true",
            help="when it holds, print only the newest seal's number and hash, to be kept elsewhere",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        found = []
        for sentence in breaks(_heads(options["heads"])):
            found.append(sentence)
            self.stderr.write(sentence)
            if not options["all"]:
                break
        if found:
            raise CommandError("The record is broken.")
        if not options["print_head"]:
            self.stdout.write(f"The record holds: {Event.objects.count()} events under {Seal.objects.count()} seals.")
        elif head := newest_head():
            self.stdout.write(str(head))


def _heads(name: str | None) -> list[Head]:
    if name is None:
        return []
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except OSError as error:
        raise CommandError(f"The file {name} cannot be read: {error.strerror}.") from error
    try:
        return [Head.read(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise CommandError(f"The file {name} holds a line that is no head: a number, a space, a hash.") from error
