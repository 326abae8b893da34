"""Wording that leaves people out, with the reason and something gentler: ``wording.toml``."""

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import re2
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Finding, Weight
from playbook.findings.languages import language_of
from playbook.findings.phrases import alternatives, whole
from playbook.findings.reading import Reading

CHECK = "exclusionary-wording"


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that leave people out: why, and what to say in their place. ``asks`` where nobody should write them."""

    words: tuple[str, ...]
    why: str
    rather: str
    asks: bool = False


@functools.cache
def entries(language: str) -> tuple[tuple[Entry, re2._Regexp], ...]:
    """The entries of one language with their patterns; none for "" and for a language without a list."""
    raw = tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
    known = [Entry(**{**entry, "words": tuple(entry["words"])}) for entry in raw.get(language, ())]
    return tuple((entry, whole(alternatives(entry.words))) for entry in known)


def find(reading: Reading, about: About) -> Iterator[Finding]:
    """Every entry met, in the language of the text."""
    for entry, pattern in entries(language_of(reading, about)):
        for found in pattern.finditer(reading.text):
            start, end = reading.span(*found.span(1))
            value = reading.original[start:end]
            says = format_lazy(
                _("“{value}”: {why}. Rather: {rather}."), value=value, why=entry.why, rather=entry.rather
            )
            yield Finding(CHECK, Weight.ASKS if entry.asks else Weight.NOTES, says, start, end, value)
