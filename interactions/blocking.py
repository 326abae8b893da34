"""What the kill switch holds back, told from the rows at the instant of asking. One definition for the publisher, for
the sweep and for the pages."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from interactions.models import Flag, HoldingSignature, PostingBlock, Reply, Signature

_GATE = 0x57069  # any constant: the name of the advisory lock between publishers and the kill switch
_RELATED = ("brand", "channel", "topic", "person", "blocked_by")


def pass_gate() -> None:
    """Until the transaction ends no block comes into force between the look and the lease. Publishers share it."""
    _lock("SELECT pg_advisory_xact_lock_shared(%s)")


def close_gate() -> None:
    """Wait for the publishers that looked already; whoever looks later sees the block."""
    _lock("SELECT pg_advisory_xact_lock(%s)")


def _lock(statement: str) -> None:
    """On SQLite a transaction that writes is alone: it is the gate itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [_GATE])


def blocks_in_force(now: datetime | None = None) -> list[PostingBlock]:
    """Every block there is right now, the widest first."""
    return sorted(PostingBlock.objects.in_force(now).select_related(*_RELATED), key=_width)


def block_on(reply: Reply) -> PostingBlock | None:
    """The block that holds this reply back right now."""
    this = Reply.objects.filter(pk=reply.pk)
    return next((block for block in blocks_in_force() if this.filter(held_by(block)).exists()), None)


def why_held(block: PostingBlock) -> str:
    """The sentence that stands with what waits behind it."""
    return _("Posting is stopped (%(what)s): %(reason)s") % {"what": block.named, "reason": block.reason}


def held(blocks: Sequence[PostingBlock]) -> QuerySet[Reply]:
    """The replies that wait behind these blocks."""
    waiting = Reply.objects.filter(state=Reply.State.PENDING)
    return waiting.filter(_any([held_by(block) for block in blocks])) if blocks else waiting.none()


def blocks_on_each(replies: QuerySet[Reply], blocks: Sequence[PostingBlock]) -> dict[int, list[PostingBlock]]:
    """Which of these blocks cover each of these replies, by their ids. One query, however many there are."""
    covered = [Case(When(held_by(block), then=Value(1)), default=Value(0)) for block in blocks]
    rows = replies.values_list("pk", *covered)
    return {pk: [block for block, is_on in zip(blocks, held, strict=True) if is_on] for pk, *held in rows}


def free(replies: QuerySet[Reply]) -> QuerySet[Reply]:
    """Of these, what no block covers. Without a block the question stays as it is."""
    blocks = blocks_in_force()
    return replies.exclude(pk__in=held(blocks).values("pk")) if blocks else replies


def held_by(block: PostingBlock) -> Q:
    """Which replies this block covers."""
    covered = _COVERED[PostingBlock.Scope(block.scope)](block)
    if block.allowed_channels:
        covered &= ~Q(channel__in=block.allowed_channels)
    if block.allowed_people:
        written = Q(approval__author__in=block.allowed_people) | Q(statement__created_by__in=block.allowed_people)
        covered &= ~Q(pk__in=Reply.objects.filter(written).values("pk"))
    if block.lets_holding_out:
        covered &= Q(kind=Reply.Kind.REPLY)
    return covered


def _about(block: PostingBlock) -> Q:
    """What stands flagged with the topic."""
    flagged = Flag.objects.filter(topic=block.topic_id, withdrawn_at=None)
    return Q(interaction__in=flagged.values("interaction"))


def _by_hand_of(block: PostingBlock) -> Q:
    """Whatever this person wrote, edited or signed."""
    person = block.person_id
    own = Q(approval__author=person) | Q(approval__below_author=person) | Q(approval__by=person)
    signed = Q(approval__draft__in=Signature.objects.filter(by=person).values("draft"))
    stated = Q(statement__created_by=person)
    named = Q(statement__in=HoldingSignature.objects.filter(by=person).values("statement"))
    return Q(channel__brand=block.brand_id) & (own | signed | stated | named)


_COVERED: dict[PostingBlock.Scope, Callable[[PostingBlock], Q]] = {
    PostingBlock.Scope.ALL: lambda _block: Q(pk__isnull=False),
    PostingBlock.Scope.BRAND: lambda block: Q(channel__brand=block.brand_id),
    PostingBlock.Scope.CHANNEL: lambda block: Q(channel=block.channel_id),
    PostingBlock.Scope.TOPIC: _about,
    PostingBlock.Scope.PERSON: _by_hand_of,
}


def _any(parts: Sequence[Q]) -> Q:
    found = parts[0]
    for part in parts[1:]:
        found |= part
    return found


def _width(block: PostingBlock) -> tuple[int, int]:
    return (PostingBlock.Scope.values.index(block.scope), block.pk)
