"""Pages of the inbox by key, in both directions: each page costs the same, however far it is and however much there is.

Every cut of a queue is read for each team from where the page begins, a page's length at most, and the pieces are
merged: the database never sorts more than it shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from interactions.models import Interaction
from interactions.queues import Asking, Cut, Queue

LENGTH = 25
LONGEST = 60  # characters of a place in an address
LARGEST = 2**63
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Rows = QuerySet[Interaction]
Sliced = QuerySet[Interaction, tuple[Any, ...]]


@dataclass(frozen=True)
class Cursor:
    """A place between two rows. ``is_back``: what stands before it is wanted, else what follows."""

    urgency: int
    due_at: datetime
    id: int
    is_back: bool = False

    @classmethod
    def at(cls, row: Interaction) -> "Cursor":
        return cls(row.urgency, row.due_at, row.pk)

    @classmethod
    def read(cls, after: str, before: str) -> "Cursor | None":
        """From an address; None when there is none, or nonsense."""
        try:
            urgency, moment, pk = (int(part) for part in (before or after)[:LONGEST].split("-"))
            if urgency not in Interaction.Urgency or pk >= LARGEST:
                return None
            return cls(urgency, _EPOCH + timedelta(microseconds=moment), pk, is_back=bool(before))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{self.urgency}-{(self.due_at - _EPOCH) // timedelta(microseconds=1)}-{self.id}"


@dataclass(frozen=True)
class Page:
    rows: list[Interaction]
    before: Cursor | None
    after: Cursor | None


def page(queue: Queue, asking: Asking, team_ids: Iterable[int], narrowed: Q, cursor: Cursor | None) -> Page:
    """The queue's rows of these teams from the cursor on. Two queries."""
    teams = list(team_ids)
    if not teams:
        return Page([], None, None)
    order = _order(queue, cursor)
    pieces = [
        _sliced(rows, _order_within(cut, order))
        for cut in queue.cuts(asking)
        for scope in ([Q(team__in=teams)] if cut.is_personal else [Q(team=team) for team in teams])
        for rows in _from(queue, cut, Interaction.objects.filter(scope, narrowed, cut.rows), cursor)
    ]
    return cut_to_page(_merged(pieces, order), cursor)


def cut_to_page(ids: Sequence[int], cursor: Cursor | None) -> Page:
    """What was found from the cursor on, one more than is shown; with the places before and after it. One query."""
    is_back = cursor is not None and cursor.is_back
    shown = ids[:LENGTH]
    rows = fetched(shown[::-1] if is_back else shown)
    has_more = len(ids) > LENGTH
    return Page(
        rows=rows,
        before=Cursor.at(rows[0]) if rows and (has_more if is_back else cursor is not None) else None,
        after=Cursor.at(rows[-1]) if rows and (is_back or has_more) else None,
    )


def _order(queue: Queue, cursor: Cursor | None) -> list[str]:
    is_back = cursor is not None and cursor.is_back
    if queue.is_newest_first:
        return ["id"] if is_back else ["-id"]
    return ["-urgency", "-due_at", "-id"] if is_back else ["urgency", "due_at", "id"]


def _order_within(cut: Cut, order: list[str]) -> list[str]:
    """Of one urgency it is not ordered by it: SQLite would leave the index that holds the level for one that does."""
    return order if cut.urgency is None else order[1:]


def _from(queue: Queue, cut: Cut, rows: Rows, cursor: Cursor | None) -> Iterator[Rows]:
    """What of the cut lies beyond the cursor, in pieces that each are one stretch of the index."""
    if queue.is_newest_first:
        yield rows if cursor is None else rows.filter(**{"id__gt" if cursor.is_back else "id__lt": cursor.id})
    elif cursor is None:
        yield rows if cut.urgency is None or cut.is_implied else rows.filter(urgency=cut.urgency)
    else:
        for urgency in Interaction.Urgency if cut.urgency is None else [cut.urgency]:
            here = rows if cut.is_implied else rows.filter(urgency=urgency)
            if urgency == cursor.urgency:
                yield here.filter(_beyond(cursor))
            elif (urgency < cursor.urgency) == cursor.is_back:
                yield here


def _beyond(cursor: Cursor) -> Q:
    """The bound on ``due_at`` alone is what the index is entered by."""
    if cursor.is_back:
        return Q(due_at__lte=cursor.due_at) & (Q(due_at__lt=cursor.due_at) | Q(id__lt=cursor.id))
    return Q(due_at__gte=cursor.due_at) & (Q(due_at__gt=cursor.due_at) | Q(id__gt=cursor.id))


def newest_of(rows: Rows, cursor: Cursor | None, most: int = LENGTH + 1) -> list[int]:
    """Ids from the cursor on, the newest first; going back, the other way round."""
    is_back = cursor is not None and cursor.is_back
    beyond = Q() if cursor is None else Q(**{"id__gt" if is_back else "id__lt": cursor.id})
    return list(rows.filter(beyond).order_by("id" if is_back else "-id").values_list("pk", flat=True)[:most])


def _sliced(rows: Rows, order: list[str]) -> Sliced:
    return rows.order_by(*order).values_list("id", "urgency", "due_at")[: LENGTH + 1]


def _merged(pieces: list[Sliced], order: list[str]) -> list[int]:
    compiled = [piece.query.sql_with_params() for piece in pieces]
    selects = [f"SELECT * FROM ({sql}) AS piece_{n}" for n, (sql, _) in enumerate(compiled)]  # noqa: S608 - our own
    parameters = [parameter for _, given in compiled for parameter in given]
    by = ", ".join(f"{field.lstrip('-')} {'DESC' if field.startswith('-') else 'ASC'}" for field in order)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM ({' UNION ALL '.join(selects)}) AS merged ORDER BY {by} LIMIT {LENGTH + 1}",  # noqa: S608
            parameters,
        )
        return [pk for (pk,) in cursor.fetchall()]


def fetched(ids: Sequence[int]) -> list[Interaction]:
    """These rows with all that a list shows of them, in this order."""
    rows = Interaction.objects.filter(pk__in=ids).select_related("contact", "channel", "topic", "assignee")
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in ids if pk in by_id]
