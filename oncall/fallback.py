"""To whom red flags go while nobody is on call: the same steps the engine takes, asked of that moment."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from oncall.models import EscalationPolicy, Schedule
from oncall.plans import Roll, people_answering_for, plan_of, roll_of
from oncall.rota import ACTIVE


def fallbacks(gaps: Iterable[tuple[Schedule, datetime]]) -> dict[tuple[int, datetime], tuple[User, ...]]:
    """By schedule and moment: who is paged in place of the schedule then. A policy is read once, however many gaps."""
    asked = list(gaps)
    if not asked:
        return {}
    rolls = _rolls({schedule.pk: schedule for schedule, _at in asked})
    active = {user.pk: user for user in ACTIVE.all()}
    found = {}
    for schedule, at in asked:
        roll = rolls.get(schedule.pk)
        people = _instead(roll, schedule, at) if roll else ()
        people = people or people_answering_for(schedule.team)
        found[(schedule.pk, at)] = tuple(active[pk] for pk in people if pk in active)
    return found


def _instead(roll: Roll, schedule: Schedule, at: datetime) -> Iterable[int]:
    before = next(number for number, step in enumerate(roll.plan.steps) if step.schedule == schedule.pk)
    return roll.turn(at, round_=1, step=before, passed=()).people


def _rolls(schedules: dict[int, Schedule]) -> dict[int, Roll]:
    """By schedule: the policy that pages it, of several the brand's default."""
    paging = EscalationPolicy.objects.filter(steps__schedule__in=schedules).order_by("is_default", "-pk").distinct()
    found: dict[int, Roll] = {}
    for policy in paging:
        teams = {schedule.team for schedule in schedules.values() if schedule.brand_id == policy.brand_id}
        roll = roll_of(plan_of(policy, min(teams, key=lambda team: team.pk)), policy.brand_id)
        found |= {pk: roll for pk in schedules if pk in roll.plan.schedules}
    return found
