"""Calendars in iCalendar: shifts written out, turns read in. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.refusals import Invalid

MOST_BYTES = 1_000_000
MOST_EVENTS = 2_000  # as they are written
MOST_ENTRIES = 3_000  # as they repeat
LONGEST_ENTRY = timedelta(days=92)
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_FINER = ("BYSECOND", "BYMINUTE", "BYHOUR", "BYSETPOS")


@dataclass(frozen=True)
class Line:
    """A shift as a calendar shows it; ``uid`` stays the same as long as the shift does."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str


@dataclass(frozen=True)
class Found:
    """An entry of an outside calendar, and the addresses it names."""

    starts_at: datetime
    ends_at: datetime
    title: str
    addresses: tuple[str, ...]


def written(name: str, lines: Iterable[Line], now: datetime) -> bytes:
    """A calendar that any program subscribes to."""
    calendar = Calendar()
    calendar.add("prodid", "-//Escalation Desk//On call//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT15M")
    for line in lines:
        event = Event()
        event.add("uid", line.uid)
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", line.starts_at.astimezone(UTC))
        event.add("dtend", line.ends_at.astimezone(UTC))
        event.add("summary", line.title)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def read(body: bytes, zone: ZoneInfo, start: datetime, end: datetime) -> list[Found]:
    """The entries that touch [start, end), repeated ones as often as they fall into it. Whole days, and times without a
    zone, are the schedule's. Raises Invalid for what is no calendar, and for one that repeats without measure."""
    if len(body) >= MOST_BYTES:
        raise Invalid(_("This calendar is larger than a megabyte."))
    try:
        calendar = Calendar.from_ical(body)
        _check_measure(calendar)
        repeated = recurring_ical_events.of(calendar, skip_bad_series=True).after(start)
        found = list(islice(_until(repeated, zone, end), MOST_ENTRIES + 1))
    except Invalid:
        raise
    except Exception as error:  # its readers raise whatever they stumble over
        raise Invalid(_("This is no calendar we can read.")) from error
    if len(found) > MOST_ENTRIES:
        raise Invalid(_("This calendar has more entries than we take."))
    return [each for each in found if start < each.ends_at and each.starts_at < each.ends_at]


def _check_measure(calendar: Any) -> None:
    if not isinstance(calendar, Calendar):
        raise Invalid(_("This is no calendar we can read."))
    events = list(calendar.walk("VEVENT"))
    if len(events) > MOST_EVENTS:
        raise Invalid(_("This calendar has more entries than we take."))
    rules = [rule for event in events for rule in _rules(event)]
    for rule in rules:
        names = {str(name).upper(): value for name, value in rule.items()}
        often = {str(each).upper() for each in names.get("FREQ", [])}
        if often & _TOO_OFTEN or any(name in names for name in _FINER):
            raise Invalid(_("An entry of this calendar repeats more often than daily. We do not take that."))


def _rules(event: Any) -> list[Any]:
    rule = event.get("RRULE") or []
    return rule if isinstance(rule, list) else [rule]


def _until(repeated: Iterable[Any], zone: ZoneInfo, end: datetime) -> Iterator[Found]:
    for event in repeated:
        starts_at = _moment(event["DTSTART"].dt, zone)
        if starts_at >= end:
            return
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        ends_at = min(_moment(event["DTEND"].dt, zone), starts_at + LONGEST_ENTRY)
        yield Found(starts_at, ends_at, str(event.get("SUMMARY", ""))[:200], tuple(_addresses(event)))


def _moment(given: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(given, datetime):
        given = datetime.combine(given, time())
    return (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)


def _addresses(event: Any) -> Iterator[str]:
    for name in ("ATTENDEE", "ORGANIZER"):
        given = event.get(name) or []
        for each in given if isinstance(given, list) else [given]:
            yield str(each).lower().removeprefix("mailto:").strip()
