"""The list of rooms: every one that is live, then those that are over, page by page."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from interactions.access import visible
from oncall.access import visible_rooms
from oncall.models import Incident

MOST_LIVE = 200
PAGE = 50


@dataclass(frozen=True, slots=True)
class RoomList:
    """``after``: the id of the last room on it, where older ones follow."""

    rows: list[Incident]
    after: int | None


def rooms_of(user: User, after: int | None = None) -> RoomList:
    """The rooms this person may see, each with how much of it they may see as ``messages``. Four queries."""
    seen = visible_rooms(user).select_related("brand", "team", "topic", "channel").order_by("-pk")
    over = seen.exclude(state__in=Incident.LIVE)
    live = list(seen.live()[:MOST_LIVE]) if after is None else []
    ended = list((over if after is None else over.filter(pk__lt=after))[: PAGE + 1])
    rows = [*live, *ended[:PAGE]]
    _put_counts(user, rows)
    return RoomList(rows, ended[PAGE - 1].pk if len(ended) > PAGE else None)


def _put_counts(user: User, rows: list[Incident]) -> None:
    seen = visible(user).filter(incident_links__incident__in=[row.pk for row in rows], incident_links__unlinked_at=None)
    grouped = seen.order_by().values("incident_links__incident").annotate(n=Count("pk"))
    counted = dict(grouped.values_list("incident_links__incident", "n"))
    for row in rows:
        row.messages = counted.get(row.pk, 0)  # type: ignore[attr-defined]
