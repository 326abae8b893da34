"""A text as its reader sees it: one spelling for each letter and digit, nothing invisible, and where each stands.

``words.folded`` takes away case, accents and invisible characters. Here digits of every script become 0 to 9 as well,
every blank a space, every dash "-"; and letters that a direction mark shows backwards are read backwards too.
"""

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import re2

from playbook import words

_BACKWARDS = "\u202e"
_STRETCH_ENDS = "\u202a\u202b\u202c\u202d\n"
_BLANKS = "\u115f\u1160\u17b4\u17b5"  # letters without a shape; Hangul fillers fold to the second
_ALIKE = {"。": ".", "｡": ".", "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "\u2800": " ", "−": "-"}
_SENTENCE_END = re2.compile(r"[.!?…]+(?:[\s\"”’)]|$)|\n")


class _Shown(dict[int, str]):
    """What each folded character becomes, worked out once for each."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = self._of(chr(code))
        return shown

    def _of(self, character: str) -> str:
        category = unicodedata.category(character)
        if character == "\n" or category in {"Zl", "Zp"}:
            return "\n"
        if character.isspace():
            return " "
        if character in _BLANKS or category in {"Cc", "Me"}:
            return ""
        if (digit := unicodedata.digit(character, None)) is not None:
            return str(digit)
        return "-" if category == "Pd" else _ALIKE.get(character, character)


_SHOWN = _Shown()


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` in small letters, and for each of its characters the place in ``original`` it comes from."""

    original: str
    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a stretch of the reading stands."""
        here = self.places[start:end]
        return min(here), max(here) + 1

    def written(self, start: int, end: int) -> str:
        """A stretch of the reading as the author wrote it."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def before(self, start: int, length: int) -> str:
        """What stands before a place, within its sentence."""
        stretch = self.text[max(0, start - length) : start]
        ends = [found.end() for found in _SENTENCE_END.finditer(stretch)]
        return stretch[ends[-1] :] if ends else stretch

    def after(self, end: int, length: int) -> str:
        """What stands after a place, within its sentence."""
        stretch = self.text[end : end + length]
        found = _SENTENCE_END.search(stretch)
        return stretch[: found.start()] if found else stretch

    def around(self, start: int, end: int, length: int = 140) -> str:
        """The sentence about a place, cut at this many characters on either side."""
        return self.before(start, length) + self.text[start:end] + self.after(end, length)


def read(text: str) -> Reading:
    """The text as it stands."""
    folded = words.folded(text)
    shown = folded.translate(_SHOWN)
    places = words.places_in_folded(text)
    if len(shown) != len(folded):
        places = list(itertools.compress(places, [len(_SHOWN[ord(character)]) for character in folded]))
    return Reading(text, shown, places)


def readings(text: str) -> Iterator[Reading]:
    """The text as it stands and, where direction marks turn it about, as it is shown."""
    yield read(text)
    if _BACKWARDS not in text:
        return
    order = _order_shown(text)
    turned = read("".join(text[place] for place in order))
    yield Reading(text, turned.text, [order[place] for place in turned.places])


def squeezed(text: str) -> str:
    """Only the letters and digits of a reading, to compare what is written in different ways."""
    return "".join(filter(str.isalnum, read(text).text))


def host_of(link: str) -> str:
    """The host a link leads to, without ``www.``; "" where it cannot be told."""
    try:
        host = urlsplit(link if "://" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def is_within(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host is one of these or below one of them."""
    known = {host_of(each.casefold()) for each in hosts}
    parts = host.split(".")
    return any(".".join(parts[cut:]) in known for cut in range(len(parts)))


def _order_shown(text: str) -> list[int]:
    order: list[int] = []
    stretch: list[int] = []
    is_backwards = False
    for place, character in enumerate(text):
        if is_backwards and character in _STRETCH_ENDS:
            order.extend(reversed(stretch))
            stretch, is_backwards = [], False
        (stretch if is_backwards else order).append(place)
        is_backwards = is_backwards or character == _BACKWARDS
    return order + stretch[::-1]
