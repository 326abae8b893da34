"""One delivery, whatever door it came through: a webhook, a file, a mailbox, the API."""

from django.db import transaction

from accounts.actors import SYSTEM, Actor
from connectors.actions import keep_rejected
from connectors.contract import Parsed
from connectors.models import Channel
from interactions.actions.receive import Received, receive


@transaction.atomic
def take(channel: Channel, parsed: Parsed, *, source: str, by: Actor = SYSTEM) -> Received:
    """Receive what could be read and keep what could not, for repair, in one transaction: nothing received is lost.

    ``source`` names the delivery; the same delivery again adds nothing, neither messages nor rejects.
    """
    received = receive(channel, parsed.messages)
    if parsed.rejected:
        keep_rejected(by=by, channel=channel, source=source, items=parsed.rejected)
    return received
