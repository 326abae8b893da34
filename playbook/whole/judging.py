"""A document as a judge: what it says of a message, by the names of its topics, and where two of them differ. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playbook.specs import LEVELS, MOST_TOPICS, NO_FACTS, Facts, Mark, Verdict
from playbook.thresholds import Counts
from playbook.triage import Judge
from playbook.whole.building import specs_in, thresholds_in
from playbook.whole.document import TOPIC, Document, Entry, full

UP, DOWN, OTHER = "up", "down", "other"
_JUDGING = (
    *("level", "reply_within", "position", "threshold", "raises_to", "raises_from_engagement", "raises_from_reach"),
    *("catches_from_engagement", "catches_from_reach", "is_life_safety", "pages_at_once"),
)
_MOST_WORDS = 20
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Why:
    """A topic that a document puts on a message: by which rules and which of their words, or by which count."""

    topic: str
    name: str
    level: str
    rules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The flag, "" where nobody flags; and its topics, the one that decides first."""

    level: str = ""
    why: tuple[Why, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(each.topic for each in self.why)

    @property
    def decisive(self) -> str:
        """The topic that decides the flag, "" without any."""
        return self.why[0].topic if self.why else ""


NOTHING = Ruling()


class Bench:
    """A document, compiled. It rules as an arriving message would be judged if the document were in force."""

    def __init__(self, document: Document) -> None:
        self.judge = Judge(specs_in(document))
        self._thresholds = thresholds_in(document)
        self._entries = {
            number: full(entry, TOPIC)
            for number, entry in enumerate(document["topics"], start=1)
            if not entry.get("is_retired")
        }
        self.topics: dict[str, Entry] = {entry["slug"]: entry for entry in self._entries.values()}

    @property
    def longest_look_back(self) -> int:
        """Hours of an author's earlier messages that some rule asks for."""
        return self.judge.longest_look_back

    def ruling(self, text: str, facts: Facts = NO_FACTS) -> Ruling:
        """What it says of this message."""
        found = {
            said.topic_id: Why(said.topic_slug, said.topic_name, said.level, said.rules, _few(said.words))
            for said in self.judge.judge(text, facts).suggestions[:MOST_TOPICS]
        }
        for number, why in self._thresholds.topics_at(Counts(facts.engagement, facts.reach), found.keys()).items():
            entry = self._entries[number]
            found.setdefault(number, Why(entry["slug"], entry["name"], entry["level"], counts=_counted(why)))
        if not found:
            return NOTHING
        ordered = sorted(found.values(), key=self._strictest_first)
        return Ruling(ordered[0].level, tuple(ordered))

    def verdict(self, text: str, facts: Facts = NO_FACTS) -> Verdict:
        """The same as triage's own account, with what had not enough points."""
        return self.judge.judge(text, facts)

    def marks(self, text: str, facts: Facts = NO_FACTS) -> tuple[Mark, ...]:
        """Where the words stand that made its rules speak."""
        return self.judge.marks(text, facts)

    def _strictest_first(self, why: Why) -> tuple[int, int, int, str]:
        entry = self.topics[why.topic]
        return (-rank(why.level), entry["reply_within"], entry["position"], why.topic)


def rank(level: str) -> int:
    """How strict a flag is; none is the least."""
    return LEVELS.index(level) + 1 if level else 0


def difference(old: Ruling, new: Ruling) -> str:
    """How the newer one differs: UP or DOWN in its flag, OTHER topics under the same flag, "" where it does not."""
    if old.level != new.level:
        return UP if rank(new.level) > rank(old.level) else DOWN
    is_same = old.decisive == new.decisive and set(old.topics) == set(new.topics)
    return "" if is_same else OTHER


def judge_alike(old: Document, new: Document) -> bool:
    """Whether no message could be judged differently: what differs is a plan, a line of the checklist, a word for
    people."""
    return _judging(old) == _judging(new)


def _judging(document: Document) -> list[Entry]:
    return [
        {"slug": entry["slug"], "rules": [rule for rule in entry.get("rules", ()) if rule.get("is_active", True)]}
        | {name: entry.get(name, TOPIC[name]) for name in _JUDGING}
        for entry in document["topics"]
        if not entry.get("is_retired")
    ]


def _few(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word[:_LONGEST_WORD] for word in words)[:_MOST_WORDS]


def _counted(why: dict[str, Any]) -> str:
    return str(why["counts"])
