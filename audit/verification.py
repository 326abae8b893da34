"""Proving the record: every digest, every root, every link and every signature, computed anew."""

from collections.abc import Iterator
from datetime import timedelta

from cryptography.exceptions import InvalidSignature
from django.db import connection
from django.utils import timezone

from audit import guards
from audit.digests import GENESIS, detail_digest, event_digest, merkle_root, seal_digest
from audit.models import Event, EventDetail, Seal
from audit.sealing import signing_key

UNSEALED_AT_MOST = timedelta(seconds=60)


def breaks() -> Iterator[str]:
    """Each break of the record as a sentence, first things first. Nothing yielded means that it holds.

    Reads the whole record seal by seal, in memory bounded by the largest seal.
    """
    for table in guards.missing(connection):
        yield f"The table {table} has lost the triggers that make it append-only."
    yield from _chain_breaks()
    yield from _unsealed_breaks()


def _chain_breaks() -> Iterator[str]:
    key = signing_key().public_key()
    previous = GENESIS
    expected = 1
    for seal in Seal.objects.order_by("number").iterator():
        if seal.number != expected:
            yield f"Seal {expected} is missing; the next one found is {seal.number}."
        if seal.previous != previous:
            yield f"Seal {seal.number} does not follow the seal before it."
        previous = seal_digest(seal.number, seal.previous, seal.root, seal.count)
        try:
            key.verify(bytes.fromhex(seal.signature), bytes.fromhex(previous))
        except (InvalidSignature, ValueError):
            yield f"The signature of seal {seal.number} is not ours."
        yield from _seal_breaks(seal)
        expected = seal.number + 1


def _seal_breaks(seal: Seal) -> Iterator[str]:
    events = list(Event.objects.filter(seal=seal).order_by("id"))
    yield from _event_breaks(events)
    if len(events) != seal.count:
        yield f"Seal {seal.number} counts {seal.count} events, {len(events)} are there."
    elif merkle_root([event.digest for event in events]) != seal.root:
        yield f"The events of seal {seal.number} are not those that were sealed."


def _unsealed_breaks() -> Iterator[str]:
    unsealed = Event.objects.filter(seal=None).order_by("id")
    yield from _event_breaks(list(unsealed))
    late = [event for event in unsealed if event.at < timezone.now() - UNSEALED_AT_MOST]
    if late:
        yield f"Event {late[0].pk} and {len(late) - 1} more are unsealed for over 60 seconds. Is the sweeper running?"


def _event_breaks(events: list[Event]) -> Iterator[str]:
    details = EventDetail.objects.in_bulk([event.pk for event in events if event.detail_digest])
    for event in events:
        if event.digest != _digest(event):
            yield f"Event {event.pk} ({event.name}) was changed after it was written."
        if event.detail_digest:
            detail = details.get(event.pk)
            if detail is None:
                yield f"The words of event {event.pk} ({event.name}) are gone."
            elif detail_digest(detail.salt, detail.words) != event.detail_digest:
                yield f"The words of event {event.pk} ({event.name}) were changed."


def _digest(event: Event) -> str:
    return event_digest(
        event.name,
        event.at,
        event.actor_id,
        event.actor_kind,
        event.brand_id,
        event.subject_type,
        event.subject_id,
        event.facts,
        event.detail_digest,
    )
