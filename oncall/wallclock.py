"""The clock on the wall and the hours of a week. Pure: local times and zones in, moments in UTC out.

A local time that a clock change skips is the moment of the change; one that comes twice is the first of the two. So
later on the wall is never earlier in the world, whatever a government does to its clocks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """On these weekdays (Monday is 0) from one local time until another; an end that is not later than the beginning
    is the next day's."""

    days: tuple[int, ...]
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class Span:
    """From one moment until just before another."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


@lru_cache(maxsize=16_384)
def moment_at(local: datetime, zone: ZoneInfo) -> datetime:
    """When the wall shows this naive local time, in UTC."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) == local:
        return first
    return _change_between(local.replace(tzinfo=zone, fold=1).astimezone(UTC), first, zone)


def wall_at(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the wall shows then, naive."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def spans_of(hours: Iterable[Hours], zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Span]:
    """The hours as moments, all that touch [start, end), each weekday in turn."""
    windows = list(hours)
    day = wall_at(start, zone).date() - 2 * _DAY
    last = wall_at(end, zone).date() + _DAY
    while day <= last:
        for each in windows:
            if day.weekday() in each.days and (span := _span(each, zone, day)).ends_at > start and span.starts_at < end:
                yield span
        day += _DAY


def are_now(hours: Iterable[Hours], zone: ZoneInfo, at: datetime) -> bool:
    """Whether this moment is within the hours."""
    today = wall_at(at, zone).date()
    near = (today - 2 * _DAY, today - _DAY, today, today + _DAY)
    return any(day.weekday() in each.days and _span(each, zone, day).holds(at) for each in hours for day in near)


def _span(hours: Hours, zone: ZoneInfo, day: date) -> Span:
    ends_on = day if hours.ends_at > hours.starts_at else day + _DAY
    starts_at = moment_at(datetime.combine(day, hours.starts_at), zone)
    return Span(starts_at, moment_at(datetime.combine(ends_on, hours.ends_at), zone))


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the zone's offset is no longer what it was."""
    offset = before.astimezone(zone).utcoffset()
    while (between := int((after - before).total_seconds())) > 1:
        middle = before + timedelta(seconds=between // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
