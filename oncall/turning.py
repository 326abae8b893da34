"""Where one turns with a message: who is on call for it now, until when, how they are reached, and who comes after.

It takes the steps of the policy as the paging engine takes them, so that nobody is shown who would not be paged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import Team, User
from interactions.models import Interaction
from oncall.models import Schedule
from oncall.plans import people_answering_for, plan_for, roll_of
from oncall.policy import Plan, Turn
from oncall.queries import OnCall, on_call_of
from oncall.reach import ways_of
from oncall.rota import ACTIVE, Rota, rotas
from playbook.models import Topic


@dataclass(frozen=True)
class Answering:
    """Somebody to turn to, and the ways that reach them: by name, never their addresses."""

    person: User
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Turning:
    """``people`` are paged first if it is paged now. ``turn`` is the schedule that names them, None where a policy
    names people, a team or a role. ``gaps``: what stands before them in the policy and is filled by nobody although
    somebody has to be there. ``then``: who is paged after them, so many minutes later."""

    policy: str
    people: tuple[Answering, ...]
    turn: OnCall | None
    gaps: tuple[OnCall, ...]
    then: tuple[User, ...]
    then_after: int

    @property
    def phone(self) -> str:
        return self.turn.schedule.phone if self.turn else ""

    @property
    def first(self) -> User | None:
        return self.people[0].person if self.people else None


def team_for(interaction: Interaction) -> Team:
    """Whose policy answers: the team that owns its topic, else the one that has it."""
    topic = interaction.topic
    return (topic.owner_team if topic else None) or interaction.team


def where_to_turn(topic: Topic | None, team: Team) -> Turning:
    """By the topic's policy, else the brand's, else everybody who answers for the team: for now. As many queries
    however long the policy is."""
    now, plan = timezone.now(), plan_for(topic, team)
    read = _read(plan)
    roll = roll_of(plan, team.brand_id, {pk: rota.spec for pk, rota in read.items()})
    turn = roll.turn(now, round_=1, step=0, passed=())
    following = roll.turn(now, round_=turn.round, step=turn.step, passed=turn.people)
    ids = turn.people or tuple(people_answering_for(team))
    active = ACTIVE.in_bulk([*ids, *following.people])
    found = [active[pk] for pk in ids if pk in active]
    ways = ways_of(found)
    return Turning(
        policy=plan.name,
        people=tuple(Answering(person, ways[person.pk]) for person in found),
        turn=_schedule_of(plan, turn, read, now),
        gaps=tuple(_gaps(plan, turn, read, now)),
        then=tuple(active[pk] for pk in following.people if pk in active and pk not in ids),
        then_after=turn.wait_for,
    )


def _read(plan: Plan) -> dict[int, Rota]:
    if not plan.schedules:
        return {}
    schedules = Schedule.objects.filter(pk__in=plan.schedules).select_related("brand", "team")
    return {rota.schedule.pk: rota for rota in rotas(schedules)}


def _schedule_of(plan: Plan, turn: Turn, read: dict[int, Rota], now: datetime) -> OnCall | None:
    step = plan.steps[turn.step - 1] if turn.people and turn.step else None
    rota = read.get(step.schedule) if step is not None and step.schedule is not None else None
    return on_call_of(rota, now) if rota else None


def _gaps(plan: Plan, turn: Turn, read: dict[int, Rota], now: datetime) -> Iterable[OnCall]:
    """Before the step that is taken, each schedule once; all of them where none names anybody."""
    steps = plan.steps if turn.starts_again or not turn.people else plan.steps[: turn.step - 1]
    asked = dict.fromkeys(step.schedule for step in steps if step.schedule is not None)
    found = (on_call_of(read[pk], now) for pk in asked if pk in read)
    return [each for each in found if each.is_gap]
