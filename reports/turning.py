"""From complainer to advocate: who was unkind, was answered, and wrote kindly afterwards."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from interactions.models import Consent, Interaction
from oncall.tallying import floor_of

MOST_PEOPLE = 5_000
AT_ONCE = 500
KIND_TIMES = 2  # to be an advocate


@dataclass(frozen=True, slots=True)
class Turned:
    """``answered``: people whose complaint we answered in the period, the newest ``MOST_PEOPLE`` at most; ``turned``:
    of those, who wrote kindly afterwards; ``advocates``: who did so twice, or let us show what they wrote."""

    answered: int
    turned: int
    advocates: int

    @property
    def share(self) -> int | None:
        return round(100 * self.turned / self.answered) if self.answered else None


def turned(teams: Collection[int], since: datetime) -> Turned:
    """As far as these teams' messages tell. A bounded number of people is looked at, whatever the table holds."""
    unkind = Interaction.objects.real().filter(
        team__in=teams, pk__gt=floor_of(since), received_at__gte=since, tone="negative", responded_at__isnull=False
    )
    newest = unkind.order_by("-pk").values_list("contact", flat=True)[: MOST_PEOPLE * 2]
    people = list(dict.fromkeys(newest))[:MOST_PEOPLE]
    kind = dict(_kind_afterwards(people, teams, since))
    agreed = set(
        Consent.objects.filter(contact__in=list(kind), withdrawn_at=None).values_list("contact", flat=True).order_by()
    )
    advocates = sum(times >= KIND_TIMES or person in agreed for person, times in kind.items())
    return Turned(len(people), len(kind), advocates)


def _kind_afterwards(people: list[int], teams: Collection[int], since: datetime) -> Iterator[tuple[int, int]]:
    """Who of these was kind after their last answered complaint, and how often."""
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        theirs = Interaction.objects.filter(contact__in=some, team__in=teams, received_at__gte=since).order_by()
        complained = theirs.filter(tone="negative", responded_at__isnull=False)
        last = dict(complained.values_list("contact").annotate(last=Max("pk")))
        times: dict[int, int] = {}
        for contact, pk in theirs.filter(tone="positive").values_list("contact", "pk"):
            if contact in last and pk > last[contact]:
                times[contact] = times.get(contact, 0) + 1
        yield from times.items()
