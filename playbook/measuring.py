"""How good triage is: what it says of messages whose flag people have decided, in figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from playbook.specs import LEVELS

# Topics of the labelled messages that have another name in the shipped playbook.
SAME_TOPIC = {
    "suicide-or-criminal-threats": "risk-to-life",
    "negative-mentions-from-employees": "negative-mentions-by-employees",
    "negative-mentions-from-influencers": "negative-mentions-by-influencers",
    "praise": "positive-brand-experience-and-praise",
}


class Said(NamedTuple):
    """What triage says of a message: its level, None where nothing speaks, and the topic it puts first."""

    level: str | None
    topic: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with the flag and topic that people decided, and what triage said."""

    flag: str
    topic: str
    by_eye: bool
    said: Said


def our_topic(label: str) -> str:
    """The slug of our topic for a label such as ``customer-support/fraud-complaints``."""
    slug = label.rsplit("/", 1)[-1]
    return SAME_TOPIC.get(slug, slug)


def flag_macro_f1(rows: Sequence[Judged]) -> float | None:
    """The mean F1 of the three flags; saying nothing counts as wrong. None without rows."""
    if not rows:
        return None
    scores = [_f1([row.said.level == level for row in rows], [row.flag == level for row in rows]) for level in LEVELS]
    return round(sum(scores) / len(scores), 4)


def red_precision(rows: Sequence[Judged]) -> float | None:
    """Which part of what triage called red is red."""
    return _share([row.flag == "red" for row in rows if row.said.level == "red"])


def red_recall(rows: Sequence[Judged]) -> float | None:
    """Which part of what is red triage called red."""
    return _share([row.said.level == "red" for row in rows if row.flag == "red"])


def red_recall_by_topic(rows: Sequence[Judged]) -> dict[str, float | None]:
    """The same for each topic that is red."""
    topics = sorted({row.topic for row in rows if row.flag == "red"})
    return {topic: red_recall([row for row in rows if row.topic == topic]) for topic in topics}


def topic_f1(rows: Sequence[Judged]) -> dict[str, float]:
    """F1 of the first suggestion for each topic that occurs."""
    return {
        topic: round(_f1([row.said.topic == topic for row in rows], [row.topic == topic for row in rows]), 4)
        for topic in sorted({row.topic for row in rows})
    }


def red_share(answers: Sequence[Said]) -> float | None:
    """Which part of these messages triage calls red."""
    return _share([said.level == "red" for said in answers])


def _f1(said: Sequence[bool], true: Sequence[bool]) -> float:
    both = sum(one and other for one, other in zip(said, true, strict=True))
    return 2 * both / (sum(said) + sum(true)) if both else 0.0


def _share(answers: Iterable[bool]) -> float | None:
    counted = list(answers)
    return round(sum(counted) / len(counted), 4) if counted else None
