"""What the finders of personal data hand to each other: a place in a reading, and what stands there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Weight
from playbook.findings.reading import Reading


class Kind(Enum):
    """A kind of personal data: its sentence says what it is."""

    FACT = "fact"
    EMAIL = "email"
    CARD = "card"
    ACCOUNT = "account"
    IDENTITY = "identity"
    BIRTH = "birth"
    PHONE = "phone"
    ADDRESS = "address"
    REFERENCE = "reference"
    NUMBER = "number"
    NAME = "name"


NAMES: dict[Kind, Promise] = {
    Kind.FACT: _("something we hold about this customer"),
    Kind.EMAIL: _("an e-mail address"),
    Kind.CARD: _("a card number"),
    Kind.ACCOUNT: _("a bank account number"),
    Kind.IDENTITY: _("a personal identity number"),
    Kind.BIRTH: _("a date of birth"),
    Kind.PHONE: _("a phone number"),
    Kind.ADDRESS: _("a postal address"),
    Kind.REFERENCE: _("a booking or order number"),
    Kind.NUMBER: _("a long number"),
    Kind.NAME: _("a surname"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the reading that shows something personal."""

    start: int
    end: int
    kind: Kind
    weight: Weight = Weight.BLOCKS


class Budget:
    """How many more candidates the libraries may be asked about: what a text costs does not grow without end."""

    def __init__(self, most: int) -> None:
        self.left = most
        self.is_short = False

    def spend(self) -> bool:
        """Whether one more may be asked."""
        self.is_short = self.is_short or self.left <= 0
        self.left -= 1
        return not self.is_short


Finder = Callable[[Reading, About, Budget], Iterator[Place]]
