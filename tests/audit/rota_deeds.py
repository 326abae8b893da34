"""The verbs of schedules: layers, overrides, covers, calendars out and in, and the start of a shift."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from oncall import actions as oncall
from oncall.actions.schedules import Turns
from oncall.models import CalendarFeed, CoverRequest, Layer, Override, Schedule, ShiftStart
from tests.audit.preparing import Act, of
from tests.cast import Cast

TURNS = Turns(date(2020, 1, 6), 0, time(9), 7)
NO_ENTRIES = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nEND:VCALENDAR\r\n"


def schedule(cast: Cast) -> Schedule:
    given: dict[str, Any] = {"team": cast.teams["care"], "name": "Care", "time_zone": "UTC"}
    return oncall.save_schedule(None, by=cast.ada, turns=TURNS, people=[cast.priya], **given)


def two_layers(cast: Cast) -> Layer:
    return oncall.save_layer(schedule(cast), None, by=cast.ada, turns=TURNS, people=[cast.tomas])


def span() -> dict[str, Any]:
    now = timezone.now()
    return {"starts_at": now, "ends_at": now + timedelta(hours=1)}


def overridden(cast: Cast) -> Override:
    return oncall.override(schedule(cast), by=cast.ada, kind="add", person=cast.tomas, **span())


def asked(cast: Cast) -> CoverRequest:
    return oncall.ask_cover(schedule(cast), by=cast.priya, asked=cast.tomas, **span())


def opened(cast: Cast) -> CalendarFeed:
    return oncall.open_feed(None, by=cast.priya)[0]


def begun(cast: Cast) -> ShiftStart:
    now = timezone.now()
    return ShiftStart.objects.create(schedule=schedule(cast), user=cast.priya, starts_at=now, told_at=now)


ROTA: dict[str, Callable[[Cast], Act]] = {
    "oncall.save_layer": of(schedule, lambda c, s: oncall.save_layer(s, None, by=c.ada, turns=TURNS, people=[c.tomas])),
    "oncall.raise_layer": of(two_layers, lambda c, layer: oncall.raise_layer(layer, by=c.ada)),
    "oncall.remove_layer": of(two_layers, lambda c, layer: oncall.remove_layer(layer, by=c.ada)),
    "oncall.override": lambda c: lambda: overridden(c),
    "oncall.cancel_override": of(overridden, lambda c, o: oncall.cancel_override(o, by=c.ada)),
    "oncall.ask_cover": lambda c: lambda: asked(c),
    "oncall.take_cover": of(asked, lambda c, r: oncall.take_cover(r, by=c.tomas)),
    "oncall.decline_cover": of(asked, lambda c, r: oncall.decline_cover(r, by=c.tomas)),
    "oncall.withdraw_cover": of(asked, lambda c, r: oncall.withdraw_cover(r, by=c.priya)),
    "oncall.open_feed": lambda c: lambda: opened(c),
    "oncall.revoke_feed": of(opened, lambda c, f: oncall.revoke_feed(f, by=c.priya)),
    "oncall.import_calendar": of(
        schedule, lambda c, s: oncall.import_calendar(s, by=c.ada, name="Duty", body=NO_ENTRIES)
    ),
    "oncall.follow_calendar": of(
        schedule, lambda c, s: oncall.follow_calendar(s, by=c.ada, name="Duty", address="https://calendar.example/a")
    ),
    "oncall.confirm_shift": of(begun, lambda c, s: oncall.confirm_shift(s, by=c.priya)),
}
