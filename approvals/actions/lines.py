"""The lines of the record about a probation, and how one ends."""

from typing import Any

from django.utils import timezone

from accounts.actors import Actor, person_or_none
from approvals.models import Outcome, Probation
from audit.record import record


def tell(name: str, probation: Probation, *, by: Actor, details: dict[str, str] | None = None, **facts: Any) -> None:
    whose = {"user": probation.user_id, "of_team": probation.team_id}
    brand = probation.team.brand_id
    record(f"approvals.{name}", by=by, subject=probation, brand=brand, facts=whose | facts, details=details)


def end(probation: Probation, *, by: Actor, outcome: Outcome, details: dict[str, str] | None = None) -> None:
    """Of a probation that is locked and runs. Only one that is returned ends by nobody's hand."""
    probation.ended_at = timezone.now()
    probation.ended_by = person_or_none(by)
    probation.outcome = outcome
    probation.save()
    tell("probation_ended", probation, by=by, details=details, outcome=str(outcome))
