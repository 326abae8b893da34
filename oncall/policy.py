"""Whom to page next, and when. Pure: a policy as it stood, where the alert is, and who answers for a schedule now.

Steps are taken in order. After the last one a new round begins with the first step, and the last resort is paged
with it, for as long as nobody acknowledges. A step that names nobody is no step: the next one follows at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

ASK_AGAIN_AFTER = 1  # minutes, when there is nobody at all
WAIT_WITHOUT_POLICY = 5
DEFERRED_AT_MOST = timedelta(hours=12)


@dataclass(frozen=True)
class StepSpec:
    """People by id, or whoever a schedule names; then ``wait_for`` minutes until the next step."""

    wait_for: int
    people: tuple[int, ...] = ()
    schedule: int | None = None


@dataclass(frozen=True)
class Plan:
    """A policy as it stood when an alert was raised. ``members`` may acknowledge whatever was paged."""

    name: str
    steps: tuple[StepSpec, ...]
    last_resort: tuple[int, ...]
    members: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "steps": [
                {"wait_for": step.wait_for, "people": list(step.people), "schedule": step.schedule}
                for step in self.steps
            ],
            "last_resort": list(self.last_resort),
            "members": list(self.members),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Plan":
        steps = (StepSpec(step["wait_for"], tuple(step["people"]), step["schedule"]) for step in stored["steps"])
        return cls(stored["name"], tuple(steps), tuple(stored["last_resort"]), tuple(stored["members"]))

    @property
    def schedules(self) -> frozenset[int]:
        return frozenset(step.schedule for step in self.steps if step.schedule is not None)


@dataclass(frozen=True)
class Turn:
    """A step taken: where, who is paged by it, how long until the next, and whether it begins a round again."""

    round: int
    step: int
    people: tuple[int, ...]
    wait_for: int
    starts_again: bool = False


WhoIsOn = Callable[[int], int | None]


def everybody(people: Iterable[int]) -> Plan:
    """The plan where no policy is: everyone who answers for the team at once, again and again (P4: never nobody)."""
    ids = tuple(people)
    return Plan("", (StepSpec(WAIT_WITHOUT_POLICY, ids),), ids, ids)


def next_turn(
    plan: Plan,
    *,
    round_: int,
    step: int,
    who_is_on: WhoIsOn,
    may_page: Callable[[int], bool],
    passed: Iterable[int] = (),
) -> Turn:
    """The first step after ``step`` of ``round_`` that names somebody who can be paged and has not passed.

    When no step and no last resort names anybody the turn has no people; the caller asks again after its wait.
    """
    asked = Turn(round_, step, (), ASK_AGAIN_AFTER)
    skipped = frozenset(passed)
    for _tried in range(2 * len(plan.steps) + 1):
        asked = _following(plan, asked)
        if asked.starts_again:
            skipped = frozenset()
        people = [person for person in _named(plan, asked, who_is_on) if person not in skipped and may_page(person)]
        if people:
            wait_for = plan.steps[asked.step - 1].wait_for if plan.steps else WAIT_WITHOUT_POLICY
            return Turn(asked.round, asked.step, tuple(dict.fromkeys(people)), wait_for, asked.starts_again)
    return asked


def _following(plan: Plan, turn: Turn) -> Turn:
    if turn.step < len(plan.steps):
        return Turn(turn.round, turn.step + 1, (), ASK_AGAIN_AFTER, turn.starts_again)
    return Turn(turn.round + 1, min(1, len(plan.steps)), (), ASK_AGAIN_AFTER, starts_again=True)


def _named(plan: Plan, turn: Turn, who_is_on: WhoIsOn) -> list[int]:
    named = list(plan.last_resort) if turn.starts_again and turn.step <= 1 else []
    if not turn.step:
        return named
    step = plan.steps[turn.step - 1]
    on_call = who_is_on(step.schedule) if step.schedule is not None else None
    return [*step.people, *([on_call] if on_call is not None else []), *named]
