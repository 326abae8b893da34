"""What many people say, grouped by the words they share. Pure. It knows no meaning: people read the groups."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

MOST_GROUPS = 6
LEAST_IN_GROUP = 3
LONGEST_READ = 600  # characters of a message
_HANDLE = re.compile(r"@\w+|https?://\S+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = """
this that with have from your they them their what when where will would could should about just been were there here
also than then into only over very more most some such much like even because does doing didn being please thanks thank
hello dear https http
"""
_EMPTY = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that share ``words``, the most common first; none for those that share nothing with many."""

    words: tuple[str, ...]
    ids: tuple[int, ...]


def groups_of(texts: Mapping[int, str]) -> list[Group]:
    """Each message in exactly one group, the largest first; what is left over comes last, without words."""
    words = {pk: _words_of(text) for pk, text in texts.items()}
    left = dict(words)
    found: list[Group] = []
    while len(found) < MOST_GROUPS and left:
        common = Counter(word for said in left.values() for word in said)
        word, times = max(common.items(), key=lambda each: (each[1], each[0]), default=("", 0))
        if times < max(LEAST_IN_GROUP, len(texts) // 50):
            break
        ids = tuple(pk for pk, said in left.items() if word in said)
        beside = Counter(other for pk in ids for other in left[pk] if other != word)
        second = [other for other, count in beside.most_common(1) if count * 2 >= times]
        found.append(Group((word, *second), ids))
        left = {pk: said for pk, said in left.items() if word not in said}
    return found + ([Group((), tuple(left))] if left else [])


def _words_of(text: str) -> frozenset[str]:
    """Without the accounts it is addressed to: those are in nearly all of them."""
    return frozenset(_WORD.findall(_HANDLE.sub(" ", text[:LONGEST_READ].lower()))) - _EMPTY
