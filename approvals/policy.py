"""The sign-off policy: whose names a text needs before it may go out. Pure: facts and rules in, a decision out.

A brand's rules say who signs what; all that match are added up. Four things are not the company's to switch off: a
machine's hand, a hand on probation, a text nobody has flagged, and an author who asks for another reader each need at
least one name. A text keeps the needs of the versions it is built on, so that rewriting it is no way around them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

LEVELS = ("green", "yellow", "red")
CONTACTS = ("press", "verified", "influencer", "employee", "vip")
OWN_TEAM = 0  # stands for the team of the interaction, whichever it is
EVERYBODY = -1  # as many as may approve for the team
UNTOLD = Decimal("Infinity")  # "all of it back" is above every limit


@dataclass(frozen=True, slots=True)
class Hand:
    """Someone who wrote the text, or a version it is built on."""

    name: str
    pk: int = 0
    is_machine: bool = False
    is_on_probation: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the policy looks at. ``hands``: the author first. ``departure``: how much of its template a text changed,
    0.0 to 1.0, None without a template. ``amount``: the largest sum it promises, ``UNTOLD`` where it puts no sum to
    what it gives."""

    level: str
    hands: tuple[Hand, ...]
    topics: frozenset[int] = frozenset()
    channel: int = 0
    is_public: bool = True
    contact: frozenset[str] = frozenset()
    followers: int = 0
    departure: float | None = None
    amount: Decimal = Decimal(0)
    asks_second_pair: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """So many names of one team: ``OWN_TEAM`` or its id, a number or ``EVERYBODY``."""

    team: int
    needed: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Every condition that is set must hold; an empty one holds always. What several rules ask is added up.

    ``taken_out_by``: the rule is in force no more, but whoever took it out did so alone. It still holds for what that
    person writes, until another stands behind the change: nobody spares themselves a reader (P2).
    """

    name: str | StrPromise
    asks: tuple[Ask, ...] = ()
    levels: frozenset[str] = frozenset()
    topics: frozenset[int] = frozenset()
    channels: frozenset[int] = frozenset()
    authors: frozenset[int] = frozenset()
    contacts: frozenset[str] = frozenset()
    min_followers: int = 0
    is_public: bool | None = None
    over_departure: float | None = None  # a template of which more than this share was changed
    over_amount: Decimal | None = None  # a promised sum above this, in any currency
    spared_up_to: float | None = None  # an approved template changed by no more than this share spares the rule
    taken_out_by: int = 0

    def matches(self, facts: Facts) -> bool:
        return not self.missed(facts) and not self.spares(facts)

    def missed(self, facts: Facts) -> tuple[str, ...]:
        """The conditions that do not hold, by the names they have here; none where the rule applies."""
        return tuple(name for name, holds in self._conditions(facts) if not holds)

    def spares(self, facts: Facts) -> bool:
        """The words were approved already: they stand in the library as they stand here, or nearly."""
        if self.spared_up_to is None or facts.departure is None:
            return False
        return facts.departure <= self.spared_up_to

    def _conditions(self, facts: Facts) -> Iterator[tuple[str, bool]]:
        writers = {hand.pk for hand in facts.hands}
        yield "taken_out_by", not self.taken_out_by or self.taken_out_by in writers
        yield "levels", not self.levels or facts.level in self.levels
        yield "topics", not self.topics or bool(self.topics & facts.topics)
        yield "channels", not self.channels or facts.channel in self.channels
        yield "authors", not self.authors or bool(self.authors & writers)
        yield "contacts", not self.contacts or bool(self.contacts & facts.contact)
        yield "min_followers", facts.followers >= self.min_followers
        yield "is_public", self.is_public is None or facts.is_public == self.is_public
        yield "over_departure", self.over_departure is None or (facts.departure or 0.0) > self.over_departure
        yield "over_amount", self.over_amount is None or facts.amount > self.over_amount


@dataclass(frozen=True, slots=True)
class Decision:
    """Each team that signs, once, in its order, and the sentences that say why."""

    asks: tuple[Ask, ...]
    reasons: tuple[str, ...]


def decide(facts: Facts, rules: Sequence[Rule]) -> Decision:
    """Add up what the matching rules ask for and what nobody may switch off."""
    matching = [rule for rule in rules if rule.matches(facts)]
    floors = _floors(facts)
    asks: dict[int, int] = {}
    for ask in (ask for rule in matching for ask in rule.asks):
        asks[ask.team] = _more(asks.get(ask.team, 0), ask.needed)
    if floors:
        asks[OWN_TEAM] = _more(asks.get(OWN_TEAM, 0), 1)
    said = [_reason(rule) for rule in matching if rule.asks] + floors
    ordered = sorted(asks.items(), key=lambda each: each[0] != OWN_TEAM)  # one's own team first, others as they came
    reasons = tuple(dict.fromkeys(said)) or (_nobody(facts, rules),)  # of rules with one name it is said once
    return Decision(tuple(Ask(team, needed) for team, needed in ordered), reasons)


def _more(one: int, other: int) -> int:
    return EVERYBODY if EVERYBODY in {one, other} else max(one, other)


def _floors(facts: Facts) -> list[str]:
    said = []
    if facts.level not in LEVELS:
        said.append(_("Nobody has flagged it yet, so another person reads it."))
    for hand in facts.hands:
        if hand.is_machine:
            said.append(_("%(name)s is a machine, so a person reads it.") % {"name": hand.name})
        if hand.is_on_probation:
            said.append(_("%(name)s is on probation, so another person reads it.") % {"name": hand.name})
    if facts.asks_second_pair:
        said.append(_("%(name)s asks for another pair of eyes.") % {"name": facts.hands[0].name})
    return said


def _reason(rule: Rule) -> str:
    return _("%(rule)s.") % {"rule": str(rule.name).rstrip(".")}


def _nobody(facts: Facts, rules: Sequence[Rule]) -> str:
    if any(rule.spares(facts) and not rule.missed(facts) for rule in rules):
        return _("The words are an approved template’s, so nobody signs them again.")
    return _("No rule asks for a sign-off.")
