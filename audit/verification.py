"""Proving the record: every digest, every root, every link and every signature, computed anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from cryptography.exceptions import InvalidSignature
from django.db import connection
from django.utils import timezone

from audit import guards
from audit.digests import GENESIS, detail_digest, event_digest, merkle_root, seal_digest
from audit.models import Event, EventDetail, Seal
from audit.sealing import signing_key

UNSEALED_AT_MOST = timedelta(seconds=60)


@dataclass(frozen=True)
class Head:
    """The newest seal at some moment, as it is written down outside: its number and its hash, which stands for all that
    was sealed before it too."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"

    @classmethod
    def read(cls, line: str) -> "Head":
        """Raises ValueError for a line that is none."""
        number, digest = line.split()
        if len(bytes.fromhex(digest)) != 32:
            raise ValueError("A hash has 64 digits.")
        return cls(int(number), digest.lower())


def newest_head() -> Head | None:
    """What to write down now; None while nothing is sealed."""
    seal = Seal.objects.order_by("-number").first()
    return Head(seal.number, _hash_of(seal)) if seal else None


def breaks(heads: Iterable[Head] = ()) -> Iterator[str]:
    """Each break of the record as a sentence, first things first. Nothing yielded means that it holds.

    ``heads`` were written down earlier: without them nobody can see that the newest seals were cut off together with
    their events. Reads the whole record seal by seal, in memory bounded by the largest seal.
    """
    for table in guards.missing(connection):
        yield f"The table {table} has lost the triggers that make it append-only."
    yield from _head_breaks(heads)
    yield from _chain_breaks()
    yield from _unsealed_breaks()


def _head_breaks(heads: Iterable[Head]) -> Iterator[str]:
    for head in heads:
        seal = Seal.objects.filter(number=head.number).first()
        if seal is None:
            yield f"Seal {head.number} was written down and is gone: the end of the record was cut off."
        elif _hash_of(seal) != head.digest:
            yield f"Seal {head.number} is not the one that was written down."


def _hash_of(seal: Seal) -> str:
    return seal_digest(seal.number, seal.previous, seal.root, seal.count)


def _chain_breaks() -> Iterator[str]:
    key = signing_key().public_key()
    previous = GENESIS
    expected = 1
    for seal in Seal.objects.order_by("number").iterator():
        if seal.number != expected:
            yield f"Seal {expected} is missing; the next one found is {seal.number}."
        if seal.previous != previous:
            yield f"Seal {seal.number} does not follow the seal before it."
        previous = _hash_of(seal)
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
