"""What pages show of how a person learns: beside a draft, on their own page, and to those who help them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from accounts.models import Team, User
from accounts.rights import can
from accounts.zones import zone_named
from approvals import access, curve
from approvals.charts import Point, share_chart
from approvals.curve import Habit, Week
from approvals.marks import marks_of
from approvals.models import Probation, ReasonCode, Review
from approvals.readiness import Mark, Progress, Terms, firsts, progress, rate, serious_marks
from interactions.models import Draft

LATELY = timedelta(weeks=curve.WEEKS)


@dataclass(frozen=True, slots=True)
class Running:
    """A probation that runs, with how far it has come."""

    probation: Probation
    progress: Progress


@dataclass(frozen=True, slots=True)
class Reason:
    """Why answers came back, how often, and the newest sentence a reviewer wrote about it."""

    label: StrPromise | str
    times: int
    said: Review | None
    habit: Habit | None


@dataclass(frozen=True, slots=True)
class Record:
    """A person's last quarter. Rates and shares in percent, None where there is nothing to go by."""

    decided: int
    first_time: int | None
    wanted: int
    edited: int | None
    waited: timedelta | None
    serious: int
    serious_within: int
    weeks: list[Week]
    chart: SafeString
    reasons: list[Reason]

    @property
    def habits(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.habit is not None]


def author_panel(person: User, draft: Draft) -> dict[str, Any] | None:
    """The author beside their draft: for themselves and for those who read their drafts; three queries."""
    author, team = draft.author, draft.interaction.team
    if person.pk != author.pk and not can(person, "approve", team):
        return None
    now = timezone.now()
    probation = access.probation_of(author, team)
    since = min(now - LATELY, probation.started_at) if probation else now - LATELY
    marks = marks_of(author, since=since, teams=[team])
    terms = probation.terms if probation else Terms()
    lately = [mark for mark in marks if mark.at > now - LATELY]
    return {
        "person": author,
        "is_own": person.pk == author.pk,
        "running": _running(probation, marks, now) if probation else None,
        "terms": terms,
        "first_time": rate(firsts(lately, terms)),
        "waited": curve.waited(lately),
        "serious": len(serious_marks(lately, terms, since=now - timedelta(days=terms.serious_within))),
        "habits": [(ReasonCode(habit.reason_code).label, habit.again) for habit in curve.habits(lately)[:3]],
    }


def person_shown(user: User, *, teams: list[Team] | None = None) -> dict[str, Any]:
    """Everything about one person's learning; in these teams, or in all of theirs."""
    now = timezone.now()
    history = access.probations_of(user, teams)
    running = [_running(probation, None, now) for probation in history if probation.ended_at is None]
    terms = running[0].probation.terms if running else Terms()
    return {
        "person": user,
        "running": running,
        "history": history,
        "record": record_of(user, terms, now=now, teams=teams),
    }


def record_of(user: User, terms: Terms, *, now: datetime, teams: list[Team] | None = None) -> Record:
    """The last thirteen weeks of this person, in their own time zone; two queries."""
    zone = zone_named(user.time_zone)
    marks = marks_of(user, since=curve.starts_at(now, zone), teams=teams)
    by_week = curve.weeks(marks, terms, now=now, zone=zone)
    first_ones = firsts(marks, terms)
    return Record(
        decided=len(first_ones),
        first_time=rate(first_ones),
        wanted=terms.first_time_wanted,
        edited=curve.edited(marks),
        waited=curve.waited(marks),
        serious=len(serious_marks(marks, terms, since=now - timedelta(days=terms.serious_within))),
        serious_within=terms.serious_within,
        weeks=by_week,
        chart=_chart(by_week, terms),
        reasons=_reasons(marks),
    )


def _running(probation: Probation, marks: list[Mark] | None, now: datetime) -> Running:
    if marks is None:
        marks = marks_of(probation.user, since=probation.started_at, teams=[probation.team])
    counted = [mark for mark in marks if mark.at > probation.started_at]
    graduated = {row.level for row in probation.graduations.all()}
    return Running(probation, progress(counted, probation.terms, now=now, graduated=graduated))


def _reasons(marks: list[Mark]) -> list[Reason]:
    ranked = curve.reasons(marks)
    again = {habit.reason_code: habit for habit in curve.habits(marks)}
    newest = {mark.reason_code: mark.review_id for mark in marks if mark.verdict == "return"}
    said = Review.objects.select_related("by", "draft").in_bulk(newest.values())
    return [Reason(ReasonCode(code).label, times, said.get(newest[code]), again.get(code)) for code, times in ranked]


def _chart(by_week: list[Week], terms: Terms) -> SafeString:
    points = [Point(formats.date_format(week.starts_on, "j M"), week.first_time) for week in by_week]
    return share_chart(
        points,
        name="first-time",
        title=_("Right first time, by week"),
        description=_("The share of first versions that went out as they were written. The table below has the same."),
        wanted=terms.first_time_wanted,
    )
