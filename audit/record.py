"""Writing the record: the last line of every action."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.actors import Actor, person_or_none
from accounts.models import Brand
from audit import outbox, rows, screens
from audit.digests import detail_digest, event_digest
from audit.models import Event, EventDetail


@dataclass(slots=True)
class Line:
    """An event to be written. ``facts`` hold ids, enums and numbers; ``details`` words and before/after."""

    name: str
    by: Actor
    subject_type: str
    subject_id: int
    brand_id: int | None
    facts: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] | None = None


def record(
    name: str,
    *,
    by: Actor,
    subject: models.Model,
    brand: Brand | int | None,
    facts: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
) -> Event:
    """Write one event and its deliveries in the caller's transaction.

    Raises LookupError when nobody declared the name in the wiring, TransactionManagementError outside a transaction.
    """
    brand_id = brand.pk if isinstance(brand, Brand) else brand
    return record_many([Line(name, by, subject._meta.label_lower, subject.pk, brand_id, facts or {}, details)])[0]


def record_many(lines: Sequence[Line]) -> list[Event]:
    """Write many events at once, in their order, with their deliveries; the same contract as ``record``."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is written in the transaction of what it records.")
    now = timezone.now()
    drafts = [_event(line, now) for line in lines]
    events = list(rows.insert([event for event, _detail in drafts]))
    EventDetail.objects.bulk_create([detail for _event_, detail in drafts if detail is not None])
    outbox.enqueue(events)
    screens.tell_after_commit(events)
    return events


def _event(line: Line, now: datetime) -> tuple[Event, EventDetail | None]:
    outbox.check_declared(line.name)
    person = person_or_none(line.by)
    kind = Event.ActorKind.SYSTEM
    if person is not None:
        kind = Event.ActorKind.MACHINE if person.is_machine else Event.ActorKind.PERSON
    salt = secrets.token_hex(16) if line.details else ""
    words_digest = detail_digest(salt, line.details) if line.details else ""
    actor_id = person.pk if person else None
    event = Event(
        name=line.name,
        at=now,
        actor_id=actor_id,
        actor_kind=kind,
        brand_id=line.brand_id,
        subject_type=line.subject_type,
        subject_id=line.subject_id,
        facts=line.facts,
        detail_digest=words_digest,
        digest=event_digest(
            line.name,
            now,
            actor_id,
            kind,
            line.brand_id,
            line.subject_type,
            line.subject_id,
            line.facts,
            words_digest,
        ),
    )
    return event, EventDetail(event=event, salt=salt, words=line.details) if line.details else None
