"""Requests for cover as a person sees them: which of them they may answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from oncall.models import CoverRequest, Participant


@dataclass(frozen=True)
class Asked:
    """A request, and what this person may do with it."""

    request: CoverRequest
    is_mine: bool
    may_take: bool

    @property
    def is_by_name(self) -> bool:
        return self.request.asked_id is not None


def asked_of(person: User, requests: Iterable[CoverRequest]) -> list[Asked]:
    """All of them, in two queries."""
    rows = list(requests)
    if not rows:
        return []
    turns = Participant.objects.filter(user=person).values_list("layer__schedule", flat=True)
    own = set(turns)
    return [
        Asked(
            row,
            is_mine=row.asked_by_id == person.pk,
            may_take=row.asked_by_id != person.pk
            and (row.asked_id == person.pk or (row.asked_id is None and row.schedule_id in own)),
        )
        for row in rows
    ]
