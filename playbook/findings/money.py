"""Amounts of money in a text, written with signs, codes or words, and in the number formats of different countries."""

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import re2

from playbook.findings.phrases import alternatives, compiled, entries, number_words, span_of
from playbook.findings.reading import Reading

_MONEY: dict[str, Any] = tomllib.loads((Path(__file__).parent / "money.toml").read_text(encoding="utf-8"))
_NUMBER = r"\d{1,3}(?:(?:[.,' ]\d{3}){1,4}(?:[.,]\d{1,2})?|(?:,\d{2}){1,3},\d{3})|\d{1,15}(?:[.,]\d{1,2}|[.,]-)?"
_WORDS_IN_A_ROW = 6


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum, and where it stands in the reading. ``currency`` is "" where it cannot be told."""

    start: int
    end: int
    value: Decimal
    currency: str
    word: str


def amounts_in(reading: Reading, country: str) -> Iterator[Amount]:
    """Every amount of money. Of a range ("$30-40") the larger end counts. In order of kind, then of place."""
    for pattern in (_sign_first(), _sign_last()):
        for found in pattern.finditer(reading.text):
            sign = found["sign"]
            if _is_money(reading, found, sign, country):
                values = [number_of(found[name], found[f"{name}scale"]) for name in ("low", "high") if found[name]]
                yield Amount(*span_of(found), max(values), _currency(sign, country), sign)
    for found in _in_words().finditer(reading.text):
        if (worth := _worth(found["low"])) > 1:  # "a Euro" is no sum
            yield Amount(*span_of(found), Decimal(worth), _currency(found["sign"], country), found["sign"])


def number_of(written: str, scale: str = "") -> Decimal:
    """What a number is worth, whatever marks its thousands and its decimals.

    A mark that is followed by three digits marks thousands ("1.200" is twelve hundred): where a number can be read
    in two ways the larger counts, since more is then asked of who signs.
    """
    bare = "".join(mark for mark in written.removesuffix("-") if mark.isdigit() or mark in ".,").rstrip(".,")
    mark = max(bare.rfind("."), bare.rfind(","))
    decimals = bare[mark + 1 :] if mark >= 0 else ""
    if len(decimals) in {1, 2}:
        whole = bare[:mark].replace(".", "").replace(",", "")
        value = Decimal(f"{whole}.{decimals}")
    else:
        value = Decimal(bare.replace(".", "").replace(",", ""))
    return value * _MONEY["scales"].get(scale or "", 1)


def _is_money(reading: Reading, found: re2._Match, sign: str, country: str) -> bool:
    if sign == "ft" and country.upper() != "HU":  # feet everywhere else
        return False
    return sign not in _MONEY["codes_in_capitals"] or sign.upper() in reading.written(*span_of(found))


def _currency(sign: str, country: str) -> str:
    if sign in _MONEY["codes"]:
        return sign.upper()
    known: dict[str, str] = _MONEY["signs"].get(sign) or _MONEY["words"].get(sign) or {}
    return known.get(country.upper(), known.get("", ""))


def _worth(written: str) -> int:
    """What number words are worth together: hundred and thousand multiply what stands before them."""
    total, part = 0, 0
    for word in written.replace("-", " ").split():
        worth = number_words().get(word, 0)
        if worth < 100:
            part += worth
        elif worth % 1000:
            part = max(part, 1) * worth if worth == 100 else part + worth
        else:
            total, part = total + max(part, 1) * worth, 0
    return total + part


def _number(name: str) -> str:
    scales = alternatives(_MONEY["scales"])
    return rf"(?P<{name}>{_NUMBER})(?: ?(?P<{name}scale>{scales})\b)?"


@functools.cache
def _sign_first() -> re2._Regexp:
    signs = alternatives([*_MONEY["signs"], *_MONEY["codes"]])
    low, high = _number("low"), _number("high")
    return compiled(rf"(?:^|[^\pL])((?P<sign>{signs})[ :]?\$?{low}(?: ?(?:-|to|bis) ?(?:{signs})? ?{high})?)")


@functools.cache
def _sign_last() -> re2._Regexp:
    signs = alternatives([*_MONEY["signs"], *_MONEY["codes"], *_MONEY["words"]])
    low, high = _number("low"), _number("high")
    return compiled(rf"(?:^|[^\pL\pN])({low}(?: ?(?:-|to|bis|a) ?{high})? ?-?(?P<sign>{signs}))(?:[^\pL\pN]|$)")


@functools.cache
def _in_words() -> re2._Regexp:
    word = alternatives([*number_words(), *entries("joiners")])
    currency = alternatives(_MONEY["words"])
    return compiled(rf"\b((?P<low>{word}(?:[ -]{word}){{0,{_WORDS_IN_A_ROW}}})[ -](?P<sign>{currency}))\b")
