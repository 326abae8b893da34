"""How much of a text an edit changed. Pure."""

import re

from rapidfuzz.distance import Indel

_PIECES = re.compile(r"\w+|[^\w\s]")


def edit_share(before: str, after: str) -> float:
    """The share of words and signs that were put in or taken out, from 0.0 (the same) to 1.0 (nothing in common)."""
    return Indel.normalized_distance(_PIECES.findall(before), _PIECES.findall(after))
