"""One delivery, whatever door it came through: a webhook, a file, a mailbox, the API."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor
from connectors.actions import keep_rejected
from connectors.contract import Parsed, Rejected
from connectors.models import Channel
from interactions.actions.receive import Outcome, receive


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a delivery: an outcome for each message that could be read, and what could not."""

    outcomes: tuple[Outcome, ...]
    counts: dict[str, int]
    rejected: tuple[Rejected, ...]
    is_broken: bool

    @property
    def status(self) -> int:
        """The answer to a sender over HTTP: all of it taken, a part, nothing readable in it, or no JSON at all."""
        if not self.rejected:
            return 200
        if self.outcomes:
            return 202
        return 400 if self.is_broken else 422

    @property
    def sentence(self) -> str:
        """What the sender does next; empty when nothing is wrong."""
        if self.is_broken:
            return self.rejected[0].reason
        if self.rejected:
            return _("Some messages could not be read. They are kept; send them again once they are mended.")
        return ""


@transaction.atomic
def take(channel: Channel, parsed: Parsed, *, source: str, by: Actor = SYSTEM) -> Taken:
    """Receive what could be read and keep what could not, for repair, in one transaction: nothing received is lost.

    ``source`` names the delivery; the same delivery again adds nothing, neither messages nor rejects.
    """
    received = receive(channel, parsed.messages)
    if parsed.rejected:
        keep_rejected(by=by, channel=channel, source=source, items=parsed.rejected)
    counts = received.counts | {"rejected": len(parsed.rejected)}
    return Taken(tuple(received.outcomes), counts, parsed.rejected, parsed.is_broken)
