"""What changed between two texts, word by word. Pure."""

import difflib
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "removed", "added"]

# A word keeps the space after it, so that joining the pieces gives the text again.
_WORDS = re.compile(r"\s+|\S+\s*")
_LINES = re.compile(r"\n|[^\n]+\n?")
_MOST_COMPARISONS = 1_000_000  # beyond this, matching word by word could take seconds: compare lines


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that stayed, went or came. The text is as it was written: escape it."""

    kind: Kind
    text: str


def spans(before: str, after: str) -> list[Span]:
    """The stretches in reading order; what was removed stands before what came in its place."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > _MOST_COMPARISONS:
        old, new = _LINES.findall(before), _LINES.findall(after)
    found: list[Span] = []
    for _tag, from_old, to_old, from_new, to_new in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        removed, added = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        if removed == added:
            found.append(Span("same", added))
            continue
        found += [Span("removed", removed)] if removed else []
        found += [Span("added", added)] if added else []
    return found
