"""Booking, order and account numbers beside the word that names them, and long numbers beside none."""

from collections.abc import Iterator

from playbook.findings.found import About, Weight
from playbook.findings.phrases import alternatives, compiled, entries, group, span_of
from playbook.findings.places import Budget, Kind, Place
from playbook.findings.reading import Reading

_JOINED = rf"(?:[ ]{{0,2}}(?:{group('reference_joiners')})\b){{0,4}}\.?[ ]?[:#=º°,(\"“-]{{0,3}}[ ]?#?"
_CODE = r"[a-z0-9]{2,}(?:-[a-z0-9]+)*"
_NAMED = alternatives([*entries("reference"), *entries("our_reference")])
_BEFORE = compiled(rf"\b(?P<word>{_NAMED})s?{_JOINED}[ ]?(?P<token>{_CODE})\b")
_IS_YOUR = r"(?:is|was|ist|es|est|=) (?:the|your|our|ihr|ihre|die|su|la|el|votre|le)"
_AFTER = compiled(rf"\b(?P<token>{_CODE}) {_IS_YOUR} (?P<word>{_NAMED})\b")
_SHOPS = compiled(r"\b(\d{3}-\d{7}-\d{7}|1z[0-9a-z]{16})\b")  # forms of two firms that most people have met
_LONG = compiled(r"\b(\d[\d-]{7,28}\d)\b")
_FLIGHT = compiled(r"^(?:(?:[a-z]{2}|[a-z]\d|\d[a-z])\d{1,4}[a-z]?|[a-z]\d{1,2}-[a-z]?\d{1,2})$")  # and rows of seats
_MEASURE = compiled(
    r"^(?:\d{1,6}-?(?:st|nd|rd|th|am|pm|h|hrs?|hours?|mins?|minutes?|kg|lbs?|kms?|miles?|gb|mb|days?)"
    r"|20\d\d)$"
)
_FEWEST, _MOST = 5, 30
_LOCATOR = 6
_FEWEST_DIGITS = 3
_CODED = frozenset({"booking", "reservation", "confirmation", "locator", "pnr", "buchung", "reserva", "localizador"})
_OURS = frozenset(entries("our_reference"))


def find_references(reading: Reading, _about: About, _budget: Budget) -> Iterator[Place]:
    """A number or code beside a word like booking or order; one we gave out ourselves (a case) asks."""
    for pattern in (_BEFORE, _AFTER):
        start_of, word_of = pattern.groupindex["token"], pattern.groupindex["word"]
        for found in pattern.finditer(reading.text):
            start, end = found.span(start_of)
            is_code = found[word_of] in _CODED or bool(reading.text[found.end(word_of) : start].strip(" s"))
            if _is_reference(found[start_of], reading.written(start, end), is_code=is_code):
                weight = Weight.ASKS if found[word_of] in _OURS else Weight.BLOCKS
                yield Place(start, end, Kind.REFERENCE, weight)
    for found in _SHOPS.finditer(reading.text):
        yield Place(*span_of(found), Kind.REFERENCE)


def find_long_numbers(reading: Reading, _about: About, _budget: Budget) -> Iterator[Place]:
    """Nine digits and more that nothing names: a person looks."""
    for found in _LONG.finditer(reading.text):
        start, end = found.span(1)
        if sum(map(str.isdigit, found[1])) >= 9 and reading.text[max(0, start - 1) : start] not in {
            "@",
            "#",
            "$",
            "£",
            "€",
        }:
            yield Place(start, end, Kind.NUMBER, Weight.ASKS)


def _is_reference(token: str, written: str, *, is_code: bool) -> bool:
    """A number has five digits and more; a booking code six signs; others are in capitals and hold some digits.

    A code without a digit counts behind words like booking, "number" or ":"; elsewhere it is a word in capitals.
    """
    digits = sum(map(str.isdigit, token))
    if _FLIGHT.search(token) or _MEASURE.search(token) or not _FEWEST <= len(token) <= _MOST:
        return False
    if digits == len(token.replace("-", "")):
        return digits >= _FEWEST
    is_locator = len(token) == _LOCATOR and "-" not in token
    if not digits:
        return is_locator and is_code and written.isupper()
    return (is_locator and (written.islower() or written.isupper())) or (digits >= _FEWEST_DIGITS and written.isupper())
