"""Whom to page next, and when. Pure: a policy as it stood, where the alert is, and who answers for each step now.

Steps are taken in order. After the last one a new round begins with the first step. Once the steps were repeated as
often as the policy says, the last resort is paged with the first step of every round, for as long as nobody
acknowledges. A step that names nobody is no step: the next one follows at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any

ASK_AGAIN_AFTER = 1  # minutes, when there is nobody at all
WAIT_WITHOUT_POLICY = 5
DEFERRED_AT_MOST = timedelta(hours=12)
SWELLS_AT = (10, 100, 1_000)


class Urgency(IntEnum):
    """How an alert is paged. From AT_ONCE on it breaks through quiet hours."""

    LATE = 0  # red flags on messages that were old when they came
    QUEUED = 1  # the topic waits for whoever is on call next
    AT_ONCE = 2
    CRISIS = 3


@dataclass(frozen=True)
class StepSpec:
    """People by id, whoever a schedule names, or everybody of a team, a role, or a role of a team; then ``wait_for``
    minutes until the next step."""

    wait_for: int
    people: tuple[int, ...] = ()
    schedule: int | None = None
    team: int | None = None
    role: int | None = None

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "StepSpec":
        return cls(**(stored | {"people": tuple(stored["people"])}))


@dataclass(frozen=True)
class Plan:
    """A policy as it stood when an alert was raised. ``members`` may acknowledge whatever was paged."""

    name: str
    steps: tuple[StepSpec, ...]
    last_resort: tuple[int, ...]
    members: tuple[int, ...]
    repeats: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Plan":
        steps = tuple(StepSpec.from_json(step) for step in stored["steps"])
        people = {name: tuple(stored[name]) for name in ("last_resort", "members")}
        return cls(**(stored | people | {"steps": steps}))

    @property
    def schedules(self) -> frozenset[int]:
        return frozenset(step.schedule for step in self.steps if step.schedule is not None)

    def is_exhausted_in(self, round_: int) -> bool:
        """Whether this round is one in which the last resort is paged."""
        return not self.steps or round_ > 1 + self.repeats


@dataclass(frozen=True)
class Turn:
    """A step taken: where, who is paged by it, how long until the next, whether it begins a round again, and whether
    the whole policy was gone through in vain."""

    round: int
    step: int
    people: tuple[int, ...]
    wait_for: int
    starts_again: bool = False
    is_exhausted: bool = False


WhoIsNamed = Callable[[StepSpec], Iterable[int]]


def everybody(people: Iterable[int]) -> Plan:
    """The plan where no policy is: everyone who answers for the team at once, again and again (P4: never nobody)."""
    ids = tuple(people)
    return Plan("", (StepSpec(WAIT_WITHOUT_POLICY, ids),), ids, ids)


def next_turn(
    plan: Plan,
    *,
    round_: int,
    step: int,
    who_is_named: WhoIsNamed,
    may_page: Callable[[int], bool],
    passed: Iterable[int] = (),
) -> Turn:
    """The first step after ``step`` of ``round_`` that names somebody who can be paged and has not passed.

    When no step and no last resort names anybody the turn has no people; the caller asks again after its wait.
    """
    asked = Turn(round_, step, (), ASK_AGAIN_AFTER)
    skipped = frozenset(passed)
    for _tried in range((2 + plan.repeats) * len(plan.steps) + 1):
        asked = _following(plan, asked)
        if asked.starts_again:
            skipped = frozenset()
        people = [person for person in _named(plan, asked, who_is_named) if person not in skipped and may_page(person)]
        if people:
            wait_for = plan.steps[asked.step - 1].wait_for if plan.steps else WAIT_WITHOUT_POLICY
            once = tuple(dict.fromkeys(people))
            return Turn(asked.round, asked.step, once, wait_for, asked.starts_again, asked.is_exhausted)
    return asked


def swells(before: int, after: int) -> bool:
    """Whether an alert that grew from so many red flags to so many is paged again for that."""
    return any(before < mark <= after for mark in SWELLS_AT)


def _following(plan: Plan, turn: Turn) -> Turn:
    if turn.step < len(plan.steps):
        return Turn(turn.round, turn.step + 1, (), ASK_AGAIN_AFTER, turn.starts_again, turn.is_exhausted)
    following = turn.round + 1
    return Turn(
        following,
        min(1, len(plan.steps)),
        (),
        ASK_AGAIN_AFTER,
        starts_again=True,
        is_exhausted=plan.is_exhausted_in(following),
    )


def _named(plan: Plan, turn: Turn, who_is_named: WhoIsNamed) -> list[int]:
    named = list(plan.last_resort) if turn.is_exhausted and turn.step <= 1 else []
    if not turn.step:
        return named
    step = plan.steps[turn.step - 1]
    return [*step.people, *who_is_named(step), *named]
