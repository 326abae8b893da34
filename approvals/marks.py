"""From reviews to the plain values that ``readiness`` and ``curve`` judge; one query, bounded by time and number."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import Team, User
from approvals.models import Probation, Review, Verdict
from approvals.readiness import Mark, Progress, progress
from connectors.rehearsal.connector import Rehearsal

DECIDED = (Verdict.APPROVE, Verdict.EDIT, Verdict.RETURN)
MOST_MARKS = 5_000  # the newest of one person: more than anybody writes in a quarter


def marks_of(user: User, *, since: datetime, teams: Collection[Team] | None = None) -> list[Mark]:
    """What was decided on this person's drafts after ``since``, oldest first; for these teams, or for all."""
    rows = Review.objects.filter(author=user, created_at__gt=since, verdict__in=DECIDED)
    rows = rows.exclude(draft__interaction__channel__network=Rehearsal.network)  # nobody is judged by a drill
    if teams is not None:
        rows = rows.filter(team__in=teams)
    found = rows.order_by("-created_at", "-pk").values_list(
        "draft_id", "level", "verdict", "created_at", "draft__created_at", "reason_code", "is_first", "edit_share", "pk"
    )
    return [Mark(*row) for row in reversed(found[:MOST_MARKS])]


def progress_of(probation: Probation, *, now: datetime) -> Progress:
    """How far this probation has come by its own terms; two queries."""
    marks = marks_of(probation.user, since=probation.started_at, teams=[probation.team])
    graduated = {row.level for row in probation.graduations.all()}
    return progress(marks, probation.terms, now=now, graduated=graduated)
