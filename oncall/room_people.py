"""Who is affected, one line a person: nobody is left without an answer (R112)."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from interactions.access import linked_to
from interactions.models import Contact
from interactions.models.interaction import OPEN_STATES
from oncall.models import Incident

MANY = 50
_KEY = re.compile(r"(\d{1,9})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class PeoplePage:
    """Those who wait first; ``after`` keys the next screenful, empty when there is none."""

    people: list[Any]
    after: str
    is_first: bool


def people_page(incident: Incident, reader: User, after: str = "") -> PeoplePage:
    """The people after the one keyed so; a key that cannot be read begins at the top. Whoever is answered between two
    screenfuls moves back in the list and may be met again; nobody is passed over who waits."""
    rows = people_of(incident, reader)
    if key := _KEY.fullmatch(after):
        waiting, pk = int(key[1]), int(key[2])
        rows = rows.filter(Q(waiting__lt=waiting) | Q(waiting=waiting, pk__gt=pk))
    found = list(rows[: MANY + 1])
    last = found[MANY - 1] if len(found) > MANY else None
    return PeoplePage(found[:MANY], f"{last.waiting}-{last.pk}" if last else "", is_first=key is None)


def people_of(incident: Incident, reader: User) -> QuerySet[Contact, Any]:
    """Those who wait first: how many of their messages are in the room, wait, and were answered; the newest's id."""
    linked = linked_to(reader, incident.pk)
    mine = Q(interactions__in=linked.values("pk"))
    waits = mine & Q(interactions__state__in=OPEN_STATES)
    people = Contact.objects.filter(pk__in=linked.values("contact")).annotate(
        messages=Count("interactions", filter=mine),
        waiting=Count("interactions", filter=waits),
        answered=Count("interactions", filter=mine & Q(interactions__responded_at__isnull=False)),
        newest=Max("interactions", filter=mine),
    )
    return people.order_by("-waiting", "pk")
