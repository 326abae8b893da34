"""What follows from a person's figures: a proposal to graduate, a reminder to decide, a return to probation.

Nothing here lets anyone graduate. Everything may run twice, or twice at once: the row is locked, and what must happen
once is unique in the database.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import Team, User
from approvals import telling
from approvals.actions.lines import end, tell
from approvals.marks import marks_of, progress_of
from approvals.models import Cause, Outcome, Probation, Proposal
from approvals.models.terms import columns
from approvals.probations import rules_of
from approvals.readiness import Mark, asks_to_return


@transaction.atomic
def weigh(user: User, *, team: Team) -> Probation | None:
    """Look at the person's newest probation in the team and do what the figures ask for.

    Returns the probation that started again, or None. Someone who was never on probation is left alone.
    """
    rows = Probation.objects.select_for_update(of=("self",)).select_related("team__brand", "user", "mentor")
    probation = rows.filter(user=user, team=team).first()
    if probation is None or Probation.objects.filter(follows=probation).exists():
        return None
    if reasons := _reasons_to_return(probation):
        return _return(probation, reasons)
    if probation.ended_at is None:
        _propose(probation)
        if probation.is_due:
            telling.tell_due(probation)
    return None


def _propose(probation: Probation) -> None:
    now = timezone.now()
    progress = progress_of(probation, now=now)
    proposed = set(probation.proposals.values_list("level", flat=True))
    for step in progress.steps:
        if not step.is_ready or step.level in proposed:
            continue
        figures = progress.figures(step.level)
        Proposal.objects.create(probation=probation, level=step.level, figures=figures, raised_at=now)
        tell("graduation_proposed", probation, by=SYSTEM, level=step.level, **figures)
        telling.tell_ready(probation, step.level)


def _reasons_to_return(probation: Probation) -> list[Mark]:
    """Serious corrections since the person was last let go, of a level or of all, by the terms they knew."""
    let_go = [graduation.at for graduation in probation.graduations.all()]
    if probation.ended_at is not None:
        let_go.append(probation.ended_at)
    if not let_go or not _is_still_here(probation):
        return []
    since = max(let_go)
    marks = marks_of(probation.user, since=since, teams=[probation.team])
    return asks_to_return(marks, probation.terms, since=since, now=timezone.now())


def _is_still_here(probation: Probation) -> bool:
    user = probation.user
    return user.is_active and user.memberships.filter(team=probation.team_id).exists()


def _return(before: Probation, reasons: list[Mark]) -> Probation:
    if before.ended_at is None:
        end(before, by=SYSTEM, outcome=Outcome.RETURNED)
    now, rules = timezone.now(), rules_of(before.team.brand)
    again = Probation.objects.create(
        user=before.user,
        team=before.team,
        mentor=before.mentor,
        follows=before,
        started_by=None,
        reason=_("Serious corrections after graduating"),
        rules_version=rules.version,
        started_at=now,
        ends_at=now + timedelta(weeks=rules.weeks),
        **columns(rules.terms),
    )
    Cause.objects.bulk_create(Cause(probation=again, review_id=mark.review_id) for mark in reasons)
    tell("probation_returned", again, by=SYSTEM, after=before.pk, reviews=[mark.review_id for mark in reasons])
    telling.tell_returned(again, len(reasons), before.terms)
    return again
