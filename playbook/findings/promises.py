"""Promises of money: sums, shares, points, and refunds of a sum that is not named."""

import functools
from collections.abc import Iterable, Iterator
from decimal import Decimal

import re2
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Finding, Weight
from playbook.findings.languages import language_of
from playbook.findings.money import Amount, amounts_in
from playbook.findings.phrases import compiled, group, speaks
from playbook.findings.reading import Reading

CHECK = "promise-amount"
_SHARE = compiled(r"\b(\d{1,3}(?:[.,]\d{1,2})? ?(?:%|percent\b|per cent\b|prozent\b|por ?ciento\b|pour ?cent\b))")
_POUNDS = {"pound", "pounds", "pfund", "libras", "livres"}


def find(reading: Reading, about: About) -> Iterator[Finding]:
    """Every amount of money: a promise unless its sentence only names a price.

    Shares and points count where the sentence gives something. What names no sum has no ``amount``.
    """
    taken = bytearray(len(reading.text))
    for amount in amounts_in(reading, about.country):
        if any(taken[amount.start : amount.end]):
            continue
        taken[amount.start : amount.end] = b"x" * (amount.end - amount.start)
        if finding := _of_amount(reading, amount):
            yield finding
    yield from _without_sum(reading, taken, _gifts(reading))
    yield from _without_sum(reading, taken, _offers(reading, language_of(reading, about)))


def promised(findings: Iterable[Finding]) -> dict[str, Decimal]:
    """The largest amount promised in each currency ("" for one that cannot be told); prices named do not count."""
    largest: dict[str, Decimal] = {}
    for finding in findings:
        if finding.check == CHECK and finding.amount is not None and finding.weight is not Weight.NOTES:
            largest[finding.currency] = max(finding.amount, largest.get(finding.currency, finding.amount))
    return largest


def _of_amount(reading: Reading, amount: Amount) -> Finding | None:
    sentence = reading.around(amount.start, amount.end)
    gives = speaks("giving").search(sentence) is not None
    if amount.word in _POUNDS and not gives and speaks("weight").search(sentence):
        return None
    start, end = reading.span(amount.start, amount.end)
    value = reading.original[start:end]
    if not gives and (speaks("price").search(sentence) or _price_before().search(reading.before(amount.start, 12))):
        says = format_lazy(_("“{value}” is named as a price. Check that it is right."), value=value)
        return Finding(CHECK, Weight.NOTES, says, start, end, value, amount.value, amount.currency)
    says = format_lazy(_("“{value}” reads as a promise of money. Check that we may give it."), value=value)
    return Finding(CHECK, Weight.ASKS, says, start, end, value, amount.value, amount.currency)


def _gifts(reading: Reading) -> Iterator[tuple[int, int]]:
    points = compiled(rf"\b(\d[\d.,' ]{{0,9}} ?(?:bonus ?)?{group('points')})\b")
    for pattern in (_SHARE, points):
        for found in pattern.finditer(reading.text):
            if speaks("giving").search(reading.around(*found.span(1))):
                yield found.span(1)


def _offers(reading: Reading, language: str) -> Iterator[tuple[int, int]]:
    for found in speaks("promise", "free").finditer(reading.text):
        sentence = reading.around(*found.span(1))
        is_ours = speaks("promise").search(found[0]) or speaks("undertaking", language=language).search(sentence)
        if is_ours and not speaks("negation", "condition", language=language).search(sentence):
            yield found.span(1)


@functools.cache
def _price_before() -> re2._Regexp:
    return compiled(rf"(?:^|[^\pL]){group('price_before')} $")


def _without_sum(reading: Reading, taken: bytearray, spans: Iterable[tuple[int, int]]) -> Iterator[Finding]:
    for first, last in spans:
        if any(taken[first:last]):
            continue
        taken[first:last] = b"x" * (last - first)
        start, end = reading.span(first, last)
        value = reading.original[start:end]
        says = format_lazy(_("“{value}” promises something of worth. Check that we may give it."), value=value)
        yield Finding(CHECK, Weight.ASKS, says, start, end, value)
