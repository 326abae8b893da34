"""What a map is made of. Pure; an entry is how a document or a file says it, defaults left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Entry = dict[str, Any]

LEVELS = ("green", "yellow", "red")
OUTCOMES = ("respond", "escalate", "monitor", "let_stand")

MAP: Entry = {
    "slug": "",
    "name": "",
    "description": "",
    "source": "",
    "position": 0,
    "start": "",
    "questions": [],
    "leaves": [],
    "is_retired": False,
}
QUESTION: Entry = {"key": "", "question": "", "hint": "", "answers": []}
ANSWER: Entry = {"answer": "", "to": "", "is_inferred": False}
LEAF: Entry = {
    "key": "",
    "title": "",
    "action": "",
    "outcome": "respond",
    "topics": [],
    "level": "",
    "owner_team": "",
    "within": 0,
    "look_again_in": 0,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """``is_inferred``: the source lost this arrow, and we drew it again."""

    answer: str
    to: str
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    question: str
    hint: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a way ends: what to do, as which topics or at which level, by whom, within how many minutes.

    A leaf with topics takes level, owner and time from them where it says none. ``look_again_in`` is in hours, for
    what is monitored or left alone.
    """

    key: str
    title: str
    action: str
    outcome: str
    topics: tuple[str, ...]
    level: str
    owner_team: str
    within: int
    look_again_in: int


@dataclass(frozen=True)
class Map:
    slug: str
    name: str
    description: str
    source: str
    start: str
    questions: Mapping[str, Question]
    leaves: Mapping[str, Leaf]

    def step(self, key: str) -> Question | Leaf | None:
        return self.questions.get(key) or self.leaves.get(key)

    def arrows(self) -> Iterator[tuple[Question, Answer]]:
        """Every answer with the question it answers."""
        return ((question, answer) for question in self.questions.values() for answer in question.answers)


def map_of(entry: Mapping[str, Any]) -> Map:
    """An entry as a map; of two steps with one key the later counts (``troubles`` says so)."""
    questions = [{**QUESTION, **question} for question in entry.get("questions", ())]
    leaves = [{**LEAF, **leaf} for leaf in entry.get("leaves", ())]
    return Map(
        slug=entry.get("slug", ""),
        name=entry.get("name", ""),
        description=entry.get("description", ""),
        source=entry.get("source", ""),
        start=entry.get("start", ""),
        questions={
            each["key"]: Question(
                each["key"],
                each["question"],
                each["hint"],
                tuple(Answer(**{**ANSWER, **answer}) for answer in each["answers"]),
            )
            for each in questions
        },
        leaves={each["key"]: Leaf(**{**each, "topics": tuple(each["topics"])}) for each in leaves},
    )


def normal_map(entry: Mapping[str, Any]) -> Entry:
    """The one way to write a map down: defaults left out, steps in their order."""
    kept = _sparse(entry, MAP)
    if questions := entry.get("questions"):
        kept["questions"] = [
            {**_sparse(each, QUESTION), "answers": [_sparse(answer, ANSWER) for answer in each.get("answers", ())]}
            for each in questions
        ]
    if leaves := entry.get("leaves"):
        kept["leaves"] = [_sparse(leaf, LEAF) for leaf in leaves]
    return kept


def _sparse(entry: Mapping[str, Any], defaults: Entry) -> Entry:
    listed = {
        name: list(value) if isinstance(value := entry.get(name, default), tuple) else value
        for name, default in defaults.items()
    }
    return {name: value for name, value in listed.items() if value != defaults[name]}
