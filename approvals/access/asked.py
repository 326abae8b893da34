"""People who are asked by name, and when they are away."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Team, User
from accounts.rights import people_with, teams_with
from approvals.models import Absence
from interactions.models import Draft


def turn_team(draft: Draft) -> Team:
    """The team whose name a draft lacks; its own, where it waits for nobody."""
    turn = getattr(draft, "turn", None)
    return turn.team if turn else draft.interaction.team


def deputies_for(person: User) -> QuerySet[User]:
    """Who could sign for a team of this person, by name."""
    others = User.objects.none()
    for team in Team.objects.filter(pk__in=teams_with(person, "approve")):
        others = others | people_with("approve", team)
    return User.objects.filter(pk__in=others.values("pk")).exclude(pk=person.pk).order_by("full_name", "pk")


def absences_of(person: User) -> list[Absence]:
    """Those of this person that run or come, the next first."""
    rows = Absence.objects.filter(user=person, ends_at__gt=timezone.now())
    return list(rows.select_related("deputy"))


def absence_for(person: User, pk: int) -> Absence:
    """One's own. Raises Http404."""
    return get_object_or_404(Absence, pk=pk, user=person)
