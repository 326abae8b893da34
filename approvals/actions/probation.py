"""Putting a person on probation, and letting them go on without it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid
from accounts.rights import check_can
from approvals import checks
from approvals.models import Probation
from audit.record import record
from interactions.checks import check_is_person


@transaction.atomic
def start_probation(user: User, *, team: Team, by: Actor, reason: str, ends_at: datetime | None = None) -> Probation:
    """From now on another person reads all that this one writes for the team, until somebody ends it.

    ``ends_at`` is when somebody should decide. Raises NotAllowed, Invalid, Conflict when one is running already.
    """
    person = check_is_person(by)
    check_can(person, "manage_people", team.brand)
    checks.check_can_be_on_probation(user, team)
    now = timezone.now()
    if not reason.strip():
        raise Invalid(_("Say why: %(name)s and whoever reads the drafts should know.") % {"name": user})
    if ends_at is not None and ends_at <= now:
        raise Invalid(_("A probation ends after it starts. Choose a later day."))
    try:
        with transaction.atomic():
            probation = Probation.objects.create(
                user=user, team=team, reason=reason[:300], started_at=now, started_by=person, ends_at=ends_at
            )
    except IntegrityError as error:
        raise Conflict(_("%(name)s is on probation in %(team)s already.") % {"name": user, "team": team}) from error
    _tell("probation_started", probation, by=person, details={"reason": reason})
    return probation


@transaction.atomic
def end_probation(probation: Probation, *, by: Actor, note: str = "") -> Probation:
    """Let the person go on without it. Raises NotAllowed (right, oneself), Conflict when it ended already."""
    person = check_is_person(by)
    locked = (
        Probation.objects.select_for_update(of=("self",)).select_related("team__brand", "user").get(pk=probation.pk)
    )
    check_can(person, "manage_people", locked.team.brand)
    checks.check_not_oneself(locked.user, person)
    if locked.ended_at is not None:
        raise Conflict(_("%(name)s ended this probation already.") % {"name": locked.ended_by})
    locked.ended_at = timezone.now()
    locked.ended_by = person
    locked.save()
    _tell("probation_ended", locked, by=person, details={"note": note} if note.strip() else None)
    return locked


def _tell(name: str, probation: Probation, *, by: User, details: dict[str, str] | None) -> None:
    facts = {"user": probation.user_id, "of_team": probation.team_id}
    record(f"approvals.{name}", by=by, subject=probation, brand=probation.team.brand_id, facts=facts, details=details)
