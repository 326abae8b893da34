"""What waits for signatures on an interaction, and who is told when that changes."""

from interactions import ports
from interactions.models import Draft, Interaction


def stop_waiting(locked: Interaction) -> None:
    """None of its drafts waits any more."""
    if locked.drafts.waiting().update(is_waiting=False):
        ports.waiting_changed(locked)


def wait(locked: Interaction, draft: Draft) -> None:
    """This draft waits, in the place of the version of its line that did."""
    locked.drafts.waiting().filter(line=draft.line).exclude(pk=draft.pk).update(is_waiting=False)
    Draft.objects.filter(pk=draft.pk).update(is_waiting=True)
    draft.is_waiting = True
    ports.waiting_changed(locked)


def end(locked: Interaction, draft: Draft) -> None:
    """This draft waits no longer; others of the interaction may."""
    Draft.objects.filter(pk=draft.pk).update(is_waiting=False)
    ports.waiting_changed(locked)


def none_waits_but(locked: Interaction, draft: Draft) -> bool:
    """Whether no other candidate waits beside this one."""
    return not locked.drafts.waiting().exclude(pk=draft.pk).exists()
