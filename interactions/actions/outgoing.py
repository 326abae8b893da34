"""Stopping what is on its way out, as long as it has not left."""

from django.utils import timezone

from accounts.actors import Actor
from interactions.actions.lines import tell
from interactions.models import Interaction, Reply


def recall_pending(locked: Interaction, *, by: Actor) -> bool:
    """Recall the reply that waits to go out. False when one is being posted: it cannot be stopped any more.

    The conditional UPDATE races the publisher's: one of the two finds the row pending.
    """
    waiting = list(locked.replies.filter(kind=Reply.Kind.REPLY, state=Reply.State.PENDING).values_list("pk", flat=True))
    for pk in waiting:
        pending = Reply.objects.filter(pk=pk, state=Reply.State.PENDING)
        if pending.update(state=Reply.State.RECALLED, not_before=timezone.now()):
            tell("reply_recalled", locked, by=by, reply=pk)
    return not locked.replies.filter(kind=Reply.Kind.REPLY, state__in=Reply.IN_FLIGHT).exists()
