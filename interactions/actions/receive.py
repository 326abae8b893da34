"""Receiving: a batch of messages becomes interactions, each exactly once, in one transaction (P6)."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from connectors.contract import Incoming
from connectors.models import Channel
from interactions.actions import arriving, changing
from interactions.actions.reevaluating import count_again
from interactions.belonging import teams_of_contacts
from interactions.ingest import threads
from interactions.ingest.arrivals import Head, Plan
from interactions.ingest.judging import Bench
from interactions.ingest.known import Known, contacts, conversations, open_heads, standing_topics

LARGEST_BATCH = 1_000


class Outcome(StrEnum):
    """What became of one message."""

    NEW = "new"  # an interaction now
    ANSWER = "answer"  # a reply of the brand's, found on the network
    KNOWN = "known"
    CHANGED = "changed"
    QUARANTINED = "quarantined"


@dataclass(slots=True)
class Received:
    """What became of a batch: an outcome for each message, in their order."""

    batch: uuid.UUID = field(default_factory=uuid.uuid4)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many messages came to each outcome."""
        counted = Counter(self.outcomes)
        return {str(outcome): counted[outcome] for outcome in Outcome}


def receive(channel: Channel, messages: Sequence[Incoming]) -> Received:
    """Take messages in, in their order, by whatever path they came. Safe to call with the same ones again, from any
    number of workers at once: the channel's row is locked, so that a batch sees what the one before it wrote.

    ``messages`` beyond LARGEST_BATCH are taken in several transactions.
    """
    received = Received()
    for start in range(0, len(messages), LARGEST_BATCH):
        for chunk in _without_repeats(messages[start : start + LARGEST_BATCH]):
            received.outcomes += _receive(channel, chunk, received.batch)
    return received


def _without_repeats(messages: Sequence[Incoming]) -> list[list[Incoming]]:
    """Chunks in which no remote id stands twice, in the order given: a repeat is judged against the first, stored."""
    chunks: list[list[Incoming]] = [[]]
    seen: set[str] = set()
    for message in messages:
        if message.remote_id in seen:
            chunks.append([])
            seen.clear()
        seen.add(message.remote_id)
        chunks[-1].append(message)
    return chunks


@transaction.atomic
def _receive(channel: Channel, messages: Sequence[Incoming], batch: uuid.UUID) -> list[Outcome]:
    now = timezone.now()
    channel = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
    known = Known.among(channel, messages)
    outcomes = [_outcome(message, known) for message in messages]
    count_again(channel, messages, known)
    if new := [message for message in messages if message.remote_id not in known]:
        _take_in(channel, new, known, batch, now)
    Channel.objects.filter(pk=channel.pk).update(last_received_at=now)
    return outcomes


def _outcome(message: Incoming, known: Known) -> Outcome:
    """What the message is; where it tells something about one we have, that is written down."""
    if message.remote_id in known:
        return Outcome(changing.compare(known, message))
    return Outcome.ANSWER if message.direction == "outbound" else Outcome.NEW


def _take_in(channel: Channel, messages: Sequence[Incoming], known: Known, batch: uuid.UUID, now: datetime) -> None:
    key_of = threads.keys(messages, known)
    authors = contacts(channel, messages, now)
    there, made = conversations(channel, key_of.values(), now)
    rooms = there | made
    for orphan, key in threads.orphaned(channel, key_of):
        changing.join(orphan, rooms[key])
        there[key] = rooms[key]
    bench = Bench(channel.brand_id, channel.network)
    verdicts = bench.verdicts([m for m in messages if m.direction == "inbound"], authors, now)
    came = {"channel": channel.pk, "batch": str(batch)}
    seats = _seats([room.pk for room in there.values()])
    teams = teams_of_contacts([author.pk for author in authors.values()])
    plan = Plan(channel=channel, bench=bench, now=now, came=came, seats=seats, teams=teams)
    asked_by = {remote_id: row.contact_id for remote_id, row in known.interactions.items()}
    for message in messages:
        room = rooms[key_of[message.remote_id]]
        if message.direction == "outbound":
            plan.answer(message, room, asked_by.get(message.parent_id))
        else:
            author = authors[message.author.remote_id]
            plan.arrive(message, author, room, verdicts[message.remote_id])
            asked_by[message.remote_id] = author.pk
    arriving.write(plan)


def _seats(conversation_ids: list[int]) -> defaultdict[int, dict[int, Head]]:
    rows = open_heads(conversation_ids)
    topics = standing_topics(rows)
    seats = defaultdict[int, dict[int, Head]](dict)
    for row in rows:
        seats[row.conversation_id][row.contact_id] = Head(row, topics.get(row.pk, {}))
    return seats
