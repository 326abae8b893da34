"""What is the brand's own, and may be said in public."""

from dataclasses import dataclass

from playbook.findings.found import About
from playbook.findings.places import Kind
from playbook.findings.reading import is_within, read, squeezed

_FEWEST_DIGITS = 7
_FEWEST_OF_ADDRESS = 6


@dataclass(frozen=True, slots=True)
class Own:
    """The brand's handles, addresses and numbers, made comparable."""

    hosts: frozenset[str]
    entries: frozenset[str]
    numbers: frozenset[str]

    def has(self, kind: Kind, text: str) -> bool:
        """Whether what was found in a reading is the brand's."""
        bare = squeezed(text)
        if bare in self.entries:
            return True
        if kind is Kind.EMAIL:
            return is_within("".join(text.split()).rpartition("@")[2], self.hosts)
        if kind in {Kind.PHONE, Kind.NUMBER}:
            return any(_same_number(bare.lstrip("0"), number) for number in self.numbers)
        return kind is Kind.ADDRESS and len(bare) >= _FEWEST_OF_ADDRESS and any(bare in entry for entry in self.entries)


def own_of(about: About) -> Own:
    """What these facts say is the brand's."""
    entries = frozenset(squeezed(entry) for entry in about.own_handles)
    numbers = ("".join(filter(str.isdigit, read(entry).text)).lstrip("0") for entry in about.own_handles)
    return Own(about.own_hosts, entries, frozenset(number for number in numbers if len(number) >= _FEWEST_DIGITS))


def _same_number(one: str, other: str) -> bool:
    """With or without the prefix of a country: the shorter ends the longer."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _FEWEST_DIGITS and long.endswith(short)
