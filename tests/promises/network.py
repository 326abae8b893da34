"""A network for tests: it remembers every post under its key, answers as it is told, and looks each text in the eye."""

import re
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from accounts.rights import can
from connectors.contract import (
    CANNOT_TELL,
    NOT_THERE,
    Found,
    OutcomeUnknown,
    Outgoing,
    Receipt,
    RefusedForGood,
    TryLater,
)
from interactions.models import Approval, Interaction, PostingBlock, Reply
from interactions.models.drafts import text_hash

_HELD = re.compile(r", we are looking into it\. Next update \d\d:\d\d (GMT|BST)\.$")  # the brand's own clock
ANSWERS = ("posted", "refused", "later", "lost before", "lost after")


@dataclass
class Network:
    posts: dict[str, str] = field(default_factory=dict)
    answer: str = "posted"
    complaints: list[str] = field(default_factory=list)

    def publish(self, outgoing: Outgoing) -> Receipt:
        self.complaints += self.look_at(outgoing)
        if self.answer == "refused":
            raise RefusedForGood("No.")
        if self.answer == "later":
            raise TryLater("Later.", after=1)
        if self.answer == "lost before":
            raise OutcomeUnknown("It hung up.")
        self.posts.setdefault(outgoing.key, outgoing.text)
        if self.answer == "lost after":
            raise OutcomeUnknown("It hung up.")
        return Receipt(f"post-{outgoing.key}")

    def find(self, outgoing: Outgoing) -> Found:
        if self.answer == "later":
            return CANNOT_TELL
        return Found.there(f"post-{outgoing.key}") if outgoing.key in self.posts else NOT_THERE

    def look_at(self, outgoing: Outgoing) -> list[str]:
        """What is wrong with letting this text out right now, judged by the rows alone."""
        reply = Reply.objects.get(key=outgoing.key)
        interaction = Interaction.objects.get(pk=reply.interaction_id)
        if stopped(reply, interaction):
            return [f"{reply} leaves while posting is stopped"]
        if reply.statement is not None:
            return self.look_at_holding(reply, interaction)
        approval = reply.approval
        if approval is None:
            return [f"{reply} has no approval"]
        wrong = []
        if text_hash(outgoing.text) != approval.text_hash:
            wrong.append(f"{reply} posts another text than was approved")
        if (approval.thread_version, approval.flag_version) != (interaction.thread_version, interaction.flag_version):
            wrong.append(f"{reply} is stale")
        if interaction.state != "approved":
            wrong.append(f"{reply} leaves from {interaction.state}")
        return wrong + four_eyes(approval) + entitled(approval, interaction)

    def look_at_holding(self, reply: Reply, interaction: Interaction) -> list[str]:
        statement = reply.statement
        if statement is None or not _HELD.search(reply.text):
            return [f"{reply} says something else than the library"]
        names = {signature.by_id for signature in statement.signatures.filter(text_hash=text_hash(reply.text))}
        wrong = [] if len(names) >= 2 else [f"{reply} has {len(names)} of 2 names"]
        return wrong + ([] if interaction.state in {"received", "flagged"} else [f"{reply} is too late"])


def stopped(reply: Reply, interaction: Interaction) -> bool:
    """Whether a block covers it, judged by its rows one by one and in other words than the product's."""
    topics = set(interaction.flags.filter(withdrawn_at=None).values_list("topic_id", flat=True))
    hands: set[int | None] = set()
    if reply.approval is not None:
        hands |= {reply.approval.author_id, reply.approval.below_author_id, reply.approval.by_id}
        hands |= set(reply.approval.draft.signatures.values_list("by_id", flat=True))
    if reply.statement is not None:
        hands |= {reply.statement.created_by_id, *reply.statement.signatures.values_list("by_id", flat=True)}
    standing = PostingBlock.objects.filter(lifted_at=None, expires_at__gt=timezone.now())
    covers = {
        "all": lambda _block: True,
        "brand": lambda block: block.brand_id == interaction.brand_id,
        "channel": lambda block: block.channel_id == reply.channel_id,
        "topic": lambda block: block.topic_id in topics,
        "person": lambda block: block.person_id in hands,
    }
    return any(covers[block.scope](block) for block in standing)


def four_eyes(approval: Approval) -> list[str]:
    """What is wrong with the names under an approval, told from the signatures one by one."""
    names = approval.draft.signatures.filter(
        thread_version=approval.thread_version, flag_version=approval.flag_version, text_hash=approval.text_hash
    )
    hands = {name.by_id for name in names}
    if approval.basis == "policy":
        return [] if approval.signatures_needed == 0 else [f"{approval} is the policy's, yet needs names"]
    if len(hands) < approval.signatures_needed:
        return [f"{approval} has {len(hands)} of {approval.signatures_needed} names"]
    others = {approval.author_id, approval.below_author_id} - {None}
    return (
        [f"{approval} was seen by one person only"] if hands <= {approval.author_id} and len(others | hands) < 2 else []
    )


def entitled(approval: Approval, interaction: Interaction) -> list[str]:
    """Who stands behind a text must still be entitled to at the instant it leaves; told by reading rights anew."""
    if approval.basis == "policy":
        author = User.objects.get(pk=approval.author_id)
        return [] if can(author, "draft", interaction.team) else [f"{author} may not answer any more"]
    signed = approval.draft.signatures.filter(
        thread_version=approval.thread_version, flag_version=approval.flag_version
    )
    return [
        f"{signature.by} may not approve for {signature.team} any more"
        for signature in signed.select_related("team")
        if not can(User.objects.get(pk=signature.by_id), "approve", signature.team)
    ]
