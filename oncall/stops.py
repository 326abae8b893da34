"""What the page of the kill switch and the frame of every page show of it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from connectors.models import Channel
from interactions import blocking
from interactions.access import visible
from interactions.models import PostingBlock, Reply
from oncall.access import stops as access

WAITING_SHOWN = 20


@dataclass(frozen=True)
class Block:
    """One block with what waits behind it, as far as the reader may see, and what may leave all the same."""

    block: PostingBlock
    waiting: list[Reply]
    count: int
    allowed: list[str]
    may_lift: bool


def shown_blocks(person: User) -> list[Block]:
    """Those in force, the newest first."""
    return [_shown(block, person) for block in access.blocks_in_force(person)]


def announced(brand_ids: Collection[int]) -> QuerySet[PostingBlock]:
    """What every screen of these brands' people says. One query."""
    rows = PostingBlock.objects.in_force().of_brands(brand_ids)
    return rows.select_related("brand", "channel", "topic", "person", "blocked_by").order_by("pk")


def _shown(block: PostingBlock, person: User) -> Block:
    seen = blocking.held([block]).filter(interaction__in=visible(person))
    waiting = list(seen.select_related("interaction__contact", "channel").order_by("pk")[:WAITING_SHOWN])
    return Block(block, waiting, seen.count(), _allowed(block), access.may_lift(person, block))


def _allowed(block: PostingBlock) -> list[str]:
    channels = Channel.objects.filter(pk__in=block.allowed_channels)
    people = User.objects.filter(pk__in=block.allowed_people)
    return [str(row) for rows in (channels, people) for row in rows]
