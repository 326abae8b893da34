"""Ending an interaction without silence (P9), and opening it again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.actors import Actor, System
from accounts.refusals import Conflict, Invalid
from connectors.models import Channel
from interactions import checks
from interactions.actions.flagging import ask_second_person
from interactions.actions.lines import tell
from interactions.actions.outgoing import recall_pending
from interactions.actions.remedying import keep_remedies
from interactions.actions.waiting import stop_waiting
from interactions.due import due_at, urgency
from interactions.models import Interaction, SecondPersonRequest

_BY_HAND = {
    Interaction.Closed.RESOLVED,
    Interaction.Closed.NO_ANSWER_NEEDED,
    Interaction.Closed.LET_STAND,
    Interaction.Closed.MONITOR,
    Interaction.Closed.NOT_FOR_US,
    Interaction.Closed.SPAM,
    Interaction.Closed.WITHDRAWN,
    Interaction.Closed.ANSWERED_ELSEWHERE,
}


@transaction.atomic
def close(
    interaction: Interaction,
    *,
    by: Actor,
    closed_as: str,
    reason: str = "",
    look_again_at: datetime | None = None,
    remedies: Collection[str] = (),
) -> Interaction | SecondPersonRequest:
    """End it. Without an answer of ours it needs a reason, monitoring a date; what is let stand may have
    one too. ``remedies``: what the customer was given. Red is a request until a second person
    confirms. What is drafted or approved is closed only when it was answered elsewhere. Resolved while a talk that was
    offered has no outcome needs a reason too. Raises NotAllowed, Conflict, Invalid."""
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "close", locked)
    if closed_as not in _BY_HAND:
        raise Invalid(_("Choose why it ends."))
    if closed_as == Interaction.Closed.MONITOR and (look_again_at is None or look_again_at <= timezone.now()):
        raise Invalid(_("Monitoring needs a date to look again, in the future."))
    if closed_as == Interaction.Closed.LET_STAND and look_again_at and look_again_at <= timezone.now():
        raise Invalid(_("The date to look again is in the future."))
    checks.check_remedies(remedies)
    if locked.state != Interaction.State.RESPONDED and not reason.strip():
        raise Invalid(_("It was not answered: say why that is right. The reason is kept."))
    if closed_as == Interaction.Closed.RESOLVED and not reason.strip():
        checks.check_outcome_recorded(locked)
    terms: dict[str, Any] = {
        "closed_as": closed_as,
        "look_again_at": look_again_at.isoformat() if look_again_at else None,
        "remedies": sorted(remedies),
    }
    if locked.is_red and not isinstance(by, System):
        person = checks.check_is_person(by)
        return ask_second_person(locked, by=person, verb="close", terms=terms, reason=reason or closed_as)
    return apply_close(locked, by=by, reason=reason, terms=terms)


def apply_close(locked: Interaction, *, by: Actor, reason: str, terms: dict[str, Any]) -> Interaction:
    """Close a locked interaction on these terms; who may has been decided by the caller."""
    closed_as = terms["closed_as"]
    if locked.state == Interaction.State.CLOSED:
        raise Conflict(_("This is closed already."))
    ends_all = closed_as in {Interaction.Closed.ANSWERED_ELSEWHERE, Interaction.Closed.DRILL}
    if locked.state in {Interaction.State.DRAFTED, Interaction.State.APPROVED} and not ends_all:
        raise Conflict(_("An answer is on its way. Recall it before you close this."))
    if not recall_pending(locked, by=by):
        raise Conflict(_("The reply is being posted right now. Wait until the network has answered."))
    look_again_at = parse_datetime(terms["look_again_at"]) if terms.get("look_again_at") else None
    before = str(locked.state)
    stop_waiting(locked)
    locked.move_to_closed(closed_as=closed_as, at=timezone.now(), look_again_at=look_again_at)
    locked.save()
    keep_remedies(locked, by=by, kinds=terms.get("remedies") or ())
    tell("closed", locked, by=by, closed_as=closed_as, before=before, details={"reason": reason} if reason else None)
    return locked


@transaction.atomic
def end_rehearsal(interaction: Interaction, *, by: Actor) -> Interaction:
    """End what a drill made up, wherever it stands: nobody waits for an answer. Who may has been decided by whoever
    ends the drill. Raises Invalid for anything that a member of the public said."""
    locked = Interaction.objects.locked(interaction.pk)
    if not locked.is_drill:
        raise Invalid(_("This is no drill."))
    if locked.state == Interaction.State.CLOSED:
        return locked
    return apply_close(locked, by=by, reason="", terms={"closed_as": Interaction.Closed.DRILL})


@transaction.atomic
def reopen(interaction: Interaction, *, by: Actor, reason: str, is_by_date: bool = False) -> Interaction:
    """Back into the open set, with a new clock. ``is_by_date``: nobody did it, its date passed. Raises Conflict when a
    newer message of the thread is open already."""
    # As receiving does: a message that arrives now either finds this open, or sits in its place already.
    Channel.objects.select_for_update(no_key=True).get(pk=interaction.channel_id)
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "flag", locked)
    if not reason.strip():
        raise Invalid(_("Say why it is opened again."))
    if locked.state not in {Interaction.State.RESPONDED, Interaction.State.CLOSED}:
        raise Conflict(_("This is open already."))
    if locked.head_id:
        raise Conflict(_("This continues in #%(head)d. Work there.") % {"head": locked.head_id})
    apply_reopen(locked, by=by, reason=reason, is_by_date=is_by_date)
    return locked


def apply_reopen(locked: Interaction, *, by: Actor, reason: str, is_by_date: bool = False) -> None:
    """Reopen a locked head. Raises Conflict when another head of the same person and thread is open."""
    same = Interaction.objects.open().filter(conversation=locked.conversation_id, contact=locked.contact_id)
    if other := same.exclude(pk=locked.pk).first():
        raise Conflict(_("A newer message of this thread is open: #%(other)d. Work there.") % {"other": other.pk})
    before = str(locked.state)
    now = timezone.now()
    locked.move_to_reopened(due_at=due_at(now, locked.topic), came_back_at=now if is_by_date else None)
    locked.urgency = urgency(locked.level)
    locked.save()
    tell("reopened", locked, by=by, before=before, flag_version=locked.flag_version, details={"reason": reason})
