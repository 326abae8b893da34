"""Whose turn it is in one layer. Pure.

Hand-offs are in wall-clock time. Shift i is [hand-off i, hand-off i+1), so that a day of 23 or 25 hours moves none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oncall.wallclock import Hours, are_now, moment_at, spans_of, wall_at

HOUR, DAY, WEEK, MONTH = "hour", "day", "week", "month"


@dataclass(frozen=True)
class LayerSpec:
    """People taking turns of ``rotates_every`` units from the hour of hand-off on ``starts_on``. Turns of days and
    weeks are counted from the weekday ``hands_off_on`` on or before that day, and the first person has the turn running
    then; turns of months change on that day of the month, or on the last there is. None in ``people`` is a turn that
    nobody takes, because that person has left. Outside of ``hours`` it has nobody; without any it always has."""

    starts_on: date
    hands_off_on: int
    hands_off_at: time
    rotates_every: int
    people: tuple[int | None, ...]
    unit: str = DAY
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A person's turn that somebody wrote into a calendar elsewhere."""

    starts_at: datetime
    ends_at: datetime
    person: int | None


@dataclass(frozen=True)
class CalendarSpec:
    """A layer kept in an outside calendar; of entries that overlap the one that began first counts."""

    entries: tuple[Entry, ...]

    @property
    def people(self) -> tuple[int | None, ...]:
        return tuple(entry.person for entry in self.entries)


AnyLayer = LayerSpec | CalendarSpec


def person_at(layer: AnyLayer, zone: ZoneInfo, at: datetime) -> int | None:
    """Whose turn it is in this layer, None when it is nobody's."""
    if isinstance(layer, CalendarSpec):
        return next((each.person for each in layer.entries if each.starts_at <= at < each.ends_at), None)
    if not layer.people or at < _starts_at(layer, zone) or (layer.hours and not are_now(layer.hours, zone, at)):
        return None
    return layer.people[shift_number(layer, zone, at) % len(layer.people)]


def changes(layer: AnyLayer, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments strictly between start and end at which this layer may name somebody else."""
    return (moment for moment in _moments(layer, zone, start, end) if start < moment < end)


def hand_off(layer: LayerSpec, zone: ZoneInfo, number: int) -> datetime:
    """The moment at which shift ``number`` begins, in UTC."""
    return moment_at(_on_the_wall(layer, number), zone)


def shift_number(layer: LayerSpec, zone: ZoneInfo, at: datetime) -> int:
    """The greatest number whose hand-off is not after ``at``."""
    number = _about(layer, wall_at(at, zone))
    while hand_off(layer, zone, number + 1) <= at:
        number += 1
    while hand_off(layer, zone, number) > at:
        number -= 1
    return number


def _moments(layer: AnyLayer, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    if isinstance(layer, CalendarSpec):
        for entry in layer.entries:
            yield from (entry.starts_at, entry.ends_at)
        return
    starts_at = _starts_at(layer, zone)
    yield starts_at
    if starts_at >= end:
        return
    number = shift_number(layer, zone, max(start, starts_at)) + 1
    while (moment := hand_off(layer, zone, number)) < end:
        yield moment
        number += 1
    for span in spans_of(layer.hours, zone, start, end):
        yield from (span.starts_at, span.ends_at)


def _on_the_wall(layer: LayerSpec, number: int) -> datetime:
    count = number * layer.rotates_every
    first = datetime.combine(_first_day(layer), layer.hands_off_at)
    if layer.unit == HOUR:
        return first + timedelta(hours=count)
    if layer.unit == MONTH:
        return _plus_months(first, count)
    return first + timedelta(days=count * (7 if layer.unit == WEEK else 1))


def _about(layer: LayerSpec, wall: datetime) -> int:
    """The number of the shift, or one close to it."""
    first = datetime.combine(_first_day(layer), layer.hands_off_at)
    if layer.unit == MONTH:
        return ((wall.year - first.year) * 12 + wall.month - first.month) // layer.rotates_every
    unit = {HOUR: timedelta(hours=1), DAY: timedelta(days=1), WEEK: timedelta(days=7)}[layer.unit]
    return (wall - first) // (unit * layer.rotates_every)


def _starts_at(layer: LayerSpec, zone: ZoneInfo) -> datetime:
    """The hour of hand-off on the first day, in UTC."""
    return moment_at(datetime.combine(layer.starts_on, layer.hands_off_at), zone)


def _first_day(layer: LayerSpec) -> date:
    """The day of the hand-off that begins the turn running when the layer starts."""
    if layer.unit in {HOUR, MONTH}:
        return layer.starts_on
    since = (layer.starts_on.weekday() - layer.hands_off_on) % 7
    return layer.starts_on - timedelta(days=since % (layer.rotates_every * (7 if layer.unit == WEEK else 1)))


def _plus_months(first: datetime, months: int) -> datetime:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last_day = (following - timedelta(days=1)).day
    return first.replace(year=year, month=month + 1, day=min(first.day, last_day))
