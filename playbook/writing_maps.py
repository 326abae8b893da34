"""What the editor of a map shows: its steps in their order, what is wrong with each, and what no way leads to."""

from collections import defaultdict
from dataclasses import dataclass

from playbook.maps.drawing import Step, in_order
from playbook.maps.known import KnownTopic, unreached_topics
from playbook.maps.shape import Leaf, Map, Question, map_of
from playbook.maps.troubles import troubles, unreached_steps
from playbook.sheets import Sheet
from playbook.whole.document import Entry, maps_in
from playbook.whole.mapping import known_in


@dataclass(frozen=True, slots=True)
class Row:
    """A step with its troubles, and by whom it is for an end."""

    step: Step
    troubles: list[str]
    owners: str
    within: int

    @property
    def key(self) -> str:
        return self.step.leaf.key if self.step.leaf else self.step.question.key if self.step.question else ""


@dataclass(frozen=True)
class Editor:
    entry: Entry
    rows: list[Row]
    loose: list[Question | Leaf]  # no way leads to them
    troubles: list[str]  # of the whole map
    unreached: list[KnownTopic]
    is_first: bool

    @property
    def map(self) -> Map:
        return map_of(self.entry)

    @property
    def count(self) -> int:
        return len(self.troubles) + sum(len(row.troubles) for row in self.rows)


def editor(sheet: Sheet, entry: Entry) -> Editor:
    """One query, for the teams."""
    known, each = known_in(sheet.document, sheet.brand.pk), map_of(entry)
    found: dict[str, list[str]] = defaultdict(list)
    for trouble in troubles(entry, known):
        found[trouble.key].append(trouble.sentence)
    rows = [
        Row(
            step,
            found[step.leaf.key if step.leaf else step.question.key if step.question else ""],
            ", ".join(filter(None, known.owners_of(step.leaf))) if step.leaf else "",
            known.within_of(step.leaf) if step.leaf else 0,
        )
        for step in in_order(each, known)
    ]
    loose = [step for key in unreached_steps(each) if (step := each.step(key))]
    live = [one for one in maps_in(sheet.document) if not one.get("is_retired")]
    return Editor(
        entry=entry,
        rows=rows,
        loose=loose,
        troubles=found[""],
        unreached=unreached_topics([each], known),
        is_first=bool(live) and live[0]["slug"] == entry["slug"],
    )
