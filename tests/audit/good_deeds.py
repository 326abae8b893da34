"""What people say of triage, and the verbs of the good things."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from interactions import actions as core
from interactions.models import Improvement, Referral, SavedView
from playbook import actions as playbook
from playbook.models import HouseRule
from tests.audit.preparing import Act, of
from tests.cast import Cast
from tests.interactions import goodness


def house_rule(cast: Cast) -> HouseRule:
    rule = HouseRule(brand=cast.brand, name="No threats", text="We do not leave threats standing.")
    return playbook.save_house_rule(by=cast.ada, rule=rule)


def referred(cast: Cast) -> Referral:
    row = cast.flagged("praise", "Do you sell gift cards?")
    return core.refer(row, by=cast.amara, kind="sales", to_team=cast.teams["legal"], note="Twenty of them")


def wished_for(cast: Cast) -> Improvement:
    return core.ask_improvement(cast.received("Please add trains"), by=cast.amara, title="Trains")


def saved_view(cast: Cast, name: str = "Bags") -> SavedView:
    """Amara's, shared with her team."""
    return core.save_view(by=cast.amara, name=name, query="q=bag", team=cast.teams["care"])


def _agreed(cast: Cast) -> object:
    goodness.budget(cast)
    return core.decide_gift(goodness.gift(cast), by=cast.dev, is_approved=True)


def _gift(cast: Cast) -> object:
    goodness.budget(cast)
    return goodness.gift(cast)


GOOD: dict[str, Callable[[Cast], Act]] = {
    "interactions.confirm_flags": of(
        lambda c: c.flagged("baggage"),
        lambda c, i: core.confirm_flags(i, by=c.amara, flag_version=i.flag_version),
    ),
    "interactions.assess": of(
        lambda c: c.received(), lambda c, i: core.assess(i, by=c.amara, tone="negative", impact=1, urgency=1)
    ),
    "interactions.moderate": of(
        house_rule,
        lambda c, rule: core.moderate(c.received(), by=c.amara, rule=rule, kind="hidden", reason="It threatens Jo"),
    ),
    "interactions.set_budget": lambda c: lambda: goodness.budget(c),
    "interactions.give": of(goodness.budget, lambda c, _b: goodness.gift(c)),
    "interactions.decide_gift": of(_gift, lambda c, g: core.decide_gift(g, by=c.dev, is_approved=False)),
    "interactions.hand_over_gift": of(_agreed, lambda c, g: core.hand_over_gift(g, by=c.amara, reference="V-1")),
    "interactions.note_consent": lambda c: lambda: goodness.consent(c),
    "interactions.withdraw_consent": of(goodness.consent, lambda c, one: core.withdraw_consent(one, by=c.amara)),
    "interactions.ask_to_share": of(lambda c: None, lambda c, _n: goodness.share(c)),
    "interactions.decide_share": of(lambda c: None, lambda c, _n: goodness.signed(c)),
    "interactions.note_shared": of(
        goodness.signed, lambda c, s: core.note_shared(s, by=c.amara, url="https://harbour.example/7")
    ),
    "interactions.refer": lambda c: lambda: referred(c),
    "interactions.settle_referral": of(referred, lambda c, r: core.settle_referral(r, by=c.ruth, outcome="won")),
    "interactions.ask_improvement": lambda c: lambda: wished_for(c),
    "interactions.settle_improvement": of(
        wished_for, lambda c, i: core.settle_improvement(i, by=c.dev, state="planned", team=c.teams["care"])
    ),
    "interactions.save_view": lambda c: lambda: saved_view(c),
    "interactions.change_view": of(saved_view, lambda c, view: core.change_view(view, by=c.amara, name="Lost bags")),
    "interactions.remove_view": of(saved_view, lambda c, view: core.remove_view(view, by=c.amara)),
    "playbook.save_house_rule": lambda c: lambda: house_rule(c),
}


def next_year(days: int = 0) -> str:
    """A day that no other budget covers, as forms send it."""
    return (timezone.localdate() + timedelta(days=400 + days)).isoformat()
