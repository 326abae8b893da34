"""The words that made a rule speak, marked in the customer's text. Pure.

The text never chooses markup: every stretch of it is escaped, and only our own ``<mark>`` stands between.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import re2
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from playbook import words

_RANK = {"green": 1, "yellow": 2, "red": 3}
_MOST = 50  # marks of one word


@dataclass(frozen=True, slots=True)
class Stretch:
    start: int
    end: int
    level: str


def stretches(text: str, spoken: Iterable[tuple[str, str]]) -> list[Stretch]:
    """Where these (word, level) stand in the text, in order, not overlapping, the strictest kept."""
    seen = words.plain(text)
    places = words.places_in_plain(text)
    kept: list[Stretch] = []
    for word, level in sorted(spoken, key=lambda pair: -_RANK[pair[1]]):
        for start, end in _spans(words.word_pattern(word), seen):
            found = Stretch(places[start], places[end - 1] + 1, level)
            if all(found.end <= other.start or other.end <= found.start for other in kept):
                kept.append(found)
    return sorted(kept, key=lambda stretch: stretch.start)


def marked(text: str, found: Iterable[Stretch], start: int = 0, end: int | None = None) -> SafeString:
    """The text from ``start`` to ``end``, escaped, with its stretches marked."""
    end = len(text) if end is None else end
    pieces: list[SafeString] = []
    place = start
    for stretch in found:
        first, last = max(stretch.start, place), min(stretch.end, end)
        if first < last:
            pieces.append(conditional_escape(text[place:first]))
            pieces.append(format_html('<mark class="m-{}">{}</mark>', stretch.level, text[first:last]))
            place = last
    pieces.append(conditional_escape(text[place:end]))
    return format_html_join("", "{}", ((piece,) for piece in pieces)) if pieces else mark_safe("")


def _spans(pattern: str, text: str) -> Iterable[tuple[int, int]]:
    if not pattern:
        return
    try:
        compiled = re2.compile(pattern, words.options())
    except re2.error:
        return
    place = 0
    for _ in range(_MOST):
        match = compiled.search(text, place)
        if match is None or match.end(1) <= place:
            return
        place = match.end(1)
        yield match.span(1)
