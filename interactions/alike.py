"""Which messages say nearly the same: shared words, the rare ones counting most. Pure; it knows no meaning.

The measure is the cosine of the two messages' words, each weighed by how rare it is among those compared: copies and
near-copies come out near 1, messages on one occasion above ``ALIKE_FROM``, and what shares only common words below.
Of 2,000 messages to one airline over two days, three in ten messages taken by chance have another above it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt

from playbook.words import plain

ALIKE_FROM = 0.3
LONGEST_READ = 600  # characters of a message
FEWEST_WORDS = 2  # to be shared
_ADDRESSED = re.compile(r"@\w+|https?://\S+")
_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 6  # letters: "delayed" and "delays" are one word
_FEW = 200  # among fewer messages no word is taken for common


def words_of(text: str) -> frozenset[str]:
    """The words that are compared: without accounts and links, endings cut off."""
    return frozenset(word[:_STEM] for word in _WORD.findall(plain(_ADDRESSED.sub(" ", text[:LONGEST_READ]))))


def scores(text: str, others: Mapping[int, str]) -> dict[int, float]:
    """How alike each of the others is, from 0 to 1; those below ``ALIKE_FROM`` are left out."""
    said = {key: words_of(other) for key, other in others.items()}
    own = words_of(text)
    if not own or not said:
        return {}
    count = Counter(word for words in said.values() for word in words)
    whole = max(len(said) + 1, _FEW)
    worth = {word: log(1 + whole / (1 + times)) ** 2 for word, times in count.items()}
    unknown = log(1 + whole) ** 2
    length = _length(own, worth, unknown)
    found: dict[int, float] = {}
    for key, words in said.items():
        shared = own & words
        if len(shared) < FEWEST_WORDS:
            continue
        score = sum(worth[word] for word in shared) / (length * _length(words, worth, unknown))
        if score >= ALIKE_FROM:
            found[key] = score
    return found


def _length(words: Iterable[str], worth: Mapping[str, float], unknown: float) -> float:
    return sqrt(sum(worth.get(word, unknown) for word in words))
