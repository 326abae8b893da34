"""The next step: whom it names, their pages, and when the one after it is due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from oncall.actions.lines import tell
from oncall.actions.paging import plan_pages
from oncall.models import Alert
from oncall.policy import Plan, Turn, next_turn
from oncall.rota import ACTIVE, people_answering_for, specs, who_is_on
from oncall.schedule import ScheduleSpec


@transaction.atomic
def escalate(alert_id: int) -> bool:
    """Take the step that is due. False when nothing is: somebody has it, or another sweeper was quicker."""
    alert = Alert.objects.locked(alert_id)
    if not alert.is_live or alert.next_step_at is None or alert.next_step_at > timezone.now():
        return False
    take_step(alert)
    return True


def take_step(alert: Alert) -> None:
    """Page the next people of a locked live alert, and say when the step after that is due."""
    plan = Plan.from_json(alert.plan)
    rota = specs(plan.schedules)
    active = _active(plan, rota)
    now = timezone.now()
    turn = _turn(plan, rota, active, now, round_=alert.round, step=alert.step, passed=alert.passed_by)
    people = list(turn.people) or people_answering_for(alert.team)
    if turn.starts_again:
        alert.passed_by = []
        alert.exhausted_at = alert.exhausted_at or now
    alert.round, alert.step = turn.round, turn.step
    alert.next_step_at = now + timedelta(minutes=turn.wait_for)
    following = _turn(plan, rota, active, alert.next_step_at, round_=turn.round, step=turn.step, passed=alert.passed_by)
    alert.next_person_id = following.people[0] if following.people else None
    alert.save()
    plan_pages(alert, people)
    tell("step_taken", alert, by=SYSTEM, people=people, starts_again=turn.starts_again)


def _turn(
    plan: Plan,
    rota: dict[int, ScheduleSpec],
    active: frozenset[int],
    at: datetime,
    *,
    round_: int,
    step: int,
    passed: list[int],
) -> Turn:
    on_shift = who_is_on(rota, at)
    return next_turn(
        plan, round_=round_, step=step, who_is_on=on_shift.get, may_page=active.__contains__, passed=passed
    )


def _active(plan: Plan, rota: dict[int, ScheduleSpec]) -> frozenset[int]:
    """Those of the plan, and of its schedules as they are now, who can be paged."""
    on_rota = {person for spec in rota.values() for layer in spec.layers for person in layer.people if person}
    return frozenset(ACTIVE.filter(pk__in=on_rota | set(plan.members)).values_list("pk", flat=True))
