"""Which conversation a message belongs to, whatever order the messages come in.

A conversation's key is the network's thread id where it gives one. Otherwise it is the conversation of the parent; a
parent we have not seen yet lends its own id as the key, and finds its replies waiting there when it comes.
"""

from collections.abc import Sequence

from connectors.contract import Incoming
from connectors.models import Channel
from interactions.ingest.known import Known
from interactions.models import Conversation


def keys(messages: Sequence[Incoming], known: Known) -> dict[str, str]:
    """The conversation key of each message, by remote id."""
    ids = {pk for m in messages if m.parent_id and (pk := known.conversation_of(m.parent_id))}
    stored = dict(Conversation.objects.filter(pk__in=ids).values_list("pk", "key")) if ids else {}
    in_batch = {message.remote_id: message for message in messages}
    return {message.remote_id: _key(_top(message, in_batch), known, stored) for message in messages}


def _top(message: Incoming, in_batch: dict[str, Incoming]) -> Incoming:
    """The message of this batch that decides: up the parents, which may stand before or after, and may form a ring."""
    passed: set[str] = set()
    while not message.thread_id and message.parent_id in in_batch and message.remote_id not in passed:
        passed.add(message.remote_id)
        message = in_batch[message.parent_id]
    return message


def _key(message: Incoming, known: Known, stored: dict[int, str]) -> str:
    if message.thread_id:
        return message.thread_id
    if not message.parent_id:
        return message.remote_id
    conversation_id = known.conversation_of(message.parent_id)
    return stored[conversation_id] if conversation_id else message.parent_id


def orphaned(channel: Channel, key_of: dict[str, str]) -> list[tuple[Conversation, str]]:
    """Conversations that were waiting for one of these messages under its id, with the key they belong to."""
    elsewhere = [remote_id for remote_id, key in key_of.items() if key != remote_id]
    waiting = Conversation.objects.filter(channel=channel, key__among=elsewhere)
    return [(conversation, key_of[conversation.key]) for conversation in waiting]
