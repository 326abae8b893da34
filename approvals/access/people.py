"""The people whose drafts are read, and their probations."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from accounts.refusals import NotAllowed
from accounts.rights import brands_with
from approvals.models import Probation, Review

Person = User | AnonymousUser


def review_counts(author: User) -> list[tuple[str, str, int, int]]:
    """Verdict, reason, how often, and how often on a first version, over this author's drafts; one grouped query."""
    grouped = Review.objects.filter(author=author).order_by().values("verdict", "reason_code")
    counted = grouped.annotate(times=Count("pk"), firsts=Count("pk", filter=Q(draft__number=1)))
    return list(counted.values_list("verdict", "reason_code", "times", "firsts"))


def probation_of(user: User, team: Team) -> Probation | None:
    """The one that is running, if any."""
    return Probation.objects.live().filter(user=user, team=team).first()


def managed_teams(person: Person) -> list[Team]:
    """Teams whose people this person manages, with their members. Raises NotAllowed for others."""
    brands = brands_with(person, "manage_people")
    if not brands:
        raise NotAllowed(_("Only who manages people starts or ends a probation. Ask your supervisor."))
    members = Membership.objects.filter(user__is_active=True, user__is_machine=False).select_related("user", "role")
    return list(
        Team.objects.filter(brand__in=brands, is_active=True)
        .select_related("brand")
        .order_by("brand__name", "name")
        .prefetch_related(Prefetch("memberships", members.order_by("user__full_name", "role__name")))
    )


def running_probations(teams: list[Team]) -> list[Probation]:
    """The probations that nobody has ended, in these teams."""
    return list(Probation.objects.live().filter(team__in=teams).select_related("started_by"))


def managed_person(person: Person, team_id: int, user_id: int) -> tuple[Team, User]:
    """A team this person manages and one of its people. Raises Http404."""
    teams = Team.objects.filter(brand__in=brands_with(person, "manage_people")).select_related("brand")
    team = get_object_or_404(teams, pk=team_id)
    user = User.objects.filter(pk=user_id, memberships__team=team).distinct().first()
    if user is None:
        raise Http404(_("There is no such person on this team."))
    return team, user


def managed_probation(person: Person, pk: int) -> Probation:
    """A probation in a team this person manages. Raises Http404."""
    rows = Probation.objects.filter(team__brand__in=brands_with(person, "manage_people"))
    return get_object_or_404(rows.select_related("user", "team__brand", "started_by", "ended_by"), pk=pk)
