"""Postal addresses: a street with its number, and the postcodes that are close to a door.

Covered are the forms of Britain and Ireland, North America and Australia, Germany, Austria and Switzerland, the
Netherlands, Spain and France. A city alone, a place name or another country's form is not found.
"""

from collections.abc import Iterator

import re2

from playbook.findings.found import About, Weight
from playbook.findings.phrases import compiled, span_of
from playbook.findings.places import Budget, Kind, Place
from playbook.findings.reading import Reading

_STRONG = "street|road|avenue|lane|boulevard|crescent"
_WEAK = (
    f"{_STRONG}|drive|terrace|mews|st|rd|ave|ln|blvd|dr|close|court|ct|way|place|pl|square|sq|gardens|gdns|grove|hill|row"
    "|walk|parade|highway|hwy|park"
)
_STATES = (
    "al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa"
    "|ri|sc|sd|tn|tx|ut|vt|va|wa|wv|wi|wy|dc|pr"
)
_NAME = r"[\pL][\pL'.-]*"
_ENGLISH_STRONG = compiled(rf"(?:^|[^\pL\pN@#])(\d{{1,5}}[a-e]?,? ((?:{_NAME} ){{1,2}})(?:{_STRONG}))\b")
_ENGLISH_WEAK = compiled(rf"(?:^|[^\pL\pN@#])(\d{{1,5}}[a-e]?,? ((?:{_NAME} ){{1,3}}(?:{_WEAK})))\b")
_GERMAN = compiled(r"\b(\pL[\pL-]*(?:strasse|str\.?|allee|gasse|damm|weg|platz|ufer|chaussee) ?\d{1,4}(?: ?[a-h])?)\b")
_GERMAN_SPACED = compiled(rf"\b({_NAME} (?:strasse|str\.|allee|weg|platz) \d{{1,4}}(?: ?[a-h])?)\b")
_DUTCH = compiled(r"\b(\pL{3,}(?:straat|laan|gracht|kade) \d{1,4}(?: ?[a-h])?)\b")
_SPANISH = compiled(
    r"\b((?:(?:calle|avenida|avda\.?|av\.|plaza|pza\.?|paseo|carrer|ronda|travesia|camino) |c/ ?)"
    r"(?:(?:de|del|la|las|los|el) ){0,2}((?:\pL[\pL'.-]* ?){1,4}),? ?(?:n[o.]{1,2} ?|num\.? ?|numero )?\d{1,4})"
    r"(?:[^\d/]|$)"
)
_FRENCH_WAYS = "rue|avenue|av\\.|boulevard|bd|chemin|impasse|allee|place|quai|route|square"
_FRENCH = compiled(
    rf"\b(\d{{1,4}}(?: ?(?:bis|ter|quater))?,? (?:{_FRENCH_WAYS}) (?:(?:de|du|des|la|le|les) |[dl]')*(\pL[\pL'-]*))"
)
_POSTCODE = compiled(r"\b([a-z]{1,2}\d[a-z\d]? \d[abd-hjlnp-uw-z]{2})\b")
_ZIP = compiled(rf"\b((?:{_STATES}) \d{{5}}(?:-\d{{4}})?)\b")
# Words between a number and "drive", "road" or "way" that tell of a distance or a time rather than of a street.
_NO_STREET = compiled(
    r"\b(?:minutes?|mins?|hours?|days?|weeks?|miles?|km|of|to|the|a|an|in|on|for|at|and|or|am|pm|your|our|is|are|more|by|from"
    r"|other|different|people|this|that|with|off|down|one|two|hrs?|kms|way|fast|track|then|side|back|each)\b"
)
_NO_DOOR = compiled(
    r"^(?:sitz|fenster|gang|park|stell|arbeits|liege|lade|treff|schlaf|steh|spiel|mittel|hin|ruck|heim)(?:platz|weg)"
)


def find(reading: Reading, _about: About, _budget: Budget) -> Iterator[Place]:
    """Streets with numbers block; a postcode alone asks."""
    for pattern, is_street in _STREETS:
        for found in pattern.finditer(reading.text):
            if is_street(reading, found):
                yield Place(*span_of(found), Kind.ADDRESS)
    yield from _postcodes(reading)


def _is_english(_reading: Reading, found: re2._Match) -> bool:
    return not _NO_STREET.search(found[2])


def _is_english_name(reading: Reading, found: re2._Match) -> bool:
    words = reading.written(*span_of(found, 2)).split()
    return _is_english(reading, found) and all(word[0].isupper() for word in words)


def _is_german(reading: Reading, found: re2._Match) -> bool:
    return not _NO_DOOR.search(found[1]) and reading.written(*span_of(found))[0].isupper()


def _is_romance(reading: Reading, found: re2._Match) -> bool:
    return reading.written(*span_of(found, 2))[0].isupper()


def _is_dutch(_reading: Reading, _found: re2._Match) -> bool:
    return True


_STREETS = (
    (_ENGLISH_STRONG, _is_english),
    (_ENGLISH_WEAK, _is_english_name),
    (_GERMAN, _is_german),
    (_GERMAN_SPACED, _is_german),
    (_DUTCH, _is_dutch),
    (_SPANISH, _is_romance),
    (_FRENCH, _is_romance),
)


def _postcodes(reading: Reading) -> Iterator[Place]:
    for pattern in (_POSTCODE, _ZIP):
        for found in pattern.finditer(reading.text):
            written = reading.written(*span_of(found))
            if written == written.upper():
                yield Place(*span_of(found), Kind.ADDRESS, Weight.ASKS)
