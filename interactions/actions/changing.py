"""A message we have already: the same again, edited, deleted, or another one under its id. And threads that turn out to
be one."""

import hashlib
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM
from audit.record import Line, record_many
from connectors.contract import Incoming
from interactions.actions.flagging import add_topics, flag
from interactions.actions.lines import line, tell
from interactions.actions.looking_at import look_at
from interactions.actions.superseding import followed_up, moved_on
from interactions.actions.waiting import stop_waiting
from interactions.ingest.judging import Bench, counts_of
from interactions.ingest.known import Known
from interactions.models import Conversation, Interaction, Quarantined, Reply
from interactions.models.drafts import text_hash


def compare(known: Known, message: Incoming) -> str:
    """Known, changed or quarantined; what changed is written down."""
    stored = known.interactions.get(message.remote_id)
    if stored is None or (stored.text == message.text and not message.is_deletion):
        return "known"
    row = Interaction.objects.select_related("contact").get(pk=stored.pk)
    if message.is_deletion:
        return "changed" if _deleted(row) else "known"
    if message.is_edit and message.author.remote_id == row.contact.remote_id:
        _edited(row, message)
        return "changed"
    return "quarantined" if _quarantine(row, message) else "known"


def _deleted(row: Interaction) -> bool:
    locked = Interaction.objects.locked(row.pk)
    if locked.deleted_at:
        return False
    locked.deleted_at = timezone.now()
    locked.save()
    tell("deleted_by_author", locked, by=SYSTEM)
    _thread_moved(locked)
    return True


def _edited(row: Interaction, message: Incoming) -> None:
    locked = Interaction.objects.locked(row.pk)
    before, locked.text = locked.text, message.text
    locked.edited_at = timezone.now()
    locked.save()
    words = {"before": before, "after": message.text}
    tell("edited_by_author", locked, by=SYSTEM, hash=text_hash(message.text), details=words)
    _thread_moved(locked)
    _judge_again(locked, message)


def _thread_moved(locked: Interaction) -> None:
    head = Interaction.objects.locked(locked.head_id) if locked.head_id else locked
    moved_on(head)


def _judge_again(locked: Interaction, message: Incoming) -> None:
    """An edit may raise, never lower."""
    head = Interaction.objects.get(pk=locked.head_id or locked.pk)
    bench = Bench(locked.brand_id, locked.contact.network)
    verdict = bench.verdicts([message], {message.author.remote_id: locked.contact}, timezone.now())[message.remote_id]
    suggested = bench.suggestions(verdict, counts_of(message))
    if suggested and head.is_open:
        why = {topic.pk: account for topic, account in suggested}
        topics = [topic for topic, _account in suggested]
        flag(head, by=SYSTEM, topics=topics, why=why, playbook_version=bench.version)
    if head.is_open:
        look_at(head.pk, bench, message)


def _quarantine(row: Interaction, message: Incoming) -> bool:
    digest = hashlib.sha256(f"{message.author.remote_id}\0{message.text}".encode()).hexdigest()
    _kept, is_new = Quarantined.objects.get_or_create(
        interaction=row,
        digest=digest,
        defaults={
            "channel_id": row.channel_id,
            "author_remote_id": message.author.remote_id,
            "text": message.text,
            "received_at": timezone.now(),
        },
    )
    if is_new:
        tell("quarantined", row, by=SYSTEM, hash=digest)
    return is_new


def join(orphan: Conversation, into: Conversation) -> None:
    """A thread that waited under its missing parent's id is part of this one. Where one person has an open head in
    both, the one that waited becomes a follow-up of the other."""
    seats = {row.contact_id: row for row in Interaction.objects.open().filter(conversation=into)}
    for row in Interaction.objects.open().filter(conversation=orphan).order_by("pk"):
        if row.contact_id in seats:
            _fold(row, seats[row.contact_id])
    _move(orphan, into)


def _move(orphan: Conversation, into: Conversation) -> None:
    moves: dict[str, Any] = {"before": orphan.pk, "conversation": into.pk}
    messages = Interaction.objects.filter(conversation=orphan)
    replies = Reply.objects.filter(conversation=orphan)
    lines = [line("moved", row, by=SYSTEM, **moves) for row in messages.select_for_update(no_key=True).order_by("pk")]
    for pk in replies.order_by("pk").values_list("pk", flat=True):
        about = (Reply._meta.label_lower, pk, into.channel.brand_id)
        lines.append(Line("interactions.reply_moved", SYSTEM, *about, moves))
    messages.update(conversation=into)
    replies.update(conversation=into)
    record_many(lines)


def _fold(row: Interaction, head: Interaction) -> None:
    locked = Interaction.objects.locked(row.pk)
    topics = [standing.topic for standing in locked.flags.filter(withdrawn_at=None).select_related("topic")]
    stop_waiting(locked)
    locked.move_to_closed(closed_as=Interaction.Closed.CONTINUED, at=timezone.now())
    locked.head = head
    locked.save()
    locked.follow_ups.update(head=head)
    tell("closed", locked, by=SYSTEM, closed_as=locked.closed_as, head=head.pk)
    followed_up(head, by_row=locked)
    if topics:
        add_topics(Interaction.objects.locked(head.pk), by=SYSTEM, topics=topics)
