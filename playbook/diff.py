"""What changed between two texts, word by word. Pure."""

import difflib
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "removed", "added"]

# A word keeps the space after it, so that joining the pieces gives the text again.
_WORDS = re.compile(r"\s+|\S+\s*")
_LINES = re.compile(r"\n|[^\n]+\n?")
_MOST_COMPARISONS = 1_000_000  # beyond this, matching could take seconds
_CHANCE = 2  # so many words between two changes are the same by chance


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that stayed, went or came. The text is as it was written: escape it."""

    kind: Kind
    text: str


def spans(before: str, after: str) -> list[Span]:
    """The stretches in reading order; what was removed stands before what came in its place."""
    old, new = _pieces(before, after)
    found: list[Span] = []
    removed = added = ""
    for is_same, from_old, to_old, from_new, to_new in _stretches(old, new):
        if not is_same:
            removed += "".join(old[from_old:to_old])
            added += "".join(new[from_new:to_new])
            continue
        found += _change(removed, added)
        removed = added = ""
        found.append(Span("same", "".join(new[from_new:to_new])))
    return found + _change(removed, added)


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    """Both texts in pieces as fine as can be compared quickly: words, else lines, else whole."""
    for pattern in (_WORDS, _LINES):
        old, new = pattern.findall(before), pattern.findall(after)
        if len(old) * len(new) <= _MOST_COMPARISONS:
            return old, new
    return [before], [after]


def _stretches(old: list[str], new: list[str]) -> list[tuple[bool, int, int, int, int]]:
    """What is the same and what is not. A word or two that two changes happen to share belong to the change."""
    opcodes = difflib.SequenceMatcher(None, old, new).get_opcodes()
    last = len(opcodes) - 1
    return [
        (tag == "equal" and (place in {0, last} or to_old - from_old > _CHANCE), from_old, to_old, from_new, to_new)
        for place, (tag, from_old, to_old, from_new, to_new) in enumerate(opcodes)
    ]


def _change(removed: str, added: str) -> list[Span]:
    return ([Span("removed", removed)] if removed else []) + ([Span("added", added)] if added else [])
