"""Putting a person on probation, deciding how it goes on, and letting them go on without it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid
from accounts.rights import check_can
from approvals import programme_checks as checks
from approvals import telling
from approvals.actions.lines import end, tell
from approvals.bounds import LONGEST_REASON, check_length
from approvals.marks import progress_of
from approvals.models import Extension, Graduation, Outcome, Probation
from approvals.models.terms import columns
from approvals.probations import rules_of
from approvals.readiness import LEVELS
from interactions.checks import check_is_person


@transaction.atomic
def start_probation(
    user: User, *, team: Team, by: Actor, reason: str, ends_at: datetime | None = None, mentor: User | None = None
) -> Probation:
    """From now on another person reads all that this one writes for the team, until somebody ends it.

    ``ends_at`` is when somebody should decide; without it the company's weeks count. The terms are the company's of
    today, kept. Raises NotAllowed, Invalid, Conflict when one is running already.
    """
    person = check_is_person(by)
    check_can(person, "manage_people", team.brand)
    checks.check_can_be_on_probation(user, team)
    now = timezone.now()
    if not reason.strip():
        raise Invalid(_("Say why: %(name)s and whoever reads the drafts should know.") % {"name": user})
    check_length(reason, LONGEST_REASON)
    if ends_at is not None and ends_at <= now:
        raise Invalid(_("A probation ends after it starts. Choose a later day."))
    if mentor is not None:
        checks.check_can_mentor(mentor, user, team)
    rules = rules_of(team.brand)
    facts = {"reason": reason, "mentor": mentor, "rules_version": rules.version, **columns(rules.terms)}
    try:
        with transaction.atomic():
            probation = Probation.objects.create(
                user=user,
                team=team,
                started_at=now,
                started_by=person,
                ends_at=ends_at or now + timedelta(weeks=rules.weeks),
                **facts,
            )
    except IntegrityError as error:
        raise Conflict(_("%(name)s is on probation in %(team)s already.") % {"name": user, "team": team}) from error
    tell("probation_started", probation, by=person, details={"reason": reason})
    telling.tell_started(probation)
    return probation


@transaction.atomic
def graduate(probation: Probation, *, by: Actor, level: str, note: str = "") -> Graduation:
    """Nobody reads this person's answers of one level because of their probation any more; the last level ends it.

    Against the figures it needs a note. Raises NotAllowed (right, oneself), Invalid, Conflict (ended, graduated).
    """
    person, locked = _open(probation, by)
    check_length(note, LONGEST_REASON)
    progress = progress_of(locked, now=timezone.now())
    checks.check_can_graduate(locked, level, progress, note)
    graduation = Graduation.objects.create(
        probation=locked,
        user=locked.user,
        level=level,
        decided_by=person,
        note=note,
        figures=progress.figures(level),
        at=timezone.now(),
    )
    details = {"note": note} if note.strip() else None
    tell("level_graduated", locked, by=person, details=details, level=level, **progress.figures(level))
    telling.tell_graduated(locked, level)
    if locked.graduations.count() == len(LEVELS):
        end(locked, by=person, outcome=Outcome.GRADUATED)
        telling.tell_ended(locked)
    return graduation


@transaction.atomic
def extend_probation(probation: Probation, *, by: Actor, until: datetime, reason: str) -> Probation:
    """Somebody decides on a later day. Raises NotAllowed (right, oneself), Invalid, Conflict when it ended already."""
    person, locked = _open(probation, by)
    now, before = timezone.now(), locked.ends_at
    if until <= now:
        raise Invalid(_("Choose a day that is still to come."))
    if not reason.strip():
        raise Invalid(_("Say why: %(name)s reads it, and it should help.") % {"name": locked.user})
    check_length(reason, LONGEST_REASON)
    Extension.objects.create(
        probation=locked,
        user=locked.user,
        decided_by=person,
        reason=reason,
        before=before,
        until=until,
        at=now,
    )
    locked.ends_at = until
    locked.save()
    tell("probation_extended", locked, by=person, details={"reason": reason}, until=until.isoformat())
    telling.tell_extended(locked, locked.extensions.count(), reason)
    return locked


@transaction.atomic
def choose_mentor(probation: Probation, *, by: Actor, mentor: User) -> Probation:
    """Somebody who approves for the team looks after this person. Raises NotAllowed, Invalid, Conflict."""
    person, locked = _open(probation, by)
    checks.check_can_mentor(mentor, locked.user, locked.team)
    locked.mentor = mentor
    locked.save()
    tell("mentor_chosen", locked, by=person, mentor=mentor.pk)
    telling.tell_mentor(locked)
    return locked


@transaction.atomic
def end_probation(probation: Probation, *, by: Actor, note: str = "") -> Probation:
    """Let the person go on without it. Raises NotAllowed (right, oneself), Conflict when it ended already."""
    person, locked = _open(probation, by)
    check_length(note, LONGEST_REASON)
    end(locked, by=person, outcome=Outcome.ENDED, details={"note": note} if note.strip() else None)
    telling.tell_ended(locked)
    return locked


def _open(probation: Probation, by: Actor) -> tuple[User, Probation]:
    """Who decides, and the probation, locked and running. Raises NotAllowed, Conflict."""
    person = check_is_person(by)
    rows = Probation.objects.select_for_update(of=("self",)).select_related("team__brand", "user", "mentor")
    locked = rows.get(pk=probation.pk)
    check_can(person, "manage_people", locked.team.brand)
    checks.check_not_oneself(locked.user, person)
    checks.check_runs(locked)
    return person, locked
