"""What came of the good things: praise and how fast it was thanked, shares, gifts, what was passed on, what is to be
better."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from interactions.good_access import asked_for
from interactions.models import Budget, Gift, Improvement, Interaction, Referral, Share
from oncall.tallying import floor_of
from reports.turning import Turned, turned


@dataclass(frozen=True, slots=True)
class Praise:
    """Kind messages of the period that stand green or unflagged, and how many were thanked in their time."""

    came: int
    thanked: int
    in_time: int

    @property
    def share(self) -> int | None:
        return round(100 * self.in_time / self.came) if self.came else None


@dataclass(frozen=True, slots=True)
class Report:
    praise: Praise
    turned: Turned
    shares: dict[str, int]
    gifts: dict[str, int]
    budgets: list[Budget]
    referrals: list[tuple[str, int, int]]  # kind, passed on, taken up or sold
    improvements: list[Improvement]


def good_things(brands: Collection[int], teams: Collection[int], since: datetime) -> Report:
    """Of these brands, as far as these teams' messages tell."""
    return Report(
        praise=_praise(teams, since),
        turned=turned(teams, since),
        shares=_shares(teams, since),
        gifts=_gifts(teams, since),
        budgets=list(Budget.objects.filter(brand__in=brands, ends_on__gte=since.date())[:10]),
        referrals=_referrals(teams, since),
        improvements=_improvements(brands, teams),
    )


def _praise(teams: Collection[int], since: datetime) -> Praise:
    came = Interaction.objects.real().filter(team__in=teams, pk__gt=floor_of(since), received_at__gte=since, head=None)
    kind = came.filter(tone="positive", level__in=["", "green"])
    thanked = Q(responded_at__isnull=False)
    counted = kind.aggregate(
        came=Count("pk"),
        thanked=Count("pk", filter=thanked),
        in_time=Count("pk", filter=thanked & Q(responded_at__lte=F("due_at"))),
    )
    return Praise(**counted)


def _shares(teams: Collection[int], since: datetime) -> dict[str, int]:
    rows = Share.objects.filter(team__in=teams, asked_at__gte=since).order_by()
    counted = dict(rows.values_list("state").annotate(Count("pk")))
    return {str(state.label): counted.get(state.value, 0) for state in Share.State}


def _gifts(teams: Collection[int], since: datetime) -> dict[str, int]:
    rows = Gift.objects.filter(interaction__team__in=teams, given_at__gte=since)
    return rows.aggregate(
        asked=Count("pk"),
        agreed=Count("pk", filter=Q(is_approved=True)),
        handed_over=Count("handed_over"),
    )


def _referrals(teams: Collection[int], since: datetime) -> list[tuple[str, int, int]]:
    rows = Referral.objects.filter(to_team__in=teams, referred_at__gte=since).order_by()
    good = Q(outcome__in=[Referral.Outcome.TAKEN_UP, Referral.Outcome.WON])
    counted = rows.values_list("kind").annotate(all=Count("pk"), taken=Count("pk", filter=good))
    found = {kind: (all_, taken) for kind, all_, taken in counted}
    return [(str(kind.label), *found.get(kind.value, (0, 0))) for kind in Referral.Kind]


def _improvements(brands: Collection[int], teams: Collection[int]) -> list[Improvement]:
    """What most ask for, as far as these teams' messages tell."""
    rows = asked_for(Improvement.objects.filter(brand__in=brands), teams)
    return list(rows[:10])
