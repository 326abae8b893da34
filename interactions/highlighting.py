"""Where the words that were looked for stand in a text: the part of it around the first, with all of them marked. Pure.

The text never chooses markup: every stretch of it is escaped, and only our own ``<mark>`` stands between.
"""

import re
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from interactions.asked import Term

LONGEST_READ = 20_000  # characters
BEFORE = 60  # shown before the first word
MOST_MARKS = 20


def around(text: str, terms: Iterable[Term], length: int) -> SafeString:
    """On one line, at most so many characters of the text."""
    flat = " ".join(text[:LONGEST_READ].split())
    pattern = _pattern(terms)
    first = pattern.search(flat) if pattern else None
    if pattern is None or first is None:
        return conditional_escape(flat[:length])
    begin = _word_begins(flat, first.start() - BEFORE) if first.end() > length else 0
    shown = flat[begin : begin + length]
    return format_html("{}{}", "… " if begin else "", _marked(shown, pattern))


def _marked(shown: str, pattern: re.Pattern[str]) -> SafeString:
    pieces: list[SafeString] = []
    place = 0
    for match in list(pattern.finditer(shown))[:MOST_MARKS]:
        pieces.append(conditional_escape(shown[place : match.start()]))
        pieces.append(format_html("<mark>{}</mark>", match[0]))
        place = match.end()
    pieces.append(conditional_escape(shown[place:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _pattern(terms: Iterable[Term]) -> re.Pattern[str] | None:
    """Words as the index takes them: whole, whatever stands between two of a phrase."""
    longest_first = sorted(terms, key=lambda term: -len(term.words))
    said = [pattern for term in longest_first if (pattern := _of(term))]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(said)})", re.IGNORECASE) if said else None


def _of(term: Term) -> str:
    words = re.findall(r"[^\W_]+", term.words)
    ending = r"[^\W_]*" if term.is_beginning else r"(?![^\W_])"
    return r"[\W_]+".join(re.escape(word) for word in words) + ending if words else ""


def _word_begins(flat: str, at: int) -> int:
    """The beginning of a word near there."""
    space = flat.find(" ", max(at, 0))
    return space + 1 if 0 <= space < at + BEFORE else max(at, 0)
