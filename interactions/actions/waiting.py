"""What waits for signatures on an interaction, and who is told when that changes."""

from interactions import ports
from interactions.models import Draft, Interaction
from interactions.ports import Requirement


def stop_waiting(locked: Interaction) -> list[int]:
    """None of its drafts waits any more; the ids of those that did."""
    ended = list(locked.drafts.waiting().values_list("pk", flat=True))
    if ended:
        Draft.objects.filter(pk__in=ended).update(is_waiting=False)
        ports.waiting_changed(locked)
    return ended


def wait(locked: Interaction, draft: Draft) -> Requirement:
    """This draft waits, in the place of the version of its line that did. Returns whose names it needs."""
    locked.drafts.waiting().filter(line=draft.line).exclude(pk=draft.pk).update(is_waiting=False)
    Draft.objects.filter(pk=draft.pk).update(is_waiting=True)
    draft.is_waiting = True
    return ports.waiting_changed(locked)[draft.pk]


def end(locked: Interaction, draft: Draft) -> None:
    """This draft waits no longer; others of the interaction may."""
    Draft.objects.filter(pk=draft.pk).update(is_waiting=False)
    ports.waiting_changed(locked)


def none_waits_but(locked: Interaction, draft: Draft) -> bool:
    """Whether no other candidate waits beside this one."""
    return not locked.drafts.waiting().exclude(pk=draft.pk).exists()
