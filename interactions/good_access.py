"""The door to the ledger, the shares, what was passed on and what is to be better. What one may not see is not
there."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Brand, Team, User
from accounts.rights import brands_with, teams_with
from interactions.models import Budget, Consent, Gift, Improvement, Interaction, Referral, Share

Person = User | AnonymousUser
Row = TypeVar("Row", bound=Model)
LENGTH = 25
MOST_OPEN = 100  # improvements: what nobody gets to is turned down, not kept


@dataclass(frozen=True, slots=True)
class Mine:
    """Ids of the teams for which a person approves, answers, and writes notes: which buttons their lists show."""

    approve: frozenset[int]
    draft: frozenset[int]
    note: frozenset[int]


def teams_of(person: Person) -> Mine:
    return Mine(*(teams_with(person, right) for right in ("approve", "draft", "note")))


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, the newest first. ``after``: the id after which it goes on, None at its end."""

    rows: list[Any]
    after: int | None


def listed(rows: QuerySet[Row], after: int | None) -> Listed:
    """A page by key: it costs the same however far one went."""
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: LENGTH + 1])
    return Listed(found[:LENGTH], found[LENGTH - 1].pk if len(found) > LENGTH else None)


def budgets(brand: Brand) -> list[Budget]:
    """The newest of the brand."""
    return list(Budget.objects.filter(brand=brand)[:12])


def budget_named(person: Person, pk: int | None) -> Budget | None:
    """A budget of a brand this person may see, however old."""
    if pk is None:
        return None
    rows = Budget.objects.filter(brand__in=brands_with(person, "see_brand"), brand__is_active=True)
    return rows.select_related("brand").filter(pk=pk).first()


def gifts(person: Person, budget: Budget, after: int | None) -> Listed:
    """Out of one budget, on what this person may see."""
    rows = Gift.objects.filter(budget=budget, interaction__team__in=teams_with(person, "see"))
    related = ("contact", "given_by", "decided_by", "handed_over", "interaction__team", "budget")
    return listed(rows.select_related(*related), after)


def gift_for(person: Person, pk: int) -> Gift:
    """Raises Http404."""
    rows = Gift.objects.filter(interaction__team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction"), pk=pk)


def shares(person: Person, after: int | None) -> Listed:
    """Of every team this person may see."""
    rows = Share.objects.filter(team__in=teams_with(person, "see"))
    related = ("interaction__contact", "interaction__team", "consent", "channel", "asked_by", "decided_by", "shared_by")
    return listed(rows.select_related(*related), after)


def share_for(person: Person, pk: int) -> Share:
    """Raises Http404."""
    rows = Share.objects.filter(team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction"), pk=pk)


def consent_for(person: Person, pk: int) -> Consent:
    """Raises Http404."""
    rows = Consent.objects.filter(interaction__team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction"), pk=pk)


def referrals(person: Person, after: int | None, team: int | None = None) -> Listed:
    """What was passed on to this person's teams: to be passed on makes it theirs to read."""
    teams = teams_with(person, "see")
    rows = Referral.objects.filter(to_team__in=teams & {team} if team else teams)
    related = ("interaction__contact", "interaction__channel", "to_team", "by", "settled_by")
    return listed(rows.select_related(*related), after)


def referral_for(person: Person, pk: int) -> Referral:
    """To a team of this person, or on what they may see. Raises Http404."""
    teams = teams_with(person, "see")
    rows = Referral.objects.filter(Q(to_team__in=teams) | Q(interaction__team__in=teams))
    return get_object_or_404(rows.select_related("interaction", "to_team"), pk=pk)


def improvements(person: Person, brand: Brand, after: int | None) -> Listed:
    """What is open first, what most ask for before what few do, as far as this person sees who asks; then page by page
    what is settled."""
    known = Improvement.objects.filter(brand=brand).select_related("team")
    rows = asked_for(known, teams_with(person, "see"))
    is_open = Q(state__in=[Improvement.State.OPEN, Improvement.State.PLANNED])
    settled = listed(rows.exclude(is_open), after)
    return Listed([*(rows.filter(is_open)[:MOST_OPEN] if after is None else ()), *settled.rows], settled.after)


def asked_for(rows: QuerySet[Improvement], teams: Collection[int]) -> QuerySet[Improvement]:
    """Each with how many messages of these teams ask for it, as ``asked``; what most ask for first."""
    counted = rows.annotate(asked=Count("askings", filter=Q(askings__interaction__team__in=teams)))
    return counted.order_by("-asked", "-pk")


def improvement_for(person: Person, pk: int) -> Improvement:
    """Raises Http404."""
    rows = Improvement.objects.filter(brand__in=brands_with(person, "see_brand"))
    return get_object_or_404(rows.select_related("brand", "team"), pk=pk)


def askers(person: Person, improvement: Improvement, after: int | None) -> Listed:
    """The messages that ask for it, as far as this person may see them."""
    rows = Interaction.objects.filter(team__in=teams_with(person, "see"), askings__improvement=improvement)
    return listed(rows.select_related("contact", "channel"), after)


def team_named(person: Person, pk: int | None) -> Team | None:
    """A team this person may see."""
    return Team.objects.filter(pk__in=teams_with(person, "see") & {pk}).first() if pk else None
