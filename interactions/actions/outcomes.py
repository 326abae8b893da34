"""What became of a post: the network's answer, written down. Only the product itself calls these, except ``decide`` and
``try_again``, which are a person's."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor
from accounts.refusals import Conflict
from audit.faults import reach
from connectors.contract import Incoming, Receipt
from interactions import checks
from interactions.actions.approving import apply_expire
from interactions.actions.closing import apply_reopen
from interactions.actions.lines import tell
from interactions.models import Interaction, Reply
from interactions.models.drafts import text_hash

ASK_AGAIN_AFTER = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)


@transaction.atomic
def sent(reply: Reply, receipt: Receipt) -> Reply:
    """The network has it: the interaction is responded. Saying it twice changes nothing."""
    locked, fresh = _locked(reply)
    if fresh.state == Reply.State.SENT:
        return fresh
    in_place_of = _make_way(fresh, receipt)
    fresh.remote_id = receipt.remote_id
    fresh.permalink = receipt.permalink
    fresh.sent_at = timezone.now()
    _settle(fresh, Reply.State.SENT)
    reach("publish:in_mark")
    tell(
        "reply_sent",
        locked,
        by=SYSTEM,
        reply=fresh.pk,
        kind=fresh.kind,
        attempts=fresh.attempts,
        in_place_of=in_place_of,
    )
    if fresh.kind == Reply.Kind.REPLY and locked.state == Interaction.State.APPROVED:
        respond(locked)
    return fresh


def _make_way(reply: Reply, receipt: Receipt) -> list[int]:
    """The network may have shown us our own post before its receipt came, in words we did not recognise: then it
    stands as found elsewhere under the id that is this reply's, and gives the id up. Returns such rows' ids."""
    found = Reply.objects.filter(channel=reply.channel_id, remote_id=receipt.remote_id, origin=Reply.Origin.ELSEWHERE)
    ids = list(found.values_list("pk", flat=True)) if receipt.remote_id else []
    Reply.objects.filter(pk__in=ids).update(remote_id="")
    return ids


def respond(locked: Interaction) -> None:
    """Answered. What the customer wrote, or what was flagged, while the reply was in flight is looked at next."""
    approval = locked.approval
    locked.move_to_responded(at=timezone.now())
    locked.save()
    tell("responded", locked, by=SYSTEM, approval=locked.approval_id)
    if approval and (approval.thread_version, approval.flag_version) != (locked.thread_version, locked.flag_version):
        apply_reopen(locked, by=SYSTEM, reason=_("Something came while the reply was being posted."))


@transaction.atomic
def failed(reply: Reply, sentence: str) -> Reply:
    """The network refused for good; a person changes the text, or tries again."""
    locked, fresh = _locked(reply)
    if not _is_ours(fresh, reply):
        return fresh
    _settle(fresh, Reply.State.FAILED, error=sentence)
    tell("reply_failed", locked, by=SYSTEM, reply=fresh.pk, details={"error": sentence})
    if locked.state == Interaction.State.APPROVED and locked.approval:
        why = checks.why_stale(locked.approval, locked)
        if why:
            apply_expire(locked, why)
    return fresh


@transaction.atomic
def later(reply: Reply, sentence: str, after: int | None) -> Reply:
    """Nothing was posted; the same again after a wait."""
    locked, fresh = _locked(reply)
    if not _is_ours(fresh, reply):
        return fresh
    wait = timedelta(seconds=after) if after is not None else _wait(fresh)
    fresh.not_before = timezone.now() + min(wait, LONGEST_WAIT * 6)
    _settle(fresh, Reply.State.PENDING, error=sentence)
    tell("reply_delayed", locked, by=SYSTEM, reply=fresh.pk, details={"error": sentence})
    return fresh


@transaction.atomic
def held_back(reply: Reply, sentence: str, *, was: str) -> Reply:
    """The kill switch came between the lease and the call: nothing was tried, so the reply is what it was. A text
    that went stale meanwhile does not wait behind the block: it goes back to whoever decides."""
    locked, fresh = _locked(reply)
    if not _is_ours(fresh, reply):
        return fresh
    fresh.attempts -= 1
    stale = checks.why_stale(locked.approval, locked) if locked.approval else ""
    if was == Reply.State.PENDING and fresh.kind == Reply.Kind.REPLY and stale:
        _settle(fresh, Reply.State.RECALLED, error=stale)
        apply_expire(locked, stale)
    else:
        _settle(fresh, was, error=sentence)
    tell("reply_held_back", locked, by=SYSTEM, reply=fresh.pk, now=fresh.state, details={"why": sentence})
    return fresh


@transaction.atomic
def unknown(reply: Reply, sentence: str) -> Reply:
    """It may have been posted: the network is asked next, nothing is tried before it has answered."""
    locked, fresh = _locked(reply)
    if not _is_ours(fresh, reply):
        return fresh
    settling = timedelta(seconds=fresh.channel.connector_class.settle_for)
    fresh.not_before = timezone.now() + max(ASK_AGAIN_AFTER, settling)
    _settle(fresh, Reply.State.UNKNOWN, error=sentence)
    tell("reply_unknown", locked, by=SYSTEM, reply=fresh.pk, details={"error": sentence})
    return fresh


@transaction.atomic
def not_there(reply: Reply) -> Reply:
    """The network says that it has no such post: the reply may be tried again, or is stale by now."""
    locked, fresh = _locked(reply)
    if fresh.state != Reply.State.UNKNOWN or fresh.attempts != reply.attempts:
        return fresh  # tried again since the network was asked: its answer is old
    stale = checks.why_stale(locked.approval, locked) if locked.approval else ""
    is_reply = fresh.kind == Reply.Kind.REPLY
    if is_reply and (stale or locked.state != Interaction.State.APPROVED):
        _settle(fresh, Reply.State.RECALLED)
        if locked.state == Interaction.State.APPROVED:
            apply_expire(locked, stale)
    else:
        fresh.not_before = timezone.now()
        _settle(fresh, Reply.State.PENDING)
    tell("reply_not_there", locked, by=SYSTEM, reply=fresh.pk, now=fresh.state)
    return fresh


@transaction.atomic
def still_unknown(reply: Reply) -> Reply:
    """The network cannot tell yet: asked again later, shown to a person meanwhile."""
    _interaction, fresh = _locked(reply)
    if fresh.state == Reply.State.UNKNOWN:
        fresh.attempts += 1
        fresh.not_before = timezone.now() + _wait(fresh)
        fresh.save()
    return fresh


@transaction.atomic
def decide(reply: Reply, *, by: Actor, is_posted: bool) -> Reply:
    """A person who looked decides what the network could not tell (P5). Raises NotAllowed, Conflict."""
    locked, fresh = _locked(reply)
    person = checks.check_is_person(by)
    checks.check_may(person, "approve", locked)
    if fresh.state != Reply.State.UNKNOWN:
        raise Conflict(_("The network has answered meanwhile: %(state)s.") % {"state": fresh.get_state_display()})
    tell("reply_decided", locked, by=person, reply=fresh.pk, is_posted=is_posted)
    return sent(fresh, Receipt("")) if is_posted else not_there(fresh)


@transaction.atomic
def try_again(reply: Reply, *, by: Actor) -> Reply:
    """A person sends a failed reply anew; the publisher compares its approval again. Raises NotAllowed, Conflict."""
    locked, fresh = _locked(reply)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    is_current = fresh.kind == Reply.Kind.HOLDING or fresh.approval_id == locked.approval_id
    if fresh.state != Reply.State.FAILED or not is_current:
        raise Conflict(_("Only a reply that failed, and whose approval still stands, can be tried again."))
    fresh.not_before = timezone.now()
    _settle(fresh, Reply.State.PENDING)
    tell("reply_queued", locked, by=person, reply=fresh.pk)
    return fresh


def replies_in_flight(conversation_ids: Iterable[int]) -> defaultdict[int, list[Reply]]:
    """The replies of ours whose receipt is still on the way, by conversation."""
    replies = Reply.objects.filter(conversation__in=conversation_ids, state__in=Reply.IN_FLIGHT)
    by_conversation = defaultdict[int, list[Reply]](list)
    for reply in replies.select_related("approval__draft", "statement"):
        by_conversation[reply.conversation_id].append(reply)
    return by_conversation


def recognise(in_flight: list[Reply], message: Incoming) -> bool:
    """Whether a reply found on the network is one of these of ours: then this is its receipt."""
    for reply in in_flight:
        if text_hash(reply.text) == text_hash(message.text):
            sent(reply, Receipt(message.remote_id, message.permalink))
            return True
    return False


def _locked(reply: Reply) -> tuple[Interaction, Reply]:
    assert reply.interaction_id is not None, "our reply answers something"
    locked = Interaction.objects.locked(reply.interaction_id)
    return locked, Reply.objects.select_for_update().get(pk=reply.pk)


def _is_ours(fresh: Reply, reply: Reply) -> bool:
    """Whether it is still being posted by who holds ``reply``. After the end of a lease somebody else may have it."""
    return fresh.state == Reply.State.SENDING and fresh.lease == reply.lease


def _settle(reply: Reply, state: str, error: str = "") -> None:
    reply.state = state
    reply.error = str(error)[:500]
    reply.lease = None
    reply.lease_until = None
    reply.save()


def _wait(reply: Reply) -> timedelta:
    return min(timedelta(seconds=5 * 2 ** min(reply.attempts, 10)), LONGEST_WAIT)
