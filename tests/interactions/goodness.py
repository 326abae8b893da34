"""What the tests of the good things begin with: a budget, a consent, a share and a gift that wait."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from interactions import actions
from interactions.models import Budget, Consent, Gift, Share
from interactions.models.drafts import text_hash
from tests.cast import Cast

__all__ = ["budget", "consent", "gift", "share", "signed", "text_hash"]


def budget(cast: Cast, **terms: Any) -> Budget:
    """100 EUR for a month around today, 25 for one person."""
    today = timezone.localdate()
    given = {"starts_on": today - timedelta(days=2), "ends_on": today + timedelta(days=28), "currency": "EUR"}
    standard = given | {"name": "Goodwill", "amount": 10_000, "most_each": 2_500}
    return actions.set_budget(cast.brand, by=cast.ada, **(standard | terms))


def gift(cast: Cast, by: str = "jonas", **terms: Any) -> Gift:
    """A voucher of 10 EUR that waits, for somebody who wrote just now."""
    row = terms.pop("row", None) or cast.flagged("praise", "What a lovely crew!")
    standard = {"kind": "voucher", "amount": 1_000, "reason": "For the kind words"}
    return actions.give(row, by=getattr(cast, by), **(standard | terms))


def consent(cast: Cast) -> Consent:
    row = cast.flagged("praise", "What a lovely crew!")
    return actions.note_consent(row, by=cast.jonas, way="thread", words="Sure, go ahead!")


def share(cast: Cast, by: str = "jonas") -> Share:
    """A share that waits for a second person."""
    row = consent(cast).interaction
    return actions.ask_to_share(row, by=getattr(cast, by), channel=cast.channel, text="This made our day.")


def signed(cast: Cast) -> Share:
    """A share that may go out."""
    waiting = share(cast)
    return actions.decide_share(waiting, by=cast.dev, is_approved=True, text_seen=waiting.text_hash)
