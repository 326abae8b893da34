"""How much of a text an edit changed. Pure."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import Indel

from interactions.placeholders import PLACEHOLDER, unfilled
from playbook.variables import KNOWN

LONGEST_FILLING = 60  # characters: what is longer is a sentence of one's own, and is judged as one
Known = Mapping[str, frozenset[str]]
_WORDS = re.compile(r"\w+")
_PIECES = re.compile(r"\w+|[^\w\s]")


def edit_share(before: str, after: str) -> float:
    """The share of words and signs that were put in or taken out, from 0.0 (the same) to 1.0 (nothing in common)."""
    return Indel.normalized_distance(_PIECES.findall(before), _PIECES.findall(after))


def departure(template: str, text: str, *, known: Mapping[str, Iterable[str]] | None = None) -> float:
    """How much of a template's own words a text changed, 0.0 to 1.0. What fills its placeholders counts for nothing,
    while it is short. Those that are ``known`` are filled by these words alone: the customer's name, the writer's."""
    pieces = [_one_line(piece) for piece in PLACEHOLDER.split(template)]
    gaps = [found[1:-1] for found in unfilled(template)]
    words = {gap: _words(" ".join(said)) for gap, said in (known or {}).items()}
    if _is_filled(pieces, gaps, _one_line(text), words):
        return 0.0
    return edit_share(" ".join(pieces), text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.casefold()))


def _is_filled(pieces: list[str], gaps: list[str], text: str, known: Known) -> bool:
    """Whether the text is these pieces with something fitting in each gap, and nothing before the first or after the
    last."""
    if not gaps:
        return [text] == pieces
    first, *between, last = pieces
    if not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for gap, piece in zip(gaps[:-1], between, strict=True):
        found = text.find(piece, place, end)
        if found < place or not _fills(gap, text[place:found], known):
            return False
        place = found + len(piece)
    return place <= end and _fills(gaps[-1], text[place:end], known)


def _fills(gap: str, filling: str, known: Known) -> bool:
    variable = KNOWN.get(gap)
    if len(filling) > min(variable.longest if variable else LONGEST_FILLING, LONGEST_FILLING):
        return False
    return gap not in known or _words(filling) <= known[gap]
