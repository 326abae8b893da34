"""How the customer's message stands on its network right before our answer leaves.

An answer to words that are not there any more is a wrong one, and a poll may be a minute old. What is found is received
as if it had come by itself: an edit or a deletion makes the approval stale, a louder one is flagged.
"""

from dataclasses import replace

from django.utils import timezone

from accounts.refusals import Refusal
from connectors.contract import Answer, Author, Incoming, Standing
from connectors.registry import CONNECTORS, connector_for
from interactions.actions.receive import receive
from interactions.models import Interaction, Reply

NETWORKS = [connector.network for connector in CONNECTORS if connector.is_asked_again]


def about(reply_id: int) -> None:
    """Ask, if this reply is about to leave. A network that cannot tell changes nothing."""
    about_to_leave = Reply.objects.filter(
        pk=reply_id,
        state=Reply.State.PENDING,
        not_before__lte=timezone.now(),
        channel__is_active=True,
        channel__network__in=NETWORKS,
    )
    reply = about_to_leave.select_related("channel", "interaction__contact").first()
    if reply is None or reply.interaction is None:
        return
    try:
        standing = connector_for(reply.channel).refresh(reply.interaction.remote_id)
    except Refusal:
        return  # its secrets cannot be opened: posting will say so, with a sentence
    if news := _news(standing, reply.interaction):
        receive(reply.channel, [news])


def _news(standing: Standing, row: Interaction) -> Incoming | None:
    if standing.answer is Answer.CANNOT_TELL:
        return None
    if standing.message is None:
        return Incoming(
            remote_id=row.remote_id,
            text="",
            author=Author(row.contact.remote_id),
            occurred_at=row.received_at,
            is_deletion=True,
        )
    return replace(standing.message, is_edit=True)  # we asked for this one: other words under its id are an edit of it
