"""What the learner sees of a message: its words, their stems and pairs, its manner, and the rules that spoke. Pure.

Everything becomes a number by a hash, so what is learned holds no word that anybody wrote.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from playbook.words import plain

BUCKETS = 1 << 17
_MOST_CHARACTERS = 1_500  # what a long text is about stands in its beginning
_STEM = 5
_NAMES_AND_LINKS = re.compile(r"https?://\S+|(?<![\w.])@\w+|&\w{2,6};")
_LOUD = 0.6


class Seen(NamedTuple):
    """A message as numbers. ``words`` says for each of ``numbers`` what in the message it stands for."""

    numbers: list[int]
    words: list[str]
    rules: list[int]


def seen_in(text: str, rules: Iterable[str] = ()) -> Seen:
    """The features of a text, in its order, and those of the names of rules that spoke."""
    said = text[:_MOST_CHARACTERS]
    bare = _NAMES_AND_LINKS.sub(" ", said)
    names = _words(bare)
    names += _manner(said, bare, len(names))
    distinct = dict.fromkeys(names)
    numbers = [crc32(name.encode()) % BUCKETS for name in distinct]
    return Seen(numbers, list(distinct), [crc32(f"rule:{rule}".encode()) % BUCKETS for rule in rules])


def _words(bare: str) -> list[str]:
    words = ["0" if word.isdigit() else word for word in plain(bare).split()]
    stems = [f"{word[:_STEM]}…" for word in words if len(word) > _STEM]
    pairs = [f"{first} {second}" for first, second in zip(["^", *words], [*words, "$"], strict=True)]
    return words + stems + pairs


def _manner(said: str, bare: str, length: int) -> list[str]:
    manner = [f"manner:length {min(length.bit_length(), 9)}"]
    if len(bare) < len(said):
        manner.append("manner:names or links")
    manner += [f"manner:{sign}" for sign in "?!$€£" if sign in bare]
    if sum(map(str.isupper, bare)) > _LOUD * max(sum(map(str.isalpha, bare)), 8):
        manner.append("manner:loud")
    return manner
