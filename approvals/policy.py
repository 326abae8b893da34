"""The sign-off policy: how many other people must sign a text before it may go out. Pure: facts in, requirement out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interactions.ports import Requirement

POLICY_VERSION = 1  # raise it with every change of a rule below: each approval keeps the version it rests on

_BY_LEVEL = {
    "green": (0, gettext_lazy("Green asks for nobody’s sign-off.")),
    "yellow": (1, gettext_lazy("Yellow asks for the sign-off of one other person.")),
    "red": (2, gettext_lazy("Red asks for the sign-off of two other people.")),
}
_UNJUDGED = (1, gettext_lazy("Nobody has flagged it yet, so another person reads it."))


@dataclass(frozen=True, slots=True)
class Hand:
    """Someone who wrote the text, or a version it is built on."""

    name: str
    is_machine: bool = False
    is_on_probation: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the policy looks at: the interaction's level and every hand in the text, its author first."""

    level: str
    hands: tuple[Hand, ...]


def requirement(facts: Facts) -> Requirement:
    """Green needs nobody, yellow one, red two; a hand on probation or a machine's hand at least one.

    A text keeps the needs of the version it is built on, so that rewriting it is no way around them.
    """
    needed, sentence = _BY_LEVEL.get(facts.level, _UNJUDGED)
    closer = [reason for hand in facts.hands for reason in _reasons(hand)]
    if closer and not needed:
        return Requirement(needed=1, reasons=tuple(closer), policy_version=POLICY_VERSION)
    return Requirement(needed=needed, reasons=(str(sentence), *closer), policy_version=POLICY_VERSION)


def _reasons(hand: Hand) -> list[str]:
    reasons = []
    if hand.is_machine:
        reasons.append(_("%(name)s is a machine, so a person reads it.") % {"name": hand.name})
    if hand.is_on_probation:
        reasons.append(_("%(name)s is on probation, so another person reads it.") % {"name": hand.name})
    return reasons
