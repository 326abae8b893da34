"""How a message sounds, apart from what it is about: its tone, how grave it is, and in which language. Pure."""

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from playbook.findings.phrases import entries
from playbook.words import plain

TONES = ("positive", "neutral", "negative")
_FILE = Path(__file__).parent / "content" / "tone.toml"
_MOST_WORDS = 400
_TURNS_WITHIN = 3  # words after a negator
_STRONG = 2.0
_FEWEST_COMMON_WORDS = 2


class Severity(IntEnum):
    """How grave a message is: none for praise and questions, then from mild to crisis."""

    NONE = 0
    MILD = 1
    PLAIN = 2
    GRAVE = 3
    CRISIS = 4


@dataclass(frozen=True, slots=True)
class Sound:
    """How a message sounds. ``language`` is empty where its commonest words do not tell."""

    tone: str = "neutral"
    severity: int = Severity.NONE
    language: str = ""


def sound_of(text: str) -> Sound:
    """The sound of a text, in any of the languages that the lists know. Never raises; linear in the text's length."""
    return sound_of_words(plain(text[: _MOST_WORDS * 20]).split()[:_MOST_WORDS], text[:_MOST_WORDS])


def sound_of_words(words: list[str], text: str = "") -> Sound:
    """The same for the words of a plain text; ``text`` is as it was written, for its signs."""
    language = language_of_words(words)
    negators = _lexicon().negators
    good = bad = 0.0
    turned_until = -1
    has_crisis = False
    for place, word in enumerate(words):
        worth, is_crisis = _weighed(word)
        has_crisis |= is_crisis
        if worth > 0 and place > turned_until:
            good += worth
        elif worth > 0 or (worth < 0 and place > turned_until):
            bad += abs(worth)  # "not good" is unkind; "not bad" is neither
        if word in negators:
            turned_until = place + _TURNS_WITHIN
    bad += _STRONG if has_crisis else 0
    tone = "negative" if bad > good else "positive" if good > bad else "neutral"
    return Sound(tone, _severity(tone, bad, has_crisis, text), language)


def language_of_words(words: list[str]) -> str:
    """The language whose commonest words are clearly more than those of any other; empty where none is."""
    counts = {language: sum(word in common for word in words) for language, common in _common_words().items()}
    first, second = sorted(counts.values(), reverse=True)[:2]
    if first < _FEWEST_COMMON_WORDS or first < 1.5 * second:
        return ""
    return max(counts, key=counts.__getitem__)


def _severity(tone: str, bad: float, has_crisis: bool, text: str) -> Severity:
    if has_crisis and tone == "negative":
        return Severity.CRISIS
    if tone != "negative":
        return Severity.NONE
    is_loud = text.count("!") > 2 or (len(text) > 20 and text.isupper())
    weight = bad + is_loud
    return Severity.GRAVE if weight >= 4 else Severity.PLAIN if weight >= 2 else Severity.MILD


class _Lexicon:
    """The words of every language together; endings by their stems."""

    def __init__(self) -> None:
        lists = tomllib.loads(_FILE.read_text(encoding="utf-8")).values()
        worths = {"positive": 1.0, "negative": -1.0, "strong": -_STRONG}
        self._worths = _Endings((word, worths[name]) for each in lists for name in worths for word in each[name])
        self._crisis = _Endings((word, 1.0) for each in lists for word in each["crisis"])
        self.negators = frozenset(word for each in lists for word in each["negators"])

    def weighed(self, word: str) -> tuple[float, bool]:
        """Above zero for a kind word, below for an unkind one; and whether it is of danger, crime or court."""
        return self._worths.of(word), self._crisis.of(word) > 0


class _Endings:
    """Points of words; one that ends in ``*`` stands for any ending."""

    def __init__(self, pairs: Iterable[tuple[str, float]]) -> None:
        self._whole: dict[str, float] = {}
        self._stems: dict[str, float] = {}
        for word, points in pairs:
            (self._stems if word.endswith("*") else self._whole).setdefault(word.rstrip("*"), points)

    def of(self, word: str) -> float:
        if word in self._whole:
            return self._whole[word]
        return next((self._stems[word[:end]] for end in range(12, 2, -1) if word[:end] in self._stems), 0.0)


@functools.lru_cache(maxsize=20_000)
def _weighed(word: str) -> tuple[float, bool]:
    return _lexicon().weighed(word)


@functools.cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


@functools.cache
def _common_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(entries("function_words", language)) for language in ("en", "de", "es", "fr")}
