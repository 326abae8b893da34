"""Promises of times: how long it will take, by when, on which day and at what hour."""

import functools
from collections.abc import Iterator

import re2
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Finding, Weight
from playbook.findings.languages import language_of
from playbook.findings.phrases import alternatives, compiled, group, number_words, speaks
from playbook.findings.reading import Reading

CHECK = "promise-time"
_OPENING = 6  # a day that stands this early opens the sentence, and what is undertaken follows
_CLOSE = 70  # otherwise the undertaking stands before it, this near
_CLOCK = r"(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d)"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_DIGITS_DATE = (
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|{_DAY}[./]{_MONTH}\b\.?|{_MONTH}/{_DAY}"
)
_ANCHORED = compiled(
    r"^ ?(?:or more )?(?:prior|before|of|from|in advance|ahead|ago|earlier|vor|nach|antes|despues|avant|apres)\b"
)


def find(reading: Reading, about: About) -> Iterator[Finding]:
    """Every time that is set for something to happen.

    A sentence in which we undertake something makes it a promise, a deadline without one is noted; a day or an hour
    alone, and the conditions of a tariff, say nothing.
    """
    language = language_of(reading, about)
    taken = bytearray(len(reading.text))
    for pattern, is_deadline in ((_lengths(), True), (_deadlines(), True), (_days(), False)):
        for found in pattern.finditer(reading.text):
            first, last = found.span(1)
            if any(taken[first:last]):
                continue
            taken[first:last] = b"x" * (last - first)
            if finding := _judged(reading, first, last, language, is_deadline=is_deadline):
                yield finding


def _judged(reading: Reading, first: int, last: int, language: str, *, is_deadline: bool) -> Finding | None:
    sentence = reading.around(first, last)
    is_condition = speaks("condition", language=language).search(sentence) or _ANCHORED.search(reading.after(last, 20))
    spoken = sentence if is_deadline or len(reading.before(first, 40)) < _OPENING else reading.before(first, _CLOSE)
    is_promise = speaks("undertaking", language=language).search(spoken) and not is_condition
    if not is_promise and not is_deadline:
        return None
    start, end = reading.span(first, last)
    value = reading.original[start:end]
    if is_promise:
        says = format_lazy(_("“{value}” reads as a promise of time. Check that we can keep it."), value=value)
        return Finding(CHECK, Weight.ASKS, says, start, end, value)
    says = format_lazy(_("“{value}” sets a time. Check that it is right."), value=value)
    return Finding(CHECK, Weight.NOTES, says, start, end, value)


@functools.cache
def _lengths() -> re2._Regexp:
    number = rf"(?:\d{{1,4}}|{alternatives(number_words())})"
    span = rf"{number} ?(?:-|to|or|bis|oder|a|o|ou) ?{number}"
    amount = rf"(?:{span}|{number}|{group('amount_words')})"
    unit = rf"(?:{group('unit_before')} )?{group('unit')}"
    return compiled(rf"\b((?:{group('within')} {amount}|{span})[ -]?{unit})(?:[^\pL\pN']|$)")


@functools.cache
def _deadlines() -> re2._Regexp:
    return compiled(rf"\b({group('by')} (?:the |den |dem |el |la |le )?{_point()})(?:[^\pL\pN]|$)")


@functools.cache
def _days() -> re2._Regexp:
    return compiled(rf"\b((?:{group('on')} (?:the |den |dem |el |la |le )?)?{_point()})(?:[^\pL\pN]|$)")


@functools.cache
def _point() -> str:
    """A day, a date or an hour, or a day with its hour."""
    clock = rf"(?:{_CLOCK}(?: ?{group('clock')}\b)?|(?:[01]?\d|2[0-4]) ?{group('clock')}\b)"
    month = group("month")
    day_first = rf"\d{{1,2}}(?:st|nd|rd|th|er|\.)? ?(?:of |de )?{month}\b"
    date = rf"(?:{day_first}|{month} \d{{1,2}}(?:st|nd|rd|th)?\b|{_DIGITS_DATE})"
    day = rf"(?:{group('day')}\b|{date})"
    joined = r",? ?(?:(?:at|by|um|bis|gegen|a las|a la|a|vers|before|avant)\b)? ?"
    return rf"(?:{day}(?:{joined}{clock})?|{clock}(?:{joined}{day})?)"
