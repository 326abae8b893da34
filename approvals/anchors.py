"""Where a remark stands in a text, and what its rewrite makes of it. Pure; places count characters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from playbook.diff import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a difference; ``marks`` are the numbers of the remarks that stand on it."""

    kind: str
    text: str
    marks: tuple[int, ...] = ()


def find(text: str, phrase: str, near: int = 0) -> int | None:
    """Where the phrase begins: the place closest to ``near``, None where the text has no such words."""
    places = _places(text, phrase)
    return min(places, key=lambda place: abs(place - near)) if places else None


def _places(text: str, phrase: str) -> list[int]:
    found, place = [], text.find(phrase) if phrase else -1
    while place >= 0:
        found.append(place)
        place = text.find(phrase, place + 1)
    return found


def rewritten(text: str, start: int, quote: str, rewrite: str) -> str | None:
    """The text with the rewrite in the place of the quote nearest to ``start``; None where the quote is gone."""
    place = find(text, quote, start)
    return None if place is None else text[:place] + rewrite + text[place + len(quote) :]


def pieces(spans: Sequence[Span], anchors: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """The stretches of a difference, cut where remarks begin and end.

    ``anchors`` are (number, start, end) in the newer text, which is what stayed and what came, in that order.
    """
    cuts = sorted({edge for _number, start, end in anchors for edge in (start, end)})
    found: list[Piece] = []
    at = 0
    for span in spans:
        if span.kind == "removed":
            found.append(Piece(span.kind, span.text))
            continue
        edges = [at, *(cut for cut in cuts if at < cut < at + len(span.text)), at + len(span.text)]
        for first, last in pairwise(edges):
            marks = tuple(number for number, start, end in anchors if start <= first and last <= end and first < last)
            found.append(Piece(span.kind, span.text[first - at : last - at], marks))
        at += len(span.text)
    return found
