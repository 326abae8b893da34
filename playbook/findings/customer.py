"""What we hold about the customer, found in a text however it is written there; and surnames after a title."""

import functools
from collections.abc import Iterator

import re2

from playbook.findings.found import About, Weight
from playbook.findings.phrases import compiled, group, span_of
from playbook.findings.places import Budget, Kind, Place
from playbook.findings.reading import Reading, squeezed

_BETWEEN = r"[^\pL\pN]{0,3}"
_FEWEST, _MOST = 3, 60
_PHONE, _TAIL = 8, 9  # a phone number is known by its last nine digits, whatever stands before them
_MOST_FACTS = 100
_TITLED = compiled(rf"(?:^|[^\pL])({group('title')}\.? {{1,2}}(\pL[\pL'-]{{2,}}))")


def find_facts(reading: Reading, about: About, budget: Budget) -> Iterator[Place]:
    """Every fact on file that the text tells; a full name also the other way round, or its surname after a title."""
    facts = sorted(about.customer)
    if len(facts) > _MOST_FACTS:
        budget.is_short = True
    for fact in facts[:_MOST_FACTS]:
        for pattern in _patterns(fact):
            for found in pattern.finditer(reading.text):
                yield Place(*span_of(found), Kind.FACT)


def find_titled(reading: Reading, _about: About, _budget: Budget) -> Iterator[Place]:
    """A title with a name behind it tells a surname that the handle may not."""
    for found in _TITLED.finditer(reading.text):
        written = reading.written(*span_of(found))
        is_title = written[0].isupper() and not written[:2].isupper()  # "MS Office" is none
        if is_title and reading.written(*span_of(found, 2))[0].isupper():
            yield Place(*span_of(found), Kind.NAME, Weight.ASKS)


def _patterns(fact: str) -> Iterator[re2._Regexp]:
    bare = squeezed(fact)[:_MOST]
    if len(bare) < _FEWEST:
        return
    if bare.isdigit() and len(bare) >= _PHONE:
        tail = bare.lstrip("0")[-_TAIL:]
        yield _spread(rf"(?:\+?\(?\d(?:{_BETWEEN}\d){{0,5}}{_BETWEEN})?", tail or bare)
        return
    yield _spread("", bare)
    names = [squeezed(word) for word in fact.replace(",", " ").split()]
    if len(names) > 1 and not any(map(str.isdigit, bare)) and "@" not in fact:
        yield _spread("", "".join([names[-1], *names[:-1]])[:_MOST])
        yield _spread(rf"{group('title')}\.? {{1,2}}", names[-1] or bare)


@functools.lru_cache(maxsize=256)
def _spread(before: str, bare: str) -> re2._Regexp:
    body = _BETWEEN.join(str(re2.escape(character)) for character in bare)
    return compiled(rf"(?:^|[^\pL\pN])({before}{body})(?:[^\pL\pN]|$)")
