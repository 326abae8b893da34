"""The publisher: from an approved text to a receipt, exactly once (P5).

A reply is ``pending`` until one worker moves it to ``sending``, in a transaction that compares the approval with the
case once more (P1, P3). Only then, outside of any transaction, the network is called; what it said is written in a
second one. Whoever dies between the two leaves a lease behind that ends in ``unknown``, never in ``pending``: the
network is asked before anything is tried again, and where it cannot be asked a person decides.

Where the network can be asked how the customer's message stands now, it is asked before the claim: one that was edited
or deleted meanwhile makes the approval stale like any news of it.

The kill switch wins if its commit precedes the one that moves to ``sending``: both pass one gate. It is asked once more
right before the call, for what a worker has in hand already.
"""

import logging
import time
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import takewhile
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from audit.faults import reach
from connectors.contract import Answer, Guarantee, OutcomeUnknown, Outgoing, RefusedForGood, TryLater
from connectors.media import Medium
from connectors.registry import connector_for
from interactions import asking_again, blocking, checks, files
from interactions.actions import outcomes
from interactions.actions.approving import apply_expire
from interactions.actions.lines import tell
from interactions.models import Attachment, HoldingStatement, Interaction, Reply
from interactions.models.drafts import text_hash

log = logging.getLogger(__name__)
LEASE_FOR = timedelta(seconds=60)
SWEEP_AT_MOST = 45.0  # seconds: a sweep that does not come back ends the sweeper, and with it for a moment all paging
ASK_AT_MOST = 20.0  # of these, so that what is new goes out beside what hangs
Row = TypeVar("Row")


def publish(reply_id: int) -> Reply | None:
    """Post one reply that is due, if nobody else has it. Returns it as it stands afterwards, None when it was not
    ours to post."""
    reach("publish:before_claim")
    asking_again.about(reply_id)
    reply = _claim(reply_id)
    if reply is None:
        return None
    reach("publish:after_claim")
    return _send(reply)


def sweep(limit: int = 50) -> int:
    """Post what is due, turn ended leases into unknown, and ask the networks about what is unknown.

    Where networks hang, what is left is the first of the next sweep.
    """
    now, started = timezone.now(), time.monotonic()
    for reply in Reply.objects.filter(state=Reply.State.SENDING, lease_until__lt=now)[:limit]:
        outcomes.unknown(reply, "The one who was posting this stopped half-way.")
    open_to_us = Reply.objects.filter(not_before__lte=now, channel__is_active=True).order_by("not_before", "id")
    for reply in _before(started + ASK_AT_MOST, open_to_us.filter(state=Reply.State.UNKNOWN)[:limit]):
        _ask_alone(reply)
    due = blocking.free(open_to_us.filter(state=Reply.State.PENDING)).values_list("pk", flat=True)
    return sum(_publish_alone(pk) for pk in _before(started + SWEEP_AT_MOST, due[:limit]))


def _before(deadline: float, rows: Iterable[Row]) -> Iterator[Row]:
    """Those that are reached by then."""
    return takewhile(lambda _row: time.monotonic() < deadline, list(rows))


def _publish_alone(reply_id: int) -> bool:
    """One reply that cannot be handled holds up no other."""
    try:
        return publish(reply_id) is not None
    except Exception:
        log.exception("Publishing reply %s failed", reply_id)
        return False


def _ask_alone(reply: Reply) -> None:
    """A network that cannot be asked holds up no other: the question is put again later."""
    try:
        ask(reply)
    except Exception:
        log.exception("Asking after reply %s failed", reply.pk)
        outcomes.still_unknown(reply)


def ask(reply: Reply) -> Reply:
    """Find out whether an unknown reply is there. A network that takes our key is simply sent the same again, as long
    as the approval still stands; any other is asked first."""
    connector = connector_for(reply.channel)
    if connector.guarantee == Guarantee.A and (again := _claim_again(reply)):
        return _send(again, was=Reply.State.UNKNOWN)
    found = connector.find(outgoing(reply))
    if found.answer is Answer.THERE and found.receipt:
        return outcomes.sent(reply, found.receipt)
    return outcomes.not_there(reply) if found.answer is Answer.NOT_THERE else outcomes.still_unknown(reply)


def outgoing(reply: Reply) -> Outgoing:
    """The words and their address, as the connector needs them."""
    interaction = reply.interaction
    assert interaction is not None, "our reply answers something"
    is_public = reply.approval.draft.is_public if reply.approval else interaction.is_public
    return Outgoing(
        text=reply.text,
        key=str(reply.key),
        in_reply_to=interaction.remote_id,
        thread_id=interaction.conversation.key,
        is_public=is_public,
        to=interaction.contact.remote_id,
        to_name=str(interaction.contact),
        subject=interaction.subject,
        media=tuple(_medium(file) for file in reply.approval.draft.files) if reply.approval else (),
    )


def _medium(file: Attachment) -> Medium:
    return Medium(file.name, file.content_type, files.read(file.digest), file.alt)


