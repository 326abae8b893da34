"""A room's lines in the record, and in its own log."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, person_or_none
from audit.broadcast import publish
from audit.models import Event
from audit.record import record
from oncall.models import Huddle, Incident, LogEntry


def tell_room(
    name: str, incident: Incident, *, by: Actor, details: dict[str, Any] | None = None, **facts: Any
) -> Event:
    """Record ``oncall.<name>`` about this incident; pages of its team hear that it changed."""

    def after_commit() -> None:
        publish("changed", team_id=incident.team_id, brand_id=incident.brand_id)

    transaction.on_commit(after_commit, robust=True)
    standing = {"owner_team": incident.team_id, "topic": incident.topic_id, "state": str(incident.state)}
    return record(
        f"oncall.{name}",
        by=by,
        subject=incident,
        brand=incident.brand_id,
        facts=standing | facts,
        details=details,
    )


def tell_huddle(name: str, huddle: Huddle, *, by: Actor, details: dict[str, Any] | None = None, **facts: Any) -> Event:
    """Record ``oncall.<name>`` about this huddle."""
    about = {"interaction": huddle.interaction_id, "incident": huddle.incident_id}
    return record(f"oncall.{name}", by=by, subject=huddle, brand=huddle.brand_id, facts=about | facts, details=details)


def note(
    incident: Incident | None, *, kind: str, text: str, by: Actor, huddle: Huddle | None = None, **more: Any
) -> LogEntry:
    """Write an entry into the log; the caller records it."""
    return LogEntry.objects.create(
        incident=incident,
        huddle=huddle,
        kind=kind,
        text=text[:2000],
        by=person_or_none(by),
        written_at=timezone.now(),
        **more,
    )
