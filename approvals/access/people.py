"""The people whose drafts are read, and their probations."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Brand, Membership, Team, User
from accounts.refusals import NotAllowed
from accounts.rights import brands_with, people_with, teams_with
from approvals.models import Cause, Extension, Graduation, Probation, Proposal

Person = User | AnonymousUser


def probation_of(user: User, team: Team) -> Probation | None:
    """The one that is running, if any, with what was decided in it; two queries."""
    rows = Probation.objects.live().filter(user=user, team=team).select_related("user", "team", "mentor")
    return rows.prefetch_related("graduations").first()


def probations_of(user: User, teams: Collection[Team] | None) -> list[Probation]:
    """Every probation of this person, newest first, with all that was decided in it; in these teams, or in all."""
    rows = Probation.objects.filter(user=user)
    if teams is not None:
        rows = rows.filter(team__in=teams)
    people = ("user", "mentor", "started_by", "ended_by", "team__brand")
    return list(
        rows.select_related(*people).prefetch_related(
            Prefetch("graduations", Graduation.objects.select_related("decided_by")),
            Prefetch("extensions", Extension.objects.select_related("decided_by")),
            Prefetch("causes", Cause.objects.select_related("review__draft", "review__by")),
        )
    )


def coached_person(person: Person, team_id: int, user_id: int) -> tuple[Team, User]:
    """A team and one of its people whom this person manages, or mentors there at present. Raises Http404."""
    mentored = Probation.objects.live().filter(mentor=person.pk, team=team_id, user=user_id).select_related("user")
    probation = mentored.filter(team__in=teams_with(person, "approve")).select_related("team__brand").first()
    if probation is not None:
        return probation.team, probation.user
    return managed_person(person, team_id, user_id)


def mentors_for(user: User, team: Team) -> QuerySet[User]:
    """Those who approve for the team, without the person themselves."""
    return people_with("approve", team).exclude(pk=user.pk).order_by("full_name", "pk")


def managed_brand(person: Person, pk: int) -> Brand:
    """A brand whose people this person manages. Raises Http404."""
    return get_object_or_404(Brand.objects.filter(pk__in=brands_with(person, "manage_people")), pk=pk)


def open_proposals(teams: list[Team]) -> list[Proposal]:
    """What the figures propose and nobody has decided yet, in these teams."""
    graduated = Graduation.objects.filter(probation=OuterRef("probation"), level=OuterRef("level"))
    rows = Proposal.objects.filter(~Exists(graduated), probation__ended_at=None, probation__team__in=teams)
    return list(rows.select_related("probation"))


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
    people = ("user", "team__brand", "mentor", "started_by", "ended_by")
    return get_object_or_404(rows.select_related(*people).prefetch_related("graduations"), pk=pk)
