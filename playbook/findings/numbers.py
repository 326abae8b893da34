"""Card and account numbers and the identity numbers of states, known by their shapes and check digits.

The check digits are python-stdnum's. Shapes that other numbers share count only beside a word that names them.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import re2
from stdnum import iban, luhn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.pt import nif
from stdnum.se import personnummer
from stdnum.us import ssn

from playbook.findings.found import About
from playbook.findings.phrases import compiled, group, span_of
from playbook.findings.places import Budget, Kind, Place
from playbook.findings.reading import Reading

# First digits of the card networks and how long their numbers are (ISO/IEC 7812 ranges as the networks publish them).
_NETWORKS = compiled(
    r"^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12}|62\d{14,17}|(?:50|5[6-8]|6[0-9])\d{11,17})$"
)
_DIGITS = compiled(r"\d+(?:[ .\-/_*]{1,3}\d+)*")
_RUN = compiled(r"\d+")
_FEWEST, _MOST = 13, 19
_IBAN = compiled(r"\b([a-z]{2}\d{2}(?:[ .-]?[a-z0-9]){11,30})")
_BIRTH = compiled(
    rf"\b{group('birth')}[ :,]{{0,3}}(?:is |ist |es |est |el |am |le |the )?(\d{{1,4}}[ ./-]\d{{1,2}}[ ./-]\d{{1,4}})"
)
_NEAR = 40


@dataclass(frozen=True, slots=True)
class _Shape:
    """An identity number: how it is written, what its digits must satisfy, and whether a word must name it."""

    pattern: re2._Regexp
    is_valid: Callable[[str], bool]
    is_named: bool = False


def _always(_number: str) -> bool:
    return True


_SHAPES = (
    _Shape(compiled(r"\b(\d{3}-\d{2}-\d{4})\b"), ssn.is_valid),
    _Shape(compiled(r"\b([a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d{2} ?\d{2} ?\d{2} ?[a-d])\b"), _always),  # GB NINO
    _Shape(compiled(r"\b(\d{8}[ -]?[a-z])\b"), dni.is_valid),
    _Shape(compiled(r"\b([xyz][ -]?\d{7}[ -]?[a-z])\b"), nie.is_valid),
    _Shape(compiled(r"\b([12][ ]?\d{2} ?[01]\d ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3} ?\d{2})\b"), nir.is_valid),
    _Shape(compiled(r"\b([a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z])\b"), codicefiscale.is_valid),
    _Shape(compiled(r"\b(\d{3}\.\d{3}\.\d{3}-\d{2})\b"), cpf.is_valid),
    _Shape(compiled(r"\b(\d{6}[-+]\d{4})\b"), personnummer.is_valid),
    _Shape(compiled(r"\b(\d{3}[ -]?\d{3}[ -]?\d{3})\b"), sin.is_valid, is_named=True),
    _Shape(compiled(r"\b(\d{3}[ -]?\d{2}[ -]?\d{4})\b"), ssn.is_valid, is_named=True),
    _Shape(compiled(r"\b(\d{2} ?\d{3} ?\d{3} ?\d{3})\b"), idnr.is_valid, is_named=True),
    _Shape(compiled(r"\b(\d{9})\b"), bsn.is_valid, is_named=True),
    _Shape(compiled(r"\b(\d{9})\b"), nif.is_valid, is_named=True),
    _Shape(compiled(r"\b(\d{11})\b"), pesel.is_valid, is_named=True),
)


def find_cards(reading: Reading, _about: About, budget: Budget) -> Iterator[Place]:
    """Payment card numbers, however they are grouped: a network's first digits, and Luhn's check digit."""
    for run in _DIGITS.finditer(reading.text):
        if run.end() - run.start() < _FEWEST:
            continue
        groups = [(run.start() + found.start(), run.start() + found.end()) for found in _RUN.finditer(run[0])]
        end = -1
        for first, (start, _end) in enumerate(groups):
            if start >= end and (card := _card_from(reading.text, groups, first, budget)):
                end = card
                yield Place(start, end, Kind.CARD)


def find_accounts(reading: Reading, _about: About, budget: Budget) -> Iterator[Place]:
    """International bank account numbers (IBAN)."""
    for found in _IBAN.finditer(reading.text):
        start = found.start(1)
        if not budget.spend():
            return
        for end in _ends(found[1]):
            if iban.is_valid(found[1][:end], check_country=False):
                yield Place(start, start + end, Kind.ACCOUNT)
                break


def find_identities(reading: Reading, _about: About, budget: Budget) -> Iterator[Place]:
    """Identity and tax numbers of states, and dates of birth where a word says so."""
    for shape in _SHAPES:
        for found in shape.pattern.finditer(reading.text):
            start, end = found.span(1)
            if shape.is_named and not _named().search(reading.text[max(0, start - _NEAR) : start]):
                continue
            if not budget.spend():
                return
            if shape.is_valid(found[1].upper()):
                yield Place(start, end, Kind.IDENTITY)
    for found in _BIRTH.finditer(reading.text):
        yield Place(*span_of(found), Kind.BIRTH)


def _card_from(text: str, groups: list[tuple[int, int]], first: int, budget: Budget) -> int:
    """Where a card number that begins with this group ends, 0 if none does."""
    digits = ""
    for start, end in groups[first : first + _MOST]:
        digits += text[start:end]
        if len(digits) > _MOST:
            break
        if len(digits) >= _FEWEST and _NETWORKS.search(digits) and budget.spend() and luhn.is_valid(digits):
            return end
    return 0


def _ends(written: str) -> Iterator[int]:
    """Where an account number may end: it holds 15 to 34 letters and digits."""
    count = 0
    for place, character in enumerate(written, start=1):
        count += character.isalnum()
        if count >= 15 and character.isalnum():
            yield place


@functools.cache
def _named() -> re2._Regexp:
    return compiled(rf"(?:^|[^\pL]){group('identity')}(?:[^\pL]|$)")
