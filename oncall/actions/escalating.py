"""The next step: whom it names, their pages, and when the one after it is due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from audit import faults
from oncall.actions.lines import tell
from oncall.actions.paging import plan_pages
from oncall.models import Alert, Page
from oncall.plans import Roll, people_answering_for, roll_of
from oncall.policy import Plan


@transaction.atomic
def escalate(alert_id: int) -> bool:
    """Take the step that is due. False when nothing is: somebody has it, or another sweeper was quicker."""
    alert = Alert.objects.locked(alert_id)
    if not alert.is_live or alert.next_step_at is None or alert.next_step_at > timezone.now():
        return False
    take_step(alert)
    return True


def take_step(alert: Alert) -> None:
    """Page the next people of a locked live alert, and say when the step after that is due: its wait after the first
    of their pages."""
    roll = roll_of(Plan.from_json(alert.plan), alert.brand_id)
    now = timezone.now()
    turn = roll.turn(now, round_=alert.round, step=alert.step, passed=alert.passed_by)
    people = list(turn.people) or people_answering_for(alert.team)
    if turn.starts_again:
        alert.passed_by = []
    if turn.is_exhausted:
        alert.exhausted_at = alert.exhausted_at or now
    alert.round, alert.step = turn.round, turn.step
    if alert.topic is not None and alert.topic.is_life_safety:
        people = _at_least_two(roll, alert, people, now)
    faults.reach("page:before_plan")
    first_at = plan_pages(alert, people)
    faults.reach("page:after_plan")
    alert.next_step_at = first_at + timedelta(minutes=turn.wait_for)
    following = roll.turn(alert.next_step_at, round_=turn.round, step=turn.step, passed=alert.passed_by)
    alert.next_person_id = following.people[0] if following.people else None
    alert.save()
    tell("step_taken", alert, by=SYSTEM, people=people, starts_again=turn.starts_again)


def _at_least_two(roll: Roll, alert: Alert, people: list[int], now: datetime) -> list[int]:
    """Where a life is at stake nobody is paged alone: whoever comes next is paged as well, at once."""
    following = roll.turn(now, round_=alert.round, step=alert.step, passed=alert.passed_by)
    others = [*following.people, *people_answering_for(alert.team)]
    pair = dict.fromkeys([*people, *(pk for pk in others if pk not in alert.passed_by)])
    return list(pair)[: max(len(people), 2)]


def page_again(alert: Alert, cause: str) -> None:
    """Page those who were asked last, or whoever has the locked alert, beside its steps: it grew, became more urgent,
    or came back. Nobody's turn is moved by it."""
    if alert.acknowledged_by_id is not None:
        people = {alert.acknowledged_by_id}
    else:
        of_step = alert.pages.filter(round=alert.round, step=alert.step, cause=Page.Cause.STEP)
        people = set(of_step.values_list("user_id", flat=True)) - set(alert.passed_by)
    if not people:
        return  # its first step has not come yet
    alert.swells += 1
    plan_pages(alert, sorted(people), cause=cause)
    alert.save()
    tell("paged_again", alert, by=SYSTEM, people=sorted(people), cause=str(cause), flags=alert.flag_count)
