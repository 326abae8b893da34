"""How much of a text an edit changed. Pure."""

import re

from rapidfuzz.distance import Indel

from interactions.placeholders import PLACEHOLDER

LONGEST_FILLING = 60  # characters that may stand for one placeholder
_PIECES = re.compile(r"\w+|[^\w\s]")


def edit_share(before: str, after: str) -> float:
    """The share of words and signs that were put in or taken out, from 0.0 (the same) to 1.0 (nothing in common)."""
    return Indel.normalized_distance(_PIECES.findall(before), _PIECES.findall(after))


def departure(template: str, text: str) -> float:
    """How much of a template's own words a text changed, 0.0 to 1.0. What fills its placeholders counts for nothing."""
    pieces = [_one_line(piece) for piece in PLACEHOLDER.split(template)]
    if _is_filled(pieces, _one_line(text)):
        return 0.0
    return edit_share(" ".join(pieces), text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_filled(pieces: list[str], text: str) -> bool:
    """Whether the text is these pieces with something short in each gap, and nothing before the first or after the
    last."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *between, last = pieces
    if not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in between:
        found = text.find(piece, place, end)
        if not 0 <= found - place <= LONGEST_FILLING:
            return False
        place = found + len(piece)
    return 0 <= end - place <= LONGEST_FILLING
