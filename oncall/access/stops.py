"""The kill switch: what is stopped where this person may see it, and what they may stop and let out again."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Brand
from accounts.rights import brands_with
from interactions.models import PostingBlock
from interactions.models.posting_blocks import PostingBlocks
from oncall.access.brands import Person

RECENT = 20


def blocks_in_force(person: Person) -> PostingBlocks:
    """What is stopped now where this person may see it, the newest first."""
    return _blocks(person).in_force().order_by("-pk")


def past_blocks(person: Person) -> QuerySet[PostingBlock]:
    """What was stopped lately and is over."""
    return _blocks(person).exclude(pk__in=_blocks(person).in_force().values("pk")).order_by("-pk")[:RECENT]


def block_for(person: Person, pk: int) -> PostingBlock:
    return get_object_or_404(_blocks(person), pk=pk)


def block_in_force(person: Person, pk: int) -> PostingBlock:
    """Raises Http404 for one that has ended, too: nothing waits behind it."""
    return get_object_or_404(blocks_in_force(person), pk=pk)


def stoppable_brands(person: Person) -> QuerySet[Brand]:
    """The brands whose posting this person may stop."""
    return Brand.objects.filter(pk__in=brands_with(person, "stop_posting"), is_active=True)


def may_stop_everything(person: Person) -> bool:
    """Whether no active brand is left out of those."""
    active = set(Brand.objects.filter(is_active=True).values_list("pk", flat=True))
    return bool(active) and active <= brands_with(person, "stop_posting")


def may_lift(person: Person, block: PostingBlock) -> bool:
    if block.brand_id is None:
        return may_stop_everything(person)
    return block.brand_id in brands_with(person, "stop_posting")


def _blocks(person: Person) -> PostingBlocks:
    seen = PostingBlock.objects.of_brands(brands_with(person, "see_brand"))
    return seen.select_related("brand", "channel", "topic", "person", "blocked_by", "lifted_by")
