"""What is there already when a batch arrives: read in one query a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from audit.rows import insert
from connectors.contract import Author, Incoming
from connectors.models import Channel
from interactions.models import Contact, Conversation, Flag, Interaction, Reply
from interactions.models.interaction import IS_OPEN_HEAD
from playbook.models import Topic


class Stored(NamedTuple):
    """Of a message that is there, what tells whether it came again, and where its answers belong."""

    pk: int
    remote_id: str
    text: str
    contact_id: int
    conversation_id: int
    likes: int | None
    shares: int | None
    comments: int | None
    reach: int | None
    received_at: datetime


@dataclass(slots=True)
class Known:
    """By the network's own ids: messages of the public, and the conversation of each reply."""

    interactions: dict[str, Stored] = field(default_factory=dict)
    replies: dict[str, int] = field(default_factory=dict)

    @classmethod
    def among(cls, channel: Channel, messages: Sequence[Incoming]) -> "Known":
        """What we have of these messages and of the messages they hang from."""
        ids = {message.remote_id for message in messages} | {m.parent_id for m in messages if m.parent_id}
        rows = Interaction.objects.filter(channel=channel, remote_id__among=ids).values_list(*Stored._fields)
        replies = Reply.objects.filter(channel=channel, remote_id__among=ids)
        stored = {row.remote_id: row for row in map(Stored._make, rows)}
        return cls(stored, dict(replies.values_list("remote_id", "conversation_id")))

    def __contains__(self, remote_id: str) -> bool:
        return remote_id in self.interactions or remote_id in self.replies

    def conversation_of(self, remote_id: str) -> int | None:
        row = self.interactions.get(remote_id)
        return row.conversation_id if row else self.replies.get(remote_id)


def contacts(channel: Channel, messages: Sequence[Incoming], now: datetime) -> dict[str, Contact]:
    """The authors as contacts, made where they are new, brought up to date where the network tells something new."""
    authors = {message.author.remote_id: message.author for message in messages if message.direction == "inbound"}
    ours = Contact.objects.filter(brand_id=channel.brand_id, network=channel.network)
    found = {row.remote_id: row for row in ours.filter(remote_id__among=authors)}
    new = [_contact(channel, authors[key], now) for key in sorted(authors.keys() - found.keys())]
    if new:
        # Another channel of the same network may bring the same author at the same moment; the second learns the id.
        Contact.objects.bulk_create(
            new, update_conflicts=True, unique_fields=["brand", "network", "remote_id"], update_fields=["handle"]
        )
        found |= {row.remote_id: row for row in new}
    _refresh(found, authors)
    return found


_FACTS = ("handle", "name", "followers", "is_verified", "is_press", "is_employee", "is_influencer")


def _contact(channel: Channel, author: Author, now: datetime) -> Contact:
    facts = {name: getattr(author, name) for name in _FACTS}
    return Contact(
        brand_id=channel.brand_id, network=channel.network, remote_id=author.remote_id, first_seen_at=now, **facts
    )


def _refresh(found: dict[str, Contact], authors: dict[str, Author]) -> None:
    """A network that sends less than it once did takes nothing away."""
    changed = []
    for key, contact in found.items():
        news = {
            name: value for name in _FACTS if (value := getattr(authors[key], name)) and value != getattr(contact, name)
        }
        for name, value in news.items():
            setattr(contact, name, value)
        if news:
            changed.append(contact)
    if changed:
        Contact.objects.bulk_update(sorted(changed, key=lambda row: row.pk), _FACTS)


def conversations(
    channel: Channel, keys: Iterable[str], now: datetime
) -> tuple[dict[str, Conversation], dict[str, Conversation]]:
    """The conversations with these keys that are there, and those made now. The channel is locked: nobody else makes
    any."""
    wanted = set(keys)
    found = {row.key: row for row in Conversation.objects.filter(channel=channel, key__among=wanted)}
    new = [Conversation(channel_id=channel.pk, key=key, started_at=now) for key in sorted(wanted - found.keys())]
    return found, {row.key: row for row in insert(new)}


def open_heads(conversation_ids: Iterable[int]) -> list[Interaction]:
    """The open interactions of these conversations, locked in the order of their ids."""
    heads = Interaction.objects.filter(IS_OPEN_HEAD, conversation_id__in=set(conversation_ids))
    return list(heads.select_for_update(no_key=True).order_by("pk"))


def standing_topics(rows: Sequence[Interaction]) -> dict[int, dict[int, Topic]]:
    """The topics that stand on these interactions, by interaction id."""
    standing: dict[int, dict[int, Topic]] = {}
    flags = Flag.objects.filter(interaction__in=rows, withdrawn_at=None).values_list("interaction_id", "topic_id")
    pairs = list(flags) if rows else []
    topics = Topic.objects.in_bulk({topic_id for _pk, topic_id in pairs}) if pairs else {}
    for interaction_id, topic_id in pairs:
        standing.setdefault(interaction_id, {})[topic_id] = topics[topic_id]
    return standing
