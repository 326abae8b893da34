import gc
import os
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.actors import SYSTEM
from accounts.models import Team
from accounts.refusals import Refusal
from connectors.actions import connect
from connectors.contract import Incoming, Parsed, Rejected
from connectors.file.read import read
from connectors.models import Channel
from interactions.actions.receive import LARGEST_BATCH
from interactions.intake import take

SHOWN_REJECTS = 20
GIVES_WAY_BY = 10  # of 19: a back-fill must never slow a page, or somebody at work in the inbox
_LABELS = {"answer": "answers of ours", "known": "known already"}


class Command(BaseCommand):
    help = (
        "Take messages in from a file, JSON lines or CSV. A line that cannot be read never stops the rest: it is told "
        "on standard error with its number and kept for repair. The exit status is 0 then too; the last line counts "
        "them. Taking the same file in again adds nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the file; - reads standard input")
        parser.add_argument("--channel", required=True, metavar="SLUG", help="the channel the messages belong to")
        parser.add_argument("--create", action="store_true", help="make a read-only file channel if it is missing")
        parser.add_argument("--brand", metavar="SLUG", help="the brand of a channel that is made")
        parser.add_argument("--team", metavar="SLUG", default="care", help="its team (default: care)")

    def run_from_argv(self, argv: list[str]) -> None:
        """On the command line only: ``call_command`` shares its caller's process."""
        if hasattr(os, "nice"):
            os.nice(GIVES_WAY_BY)
        super().run_from_argv(argv)

    def handle(self, *_args: Any, **options: Any) -> None:
        channel = self._channel(options)
        started = time.monotonic()
        gc.freeze()  # what is loaded now stays: the collector need not walk it again for every thousand messages
        with _opened(options["file"]) as stream:
            counts = self._take_all(channel, stream, _source(options["file"]))
        self._summarise(counts, time.monotonic() - started)

    def _channel(self, options: dict[str, Any]) -> Channel:
        slug = options["channel"]
        channel = Channel.objects.filter(slug=slug).first()
        if channel is None and not options["create"]:
            raise CommandError(f"There is no channel “{slug}”. Make one with --create --brand SLUG.")
        if channel is None:
            channel = self._connected(slug, options["brand"], options["team"])
        if not channel.is_active:
            raise CommandError(f"The channel “{slug}” is paused. Resume it before messages are taken in.")
        return channel

    def _connected(self, slug: str, brand: str | None, team: str) -> Channel:
        found = Team.objects.filter(brand__slug=brand, slug=team).select_related("brand").first()
        if found is None:
            raise CommandError(f"Name a brand and its team: there is no team “{team}” of a brand “{brand or ''}”.")
        try:
            return connect(by=SYSTEM, team=found, slug=slug, name=f"File {slug}", network="file")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _take_all(self, channel: Channel, stream: BinaryIO, source: str) -> Counter[str]:
        counts = Counter[str]()
        items = read(stream, received_at=timezone.now())
        with tqdm(unit=" messages", disable=None) as progress:
            for batch in _batches(items):
                parsed = Parsed.sorted_out(batch)
                taken = take(channel, parsed, source=source)
                self._tell(parsed.rejected[: max(0, SHOWN_REJECTS - counts["rejected"])], progress)
                counts.update(taken.counts)
                progress.update(len(batch))
        return counts

    def _tell(self, rejects: Iterable[Rejected], progress: Any) -> None:
        for reject in rejects:
            progress.clear()
            self.stderr.write(f"line {reject.position}: {reject.reason}")

    def _summarise(self, counts: Counter[str], took: float) -> None:
        told = ", ".join(f"{count:,} {_LABELS.get(name, name)}" for name, count in counts.items())
        self.stdout.write(f"{told}; {counts.total() / max(took, 0.001):,.0f} a second.")
        if counts["rejected"] > SHOWN_REJECTS:
            self.stderr.write(f"{counts['rejected'] - SHOWN_REJECTS:,} more lines could not be read.")


def _batches(items: Iterator[Incoming | Rejected]) -> Iterator[list[Incoming | Rejected]]:
    while batch := list(islice(items, LARGEST_BATCH)):
        yield batch


def _source(name: str) -> str:
    """What the rejects of this file are known by, wherever the file lies."""
    return "standard input" if name == "-" else Path(name).name


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"The file {name} cannot be read: {error.strerror}.") from error
