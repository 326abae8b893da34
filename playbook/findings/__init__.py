"""Machine checks of an answer that explain themselves: text and facts in, findings out.

``look`` is pure (no database, no clock), never raises, and takes time linear in the text. What it does not know it
says: in a language without lists the checks of words leave a note instead of passing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from playbook.findings import links, messages, offline, personal, promises, times, tone, wording
from playbook.findings.found import About, Finding, Weight
from playbook.findings.languages import language_of
from playbook.findings.names import CHECKS, Passed, passed
from playbook.findings.promises import promised
from playbook.findings.reading import Reading, readings
from playbook.words import MOST_CHARACTERS

__all__ = ["CHECKS", "About", "Finding", "Passed", "Weight", "look", "passed", "promised"]

MOST_OF_A_KIND = 50  # findings of one check (and currency) that are told
_WEIGHTS = list(Weight)
_ORDER = list(CHECKS)
_NEED_WORDS = (times.CHECK, tone.EMPATHY, tone.DEFENSIVE, offline.CHECK, wording.CHECK, tone.CLOSING)
_FINDERS: tuple[Callable[[Reading, About], Iterator[Finding]], ...] = (
    promises.find,
    times.find,
    messages.find,
    tone.find_empathy,
    offline.find,
    tone.find_defensive,
    wording.find,
    tone.find_shouting,
    tone.find_closing,
)


def look(text: str, about: About) -> tuple[Finding, ...]:
    """What the checks find in this text, the heaviest first, then by check and place."""
    as_it_stands, *as_shown = readings(text)
    found = [*_whole(text, about), *_unchecked(as_it_stands, about)]
    for reading in (as_it_stands, *as_shown):
        found += [*personal.find(reading, about), *links.find(reading, about)]
    for finder in _FINDERS:
        found += finder(as_it_stands, about)
    return tuple(sorted(_told(found), key=_heaviest_first))


def _whole(text: str, about: About) -> Iterator[Finding]:
    if len(text) > MOST_CHARACTERS:
        says = _("This is too long to be checked to its end. Shorten it.")
        yield Finding(personal.CHECK, Weight.BLOCKS if about.is_public else Weight.ASKS, says)


def _unchecked(reading: Reading, about: About) -> Iterator[Finding]:
    """A note for each check that needs words of a language we have no lists for."""
    if language_of(reading, about) or not any(map(str.isalpha, reading.text)):
        return
    is_known = bool(about.language)
    says = (
        _("Not checked: we have no words for this language.") if is_known else _("Not checked: which language is this?")
    )
    needless = {tone.EMPATHY: not about.is_negative, offline.CHECK: about.has_handoff}
    for check in _NEED_WORDS:
        if not needless.get(check):
            yield Finding(check, Weight.NOTES, says)


def _told(found: list[Finding]) -> Iterator[Finding]:
    """Each once, and of very many of one check the heaviest and the largest sums."""
    once = {(finding.check, finding.start, finding.end, finding.value): finding for finding in found}
    told: Counter[tuple[str, str]] = Counter()
    for finding in sorted(once.values(), key=_largest_first):
        told[finding.check, finding.currency] += 1
        if told[finding.check, finding.currency] <= MOST_OF_A_KIND:
            yield finding


def _largest_first(finding: Finding) -> tuple[int, Decimal, int]:
    return _WEIGHTS.index(finding.weight), -(finding.amount or Decimal(0)), finding.start


def _heaviest_first(finding: Finding) -> tuple[int, int, int, int]:
    return _WEIGHTS.index(finding.weight), _ORDER.index(finding.check), finding.start, finding.end
