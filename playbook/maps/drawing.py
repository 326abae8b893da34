"""A map in its order, for those who read it: every step with its number, every answer with where it leads. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.maps.known import Known
from playbook.maps.shape import Leaf, Map, Question


@dataclass(frozen=True, slots=True)
class Arrow:
    """An answer, the number of the step it leads to, and what that step says."""

    answer: str
    number: int
    to: str
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A question with its arrows, or an end with its level."""

    number: int
    question: Question | None
    leaf: Leaf | None
    level: str
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """By which question, answered how, one comes to ends of one level alone."""

    question: str
    hint: str
    answer: str


def in_order(each: Map, known: Known) -> list[Step]:
    """Every step that a way leads to, questions as they are met, each once; ends where they are first met."""
    order: list[str] = []
    waiting = [each.start]
    while waiting:
        key = waiting.pop(0)
        if key not in order and each.step(key) is not None:
            order.append(key)
            question = each.questions.get(key)
            waiting += [answer.to for answer in question.answers] if question else []
    numbers = {key: number for number, key in enumerate(order, start=1)}
    return [_step(each, known, key, numbers) for key in order]


def has_inferred(each: Map) -> bool:
    return any(answer.is_inferred for _question, answer in each.arrows())


def ends_at(each: Map, known: Known, level: str) -> list[Leaf]:
    """Its ends of this level, as they stand in it."""
    return [leaf for leaf in each.leaves.values() if known.level_of(leaf) == level]


def gates(each: Map, known: Known, levels: Iterable[str]) -> dict[str, Gate]:
    """For each level the first answer behind which nothing but that level lies; levels without one are missing."""
    found: dict[str, Gate] = {}
    asked: set[str] = set()
    ahead = [step.question for step in in_order(each, known) if step.question]
    for level in levels:
        for question in ahead:
            answer = next((one for one in question.answers if _levels_from(each, known, one.to) == {level}), None)
            if answer is None:
                continue
            following = each.questions.get(answer.to) if question.key in asked else None
            shown = following or question
            found[level] = Gate(shown.question, shown.hint, "" if following else answer.answer)
            asked.add(question.key)
            break
    return found


def _levels_from(each: Map, known: Known, start: str) -> set[str]:
    levels: set[str] = set()
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        if key in each.leaves:
            levels.add(known.level_of(each.leaves[key]))
        elif key in each.questions:
            waiting += [answer.to for answer in each.questions[key].answers]
    return levels


def _step(each: Map, known: Known, key: str, numbers: dict[str, int]) -> Step:
    question, leaf = each.questions.get(key), each.leaves.get(key)
    arrows = tuple(
        Arrow(answer.answer, numbers[answer.to], _said(each.step(answer.to)), answer.is_inferred)
        for answer in (question.answers if question else ())
        if answer.to in numbers
    )
    return Step(numbers[key], question, leaf, known.level_of(leaf) if leaf else "", arrows)


def _said(step: Question | Leaf | None) -> str:
    if step is None:
        return ""
    return step.title if isinstance(step, Leaf) else step.question
