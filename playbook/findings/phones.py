"""Phone numbers, as phonenumbers knows them, of the places a conversation may come from."""

import functools
from collections.abc import Iterator

import re2
from phonenumbers import NumberParseException, PhoneNumberType, is_possible_number, is_valid_number, number_type, parse
from phonenumbers.phonenumberutil import SUPPORTED_REGIONS

from playbook.findings.found import About, Weight
from playbook.findings.phrases import compiled, group
from playbook.findings.places import Budget, Kind, Place
from playbook.findings.reading import Reading

_REGIONS = {"en": ("GB", "US"), "de": ("DE", "AT", "CH"), "es": ("ES", "MX"), "fr": ("FR", "BE")}
_ANYWHERE = ("GB", "US")
_TRUNK_ZERO = frozenset({"GB", "DE", "FR", "AT", "CH", "BE", "IE", "NL", "AU", "NZ", "SE", "IT"})
_OFFICES = frozenset(  # numbers that a firm has and a person has not
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)
CANDIDATE = compiled(r"(?:\+ ?\(?|\()?\d(?:[ ().\-/+_]{0,3}\d){6,17}")
_AMERICAN = compiled(r"^(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}$")
_OTHER = compiled(  # dates, years, laws, postcodes, thousands, hours, and a number that stands for any
    r"^\(?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:\D.*)?|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?:\D.*)?|\d{1,4}/\d{2,4}|\d{5}-\d{4}"
    r"|.*\D\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|.*\D\d{1,2}/\d{1,2}|(?:19|20)\d{2}[ /-]{1,3}(?:19|20)\d{2}"
    r"|\d{1,3}(?:[.]\d{3})+|\d{1,2}[.]\d{2} ?- ?\d{1,2}[.]\d{2}|[0() -]+)$"
)
_GLUE = compiled(r"[\pL\d@#]$|[$£€¥₹] ?[\d.,]*$")
_FEWEST = 9  # shorter ones are known by the word beside them
_NEAR, _SENTENCE = 24, 90


def find(reading: Reading, about: About, budget: Budget) -> Iterator[Place]:
    """Every phone number a person may have. One that we ask people to call asks: it may be ours without being known."""
    regions = _regions(about)
    for found in CANDIDATE.finditer(reading.text):
        start, end = found.span()
        if found[0].startswith("(") and ")" not in found[0]:
            start += 1
        if _glued(reading.text, start, end) or _OTHER.search(found[0]):
            continue
        if not budget.spend():
            return
        is_named = _words("telephone_words").search(reading.before(start, _NEAR)) is not None
        if _is_phone(found[0], regions, is_named=is_named):
            yield Place(start, end, Kind.PHONE, _weight(reading, start))


def _weight(reading: Reading, start: int) -> Weight:
    said = reading.before(start, _SENTENCE)
    is_ours = _words("our_number").search(said) and not _words("their_number").search(said)
    return Weight.ASKS if is_ours else Weight.BLOCKS


def _is_phone(written: str, regions: tuple[str, ...], *, is_named: bool) -> bool:
    is_american = _AMERICAN.search(written) is not None
    digits = "".join(filter(str.isdigit, written))
    known = is_named or is_american
    for region in ("US", *regions) if is_american else regions:
        try:
            number = parse(written, region)
        except NumberParseException:
            continue
        is_valid = is_valid_number(number)
        if is_valid and number_type(number) in _OFFICES:
            return False
        has_prefix = written.startswith("+") or (digits.startswith("0") and region in _TRUNK_ZERO)
        is_long = len(digits) >= _FEWEST
        known = known or (is_long and (is_valid or (has_prefix and is_possible_number(number))))
    return known


@functools.cache
def _words(name: str) -> re2._Regexp:
    return compiled(rf"(?:^|[^\pL]){group(name)}(?:[^\pL]|$)")


def _glued(text: str, start: int, end: int) -> bool:
    """Part of a word, an amount, a handle or a longer number."""
    after = text[end : end + 1]
    return _GLUE.search(text[max(0, start - 12) : start]) is not None or after.isalnum() or after in set("€$£%")


def _regions(about: About) -> tuple[str, ...]:
    """The country and those of the language; where nothing is known, only what names its country itself is sure."""
    country = about.country.upper()
    known = (country,) if country in SUPPORTED_REGIONS else ()
    return tuple(dict.fromkeys((*known, *_REGIONS.get(about.language.casefold()[:2], ())))) or _ANYWHERE
