"""Messages that came, with what rules may ask of them, as ingest would tell it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from interactions.ingest.judging import counts_of, facts_of
from interactions.models import Interaction
from playbook.specs import Facts

_MOST_EARLIER = 200  # of one author; no rule asks for so many


def facts_of_each(rows: Sequence[Interaction], look_back: int) -> Iterator[tuple[Interaction, Facts]]:
    """Each message with its facts; ``look_back``: for how many hours its author's earlier ones count, 0 for none. At
    most one query for all."""
    wrote = _written(rows, look_back) if look_back and rows else {}
    for row in rows:
        earlier = _earlier(row, wrote.get(row.contact_id, []), look_back)
        yield (
            row,
            facts_of(
                row.contact,
                counts_of(row),
                row.language,
                network=row.contact.network,
                kind=row.kind,
                earlier=earlier,
            ),
        )


def _written(rows: Sequence[Interaction], look_back: int) -> dict[int, list[tuple[datetime, int]]]:
    times = [row.received_at for row in rows]
    since, until = min(times) - timedelta(hours=look_back), max(times)
    authors = {row.contact_id for row in rows}
    found = Interaction.objects.filter(contact__in=authors, received_at__gte=since, received_at__lte=until)
    wrote: defaultdict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for author_id, at, pk in found.values_list("contact_id", "received_at", "pk"):
        wrote[author_id].append((at, pk))
    return {author_id: sorted(those) for author_id, those in wrote.items()}


def _earlier(row: Interaction, wrote: list[tuple[datetime, int]], look_back: int) -> tuple[float, ...]:
    before = wrote[: bisect_left(wrote, (row.received_at, row.pk))][-_MOST_EARLIER:]
    hours = ((row.received_at - at).total_seconds() / 3600 for at, _pk in before)
    return tuple(each for each in hours if each <= look_back)
