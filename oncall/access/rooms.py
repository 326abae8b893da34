"""Rooms, and the huddles in them and beside red messages."""

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.rights import teams_with
from interactions.models import IncidentLink
from oncall.access.brands import Person
from oncall.models import BulkAnswer, Huddle, Incident, IncidentLine, Lesson, LogEntry, Showing, Statement
from oncall.models.incidents import Incidents


def visible_rooms(person: Person) -> Incidents:
    """Rooms of the teams this person sees, with something of theirs in it, or of a brand they sign releases for. Who
    works for the team that lost a room by a hand-over alone sees it no more."""
    teams = teams_with(person, "see")
    of_seen_teams = IncidentLink.objects.filter(incident=OuterRef("pk"), unlinked_at=None, interaction__team__in=teams)
    signing = Team.objects.filter(pk__in=teams_with(person, "sign_release"), brand=OuterRef("brand"))
    elsewhere = signing.exclude(pk=OuterRef("home_team"))
    signs = Q(team=F("home_team")) & Exists(signing) | Exists(elsewhere)
    return Incident.objects.filter(Q(team__in=teams) | Exists(of_seen_teams) | signs)


def room_for(person: Person, pk: int) -> Incident:
    """Raises Http404."""
    rows = visible_rooms(person).select_related(
        "brand", "team", "home_team", "topic", "channel", "opened_by", "ended_by"
    )
    return get_object_or_404(rows, pk=pk)


def huddle_for(person: Person, pk: int) -> Huddle:
    """A huddle about what this person sees, or one that needs a team they sign for. Raises Http404."""
    related = ("brand", "decider", "convened_by", "option", "incident", "interaction__contact", "interaction__team")
    huddle = get_object_or_404(Huddle.objects.select_related(*related), pk=pk)
    is_named = Team.objects.filter(
        brand=huddle.brand_id, slug__in=huddle.needed_roles, pk__in=teams_with(person, "sign_release")
    ).exists()
    if not (is_named or _sees_subject(person, huddle)):
        raise Http404(_("There is no such huddle for you."))
    return huddle


def _sees_subject(person: Person, huddle: Huddle) -> bool:
    if huddle.interaction is not None:
        return huddle.interaction.team_id in teams_with(person, "see")
    return visible_rooms(person).filter(pk=huddle.incident_id or 0).exists()


def line_for(person: Person, pk: int) -> IncidentLine:
    """Raises Http404."""
    return get_object_or_404(IncidentLine.objects.filter(incident__in=visible_rooms(person)), pk=pk)


def shown_statement(person: Person, pk: int) -> Statement:
    """Raises Http404."""
    rows = Statement.objects.filter(incident__in=visible_rooms(person))
    return get_object_or_404(rows.select_related("incident__team"), pk=pk)


def showing_for(person: Person, pk: int) -> Showing:
    """Raises Http404."""
    rows = Showing.objects.filter(incident__in=visible_rooms(person))
    related = ("page__brand", "incident__team", "written_by", "asked_by", "approved_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def answer_for(person: Person, pk: int) -> BulkAnswer:
    """Raises Http404."""
    return get_object_or_404(BulkAnswer.objects.filter(incident__in=visible_rooms(person)), pk=pk)


def lesson_for(person: Person, pk: int) -> Lesson:
    """Raises Http404."""
    return get_object_or_404(Lesson.objects.filter(incident__in=visible_rooms(person)), pk=pk)


def entry_for(huddle_or_room: Huddle | Incident, pk: str) -> LogEntry | None:
    """An entry of this log, as a form names it; None for none. Raises Http404 for one of another log."""
    if not pk:
        return None
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404
    return get_object_or_404(huddle_or_room.entries, pk=int(pk))
