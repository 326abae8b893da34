"""Personal data: in a public answer it blocks, and the private way is offered.

What is the brand's own is let through. In private only what no message should carry is asked about: card, account and
identity numbers. Values are masked.
"""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from playbook.findings import addresses, customer, emails, numbers, phones, references
from playbook.findings.found import About, Finding, Sentence, Weight
from playbook.findings.links import links_in
from playbook.findings.own import own_of
from playbook.findings.places import NAMES, Budget, Finder, Kind, Place
from playbook.findings.reading import Reading

CHECK = "personal-data"
MOST_CANDIDATES = 300  # numbers asked of the libraries in one text
_NEVER = frozenset({Kind.CARD, Kind.ACCOUNT, Kind.IDENTITY})
_OF_DIGITS = frozenset({Kind.PHONE, Kind.CARD, Kind.ACCOUNT, Kind.NUMBER})
_IN_LINKS = frozenset({Kind.FACT, Kind.EMAIL})  # digits in a link are mostly the number of a page
_FINDERS: tuple[Finder, ...] = (  # the surest first: what one has found is not found again as something else
    customer.find_facts,
    emails.find,
    numbers.find_cards,
    numbers.find_accounts,
    numbers.find_identities,
    references.find_references,
    phones.find,
    addresses.find,
    customer.find_titled,
    references.find_long_numbers,
)


def find(reading: Reading, about: About) -> Iterator[Finding]:
    """Every place that shows personal data, each once."""
    own, budget = own_of(about), Budget(MOST_CANDIDATES)
    taken = bytearray(len(reading.text))
    linked = bytearray(len(reading.text))
    for start, end in links_in(reading):
        linked[start:end] = b"x" * (end - start)
    for finder in _FINDERS:
        for place in finder(reading, about, budget):
            here = slice(place.start, place.end)
            if any(taken[here]) or (place.kind not in _IN_LINKS and any(linked[here])):
                continue
            taken[here] = b"x" * (place.end - place.start)
            if not own.has(place.kind, reading.text[here]) and (about.is_public or place.kind in _NEVER):
                yield _finding(reading, place, about)
    if budget.is_short:
        says = _("This holds more numbers than can be checked. Shorten it.")
        yield Finding(CHECK, Weight.BLOCKS if about.is_public else Weight.ASKS, says)


def masked(kind: Kind, text: str) -> str:
    """Enough to know it again, never all of it: the last two digits, or the first letter."""
    bare = [character for character in text if character.isalnum()]
    if kind in _OF_DIGITS:
        return f"•••{''.join(bare[-2:])}"
    return f"{bare[0] if bare else ''}•••"


def _finding(reading: Reading, place: Place, about: About) -> Finding:
    start, end = reading.span(place.start, place.end)
    weight = place.weight if about.is_public else Weight.ASKS
    return Finding(
        CHECK,
        weight,
        _says(place, about, weight),
        start,
        end,
        masked(place.kind, reading.text[place.start : place.end]),
    )


def _says(place: Place, about: About, weight: Weight) -> Sentence:
    what = NAMES[place.kind]
    if not about.is_public:
        return format_lazy(_("This shows {what}. No message should carry it, not even a private one."), what=what)
    if weight is Weight.BLOCKS:
        return format_lazy(_("This shows {what} in public. Take it out, or answer in private."), what=what)
    return format_lazy(_("This looks like {what}. Check that it is nobody’s own, or answer in private."), what=what)
