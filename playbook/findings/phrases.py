"""The lists of ``phrases.toml``, made into patterns when first asked for."""

import functools
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import re2

from playbook.words import options

_LISTS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
LANGUAGES = tuple(_LISTS)


def entries(name: str, language: str = "") -> list[str]:
    """The phrases of a list, in one language or in all of them, the longest first."""
    chosen = [language] if language else LANGUAGES
    return sorted({entry for each in chosen for entry in _LISTS[each][name]}, key=lambda entry: (-len(entry), entry))


@functools.cache
def number_words() -> dict[str, int]:
    """What each number word is worth, in all languages."""
    return {word: worth for language in LANGUAGES for word, worth in _LISTS[language]["number_words"].items()}


@functools.cache
def group(*names: str) -> str:
    """A pattern, as it stands between others, of any phrase of these lists in any language."""
    return alternatives(entry for name in names for entry in entries(name))


@functools.cache
def speaks(*names: str, language: str = "") -> re2._Regexp:
    """A pattern that finds whole phrases of these lists; its group 1 is the phrase."""
    return whole(alternatives(entry for name in names for entry in entries(name, language)))


def whole(body: str) -> re2._Regexp:
    """A compiled pattern that meets this body as whole words; its group 1 is what was met."""
    return compiled(rf"(?:^|[^\pL\pN])({body})(?:[^\pL\pN]|$)")


def compiled(pattern: str) -> re2._Regexp:
    """A pattern as all of ours are compiled: bounded in memory, quiet; in small letters, as a reading is."""
    chosen = options()
    chosen.case_sensitive = True
    return re2.compile(pattern, chosen)


def span_of(found: re2._Match, number: int = 1) -> tuple[int, int]:
    """Where a group of a match stands."""
    return found.start(number), found.end(number)


def alternatives(phrases: Iterable[str]) -> str:
    """Any one of these phrases, the longest first."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(' {1,3}'.join(map(_word, phrase.split())) for phrase in ordered)})"


def _word(word: str) -> str:
    return r"[a-z'-]*".join(map(_written_loosely, word.split("*")))


def _written_loosely(part: str) -> str:
    """An apostrophe may be missing, and a hyphen be a space."""
    return str(re2.escape(part)).replace(r"\'", "'").replace("'", "'?").replace(r"\-", "[ -]?")
