"""Walking a map, one answer after another. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from playbook.maps.shape import Answer, Leaf, Map, Question

MOST_ANSWERS = 40


@dataclass(frozen=True, slots=True)
class Passed:
    """A question that was answered; ``given`` is the place of the answer among the question's."""

    question: Question
    answer: Answer
    given: int


@dataclass(frozen=True)
class Walk:
    """The way so far, and where it stands. ``at`` is None where the map leads nowhere."""

    passed: tuple[Passed, ...]
    at: Question | Leaf | None

    @property
    def leaf(self) -> Leaf | None:
        return self.at if isinstance(self.at, Leaf) else None

    @property
    def question(self) -> Question | None:
        return self.at if isinstance(self.at, Question) else None

    @property
    def way(self) -> str:
        """The answers as an address carries them: ``0.1.0``."""
        return way_of([step.given for step in self.passed])

    @property
    def before(self) -> str:
        """The way one step back."""
        return way_of([step.given for step in self.passed[:-1]])


def walk(each: Map, given: Sequence[int]) -> Walk:
    """As far as the answers lead: what is no answer of the question one stands at ends the way there."""
    passed: list[Passed] = []
    at = each.step(each.start)
    for number in given[:MOST_ANSWERS]:
        if not isinstance(at, Question) or not 0 <= number < len(at.answers):
            break
        answer = at.answers[number]
        passed.append(Passed(at, answer, number))
        at = each.step(answer.to)
    return Walk(tuple(passed), at)


def way_of(given: Sequence[int]) -> str:
    return ".".join(map(str, given))


def given_in(way: str) -> list[int]:
    """The answers of an address; what is no number ends them."""
    given: list[int] = []
    for part in way.split(".")[:MOST_ANSWERS] if way else []:
        if not (part.isascii() and part.isdigit() and len(part) < 3):
            break
        given.append(int(part))
    return given
