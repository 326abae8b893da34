"""Ingest: parse, triage, dedupe, conversation, record, against ``bulk_create`` of the interactions alone."""

import gc
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from audit.rows import insert
from connectors.contract import Parsed
from connectors.file.read import read
from connectors.models import Channel
from connectors.registry import connector_for
from escalation_site.benchmarks import company
from escalation_site.benchmarks.broker import own_broker
from escalation_site.benchmarks.figures import Figure, Watch, percentiles
from escalation_site.benchmarks.messages import Writer
from escalation_site.benchmarks.queries import counted
from escalation_site.benchmarks.scratch import scratch
from interactions.actions.receive import LARGEST_BATCH
from interactions.intake import take
from interactions.models import Conversation, Interaction

ROWS = [20_000]
ROUNDS = 4  # ours and the floor take turns, so that noise hits both alike
HOOK_BATCH = 100
SINGLES_SHARE = 20  # one in so many of the rows is also taken one by one


def measure(rows: Sequence[int], seconds: int) -> Iterator[Figure]:
    """Each case in a scratch place, for each number of messages."""
    for count in rows:
        with scratch() as place:
            given = ("bench", "ingest", "--in-scratch", "--rows", str(count), "--seconds", str(seconds))
            yield from map(Figure.read, place.run(*given))


def serve(rows: Sequence[int], _seconds: int) -> Iterator[str]:
    """Within the scratch place: the figures as lines."""
    built = company.found()
    gc.freeze()  # as ``manage.py ingest`` does
    with own_broker():
        yield from map(str, _figures(built.channels, rows[0]))


def _figures(channels: list[Channel], rows: int) -> Iterator[Figure]:
    _run(_files, channels[0], rows // 10 or 1, LARGEST_BATCH)  # warm: judges compiled, plans cached
    fresh = _run(_files, channels[1], rows, LARGEST_BATCH)
    yield from fresh.figures("fresh, by the file")
    yield fresh.figure_again("again, everything known")
    yield from _run(_deliveries, channels[2], rows // 2 or 1, HOOK_BATCH).figures("fresh, deliveries of 100")
    yield from _run(_deliveries, channels[3], rows // SINGLES_SHARE or 1, 1).figures("fresh, one by one")


Batches = Iterator[Callable[[], Parsed]]


def _files(channel: Channel, writer: Writer, rows: int, batch: int) -> Batches:
    """A file of JSON lines as ``manage.py ingest`` reads it."""
    del channel
    items = read(BytesIO(writer.lines(rows)), received_at=timezone.now())
    for _start in range(0, rows, batch):
        yield lambda: Parsed.sorted_out(islice(items, batch))


def _deliveries(channel: Channel, writer: Writer, rows: int, batch: int) -> Batches:
    """Bodies as the webhook takes them, after their signature."""
    connector = connector_for(channel)
    for _start in range(0, rows, batch):
        yield partial(connector.parse, writer.body(batch), received_at=timezone.now())


@dataclass
class Run:
    """One case: ours and its floor, measured by turns."""

    batch: int
    ours: Watch = field(default_factory=Watch)
    again: Watch = field(default_factory=Watch)
    floor: Watch = field(default_factory=Watch)
    taken: int = 0
    copied: int = 0
    queries: int = 0
    queries_again: int = 0

    def figures(self, case: str) -> Iterator[Figure]:
        yield self._figure(
            case,
            self.taken,
            self.ours,
            queries=self.queries,
            floor=f"bulk_create of as many interactions alone with all their indexes, {self.batch} a transaction",
            ratio=self._against_floor(self.ours),
        )
        yield self._figure(f"{case}: floor", self.copied, self.floor)

    def figure_again(self, case: str) -> Figure:
        return self._figure(
            case,
            self.taken,
            self.again,
            queries=self.queries_again,
            floor="the bulk_create that the same messages were measured against when they were fresh",
            ratio=self._against_floor(self.again),
        )

    def _against_floor(self, watch: Watch) -> float:
        return round((self.taken / watch.seconds) / (self.copied / self.floor.seconds), 3)

    def _figure(self, case: str, rows: int, watch: Watch, **more: Any) -> Figure:
        per_second = round(rows / watch.seconds, 1)
        times = percentiles(watch.took)
        return Figure("ingest", case, connection.vendor, rows, per_second, **times, **more)


def _run(source: Callable[[Channel, Writer, int, int], Batches], channel: Channel, rows: int, batch: int) -> Run:
    """The times in a figure are those of one batch, the queries too."""
    run = Run(batch)
    writer = Writer(channel.slug)
    beside = company.webhook(channel.team, f"{channel.slug}-floor")
    for part in _parts(rows, batch):
        newest = Interaction.objects.aggregate(Max("pk"))["pk__max"] or 0
        kept: list[Parsed] = []
        for parse in source(channel, writer, part, batch):
            with counted() as count:
                kept.append(run.ours.time(partial(_take, channel, parse)))
            run.queries = max(run.queries, count.sent)
        run.taken += part
        for parsed in kept:
            with counted() as count:
                run.again.time(partial(take, channel, parsed, source="bench"))
            run.queries_again = max(run.queries_again, count.sent)
        run.copied += _copy(run.floor, Interaction.objects.filter(pk__gt=newest), beside, batch)
    return run


def _parts(rows: int, batch: int) -> list[int]:
    """The rows in rounds of whole batches."""
    part = max(batch, rows // ROUNDS // batch * batch)
    return [min(part, rows - start) for start in range(0, rows, part)]


def _take(channel: Channel, parse: Callable[[], Parsed]) -> Parsed:
    parsed = parse()
    take(channel, parsed, source="bench")
    return parsed


def _copy(watch: Watch, stored: Iterable[Interaction], beside: Channel, batch: int) -> int:
    """Write the rows that ingest made once more, into another channel; how many."""
    rows = list(stored)
    rooms = _rooms(rows, beside)
    for row in rows:
        row.pk, row.public_id, row.channel_id = None, uuid.uuid4(), beside.pk
        row.conversation_id = rooms[row.conversation_id]
        row._state.adding = True
    for start in range(0, len(rows), batch):
        watch.time(partial(_create, rows[start : start + batch]))
    return len(rows)


@transaction.atomic
def _create(rows: list[Interaction]) -> None:
    Interaction.objects.bulk_create(rows)


def _rooms(rows: list[Interaction], beside: Channel) -> dict[int, int]:
    """A room in that channel for each of their conversations, by the id of the original. Not part of the floor.

    The next round gets rooms of its own: who sat on a seat has left it there, while here nobody ever moves.
    """
    now = timezone.now()
    originals = sorted({row.conversation_id for row in rows})
    rooms = [Conversation(channel=beside, key=uuid.uuid4().hex, started_at=now) for _ in originals]
    return {original: room.pk for original, room in zip(originals, insert(rooms), strict=True)}
