"""The thread moved on under its open head: an approval that has not left goes stale."""

from accounts.actors import SYSTEM
from interactions import checks
from interactions.actions.approving import apply_expire
from interactions.actions.lines import tell
from interactions.actions.outgoing import recall_pending
from interactions.models import Interaction


def followed_up(head: Interaction, *, by_row: Interaction) -> None:
    """Count a follow-up on its head."""
    locked = Interaction.objects.locked(head.pk)
    moved_on(locked)
    tell("followed_up", locked, by=SYSTEM, follow_up=by_row.pk, thread_version=locked.thread_version)


def moved_on(locked: Interaction) -> None:
    """Raise the thread version of a locked head, and expire its approval while that is still possible."""
    locked.thread_version += 1
    locked.save()
    if locked.state != Interaction.State.APPROVED or locked.approval is None:
        return
    if recall_pending(locked, by=SYSTEM):
        apply_expire(locked, checks.why_stale(locked.approval, locked))