def _claim(reply_id: int) -> Reply | None:
    """Take the lease, after everything that must be true at this instant was compared again."""
    with transaction.atomic():
        waiting = Reply.objects.filter(pk=reply_id).values_list("interaction_id", flat=True).first()
        if waiting is None:
            return None
        locked = Interaction.objects.locked(waiting)
        reply = Reply.objects.select_for_update(of=("self",)).select_related(None).get(pk=reply_id)
        if reply.state != Reply.State.PENDING or reply.not_before > timezone.now() or not locked.channel.is_active:
            return None
        blocking.pass_gate()
        if blocking.block_on(reply):
            return None
        reach("publish:in_claim")
        if refusal := _why_not(reply, locked):
            _stop(reply, locked, refusal)
            return None
        _lease(reply)
        tell("reply_sending", locked, by=SYSTEM, reply=reply.pk, attempt=reply.attempts)
    return _whole(reply.pk)


def _claim_again(reply: Reply) -> Reply | None:
    """From unknown to sending, for a network that knows our key: the post cannot be doubled by it. What may not leave
    any more stays unknown, and the network is asked about it."""
    with transaction.atomic():
        locked = Interaction.objects.locked(reply.interaction_id or 0)
        fresh = Reply.objects.select_for_update(of=("self",)).select_related(None).get(pk=reply.pk)
        blocking.pass_gate()
        if fresh.state != Reply.State.UNKNOWN or blocking.block_on(fresh) or _why_not(fresh, locked):
            return None
        _lease(fresh)
        tell("reply_sending", locked, by=SYSTEM, reply=fresh.pk, attempt=fresh.attempts)
    return _whole(reply.pk)


def _why_not(reply: Reply, locked: Interaction) -> str:
    """Why this may not leave now, in a sentence; empty when it may."""
    if reply.statement_id is not None:
        return _why_no_holding(HoldingStatement.objects.get(pk=reply.statement_id), locked)
    if locked.state != Interaction.State.APPROVED or locked.approval_id != reply.approval_id or not locked.approval:
        return "The approval was taken back."
    held = checks.allows(checks.check_not_held, locked, locked.approval.author)
    return held or checks.why_stale(locked.approval, locked)


def _why_no_holding(statement: HoldingStatement, locked: Interaction) -> str:
    if problem := checks.why_not_usable(statement):
        return problem
    names = len(checks.names_under(statement, locked))
    if text_hash(statement.text) != statement.text_hash or names < statement.signatures_needed:
        return "The holding message lacks its signatures."
    if refusal := checks.allows(checks.check_holdable, locked):
        return refusal
    return "" if locked.flag_version == statement.flag_version else "The flags changed since it was signed."


def _stop(reply: Reply, locked: Interaction, refusal: str) -> None:
    """It does not leave: the reply is recalled, and the text waits again for whoever decides."""
    Reply.objects.filter(pk=reply.pk).update(state=Reply.State.RECALLED, error=refusal[:500])
    tell("reply_recalled", locked, by=SYSTEM, reply=reply.pk, details={"why": refusal})
    if locked.state == Interaction.State.APPROVED and locked.approval_id == reply.approval_id:
        apply_expire(locked, refusal)


def _lease(reply: Reply) -> None:
    reply.state = Reply.State.SENDING
    reply.lease = uuid.uuid4()
    reply.lease_until = timezone.now() + LEASE_FOR
    reply.attempts += 1
    reply.save()


def _whole(pk: int) -> Reply:
    related = ("channel", "interaction__contact", "interaction__conversation", "approval__draft", "statement")
    return Reply.objects.select_related(*related).get(pk=pk)


def _send(reply: Reply, was: Reply.State = Reply.State.PENDING) -> Reply:
    """Post it. The kill switch is asked last of all: what it holds goes back to where it ``was``. A file that is not
    the one that was signed stops it before the network hears anything."""
    if block := blocking.block_on(reply):
        return outcomes.held_back(reply, blocking.why_held(block), was=was)
    try:
        post = outgoing(reply)
    except files.AlteredError as error:
        settle = outcomes.failed if was == Reply.State.PENDING else outcomes.unknown
        return settle(reply, str(error))
    return _call(reply, post)


def _call(reply: Reply, post: Outgoing) -> Reply:
    """Call the network, then write down what it said. Whatever we cannot name leaves the outcome unknown."""
    try:
        receipt = connector_for(reply.channel).publish(post)
        reach("publish:after_call")
    except RefusedForGood as error:
        return outcomes.failed(reply, str(error))
    except TryLater as error:
        return outcomes.later(reply, str(error), error.after)
    except OutcomeUnknown as error:
        return outcomes.unknown(reply, str(error))
    except Exception as error:
        log.exception("Posting reply %s ended in %s", reply.pk, type(error).__name__)
        return outcomes.unknown(reply, "The connector failed in a way nobody foresaw.")
    posted = outcomes.sent(reply, receipt)
    reach("publish:after_mark")
    return posted
