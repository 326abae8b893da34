"""How much of a text an edit changed. Pure."""

import difflib
import re

_PIECES = re.compile(r"\w+|[^\w\s]")


def edit_share(before: str, after: str) -> float:
    """The share of words and signs that differ, from 0.0 (the same) to 1.0 (nothing in common)."""
    matcher = difflib.SequenceMatcher(a=_PIECES.findall(before), b=_PIECES.findall(after), autojunk=False)
    return 1.0 - matcher.ratio()
