"""Who is on call at a moment. Pure: a schedule as plain values and a moment in, people and shifts out.

Hand-offs are in wall-clock time. Shift i is [hand-off i, hand-off i+1), so that a day of 23 or 25 hours moves no
hand-off. A local time that a clock change skips is as far after the change as it would have been after it; one that
comes twice is the first of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class LayerSpec:
    """People taking turns of ``rotates_every`` days, from the hour of hand-off on ``starts_on``. The hand-offs are
    counted from the weekday ``hands_off_on`` on or before that day; the first person has the turn running then. None in
    ``people`` is a turn that nobody takes, because that person has left."""

    starts_on: date
    hands_off_on: int
    hands_off_at: time
    rotates_every: int
    people: tuple[int | None, ...]


@dataclass(frozen=True)
class ScheduleSpec:
    """Layers in the order in which they win."""

    time_zone: str
    layers: tuple[LayerSpec, ...]

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Shift:
    """Who is paged from one moment until just before another; ``person`` None is a gap."""

    starts_at: datetime
    ends_at: datetime
    person: int | None

    @property
    def is_gap(self) -> bool:
        return self.person is None


def on_call_at(spec: ScheduleSpec, at: datetime) -> int | None:
    """The person of the first layer that has one at this moment, or None in a gap."""
    for layer in spec.layers:
        person = _person_at(layer, spec.zone, at)
        if person is not None:
            return person
    return None


def shifts_between(spec: ScheduleSpec, start: datetime, end: datetime) -> list[Shift]:
    """What ``on_call_at`` says over [start, end), in order and without a hole: gaps are shifts of nobody."""
    if start >= end:
        return []
    changes = {start, *(change for layer in spec.layers for change in _changes(layer, spec.zone, start, end))}
    shifts: list[Shift] = []
    moments = sorted(changes)
    for moment, following in zip(moments, [*moments[1:], end], strict=True):
        person = on_call_at(spec, moment)
        if shifts and shifts[-1].person == person:
            shifts[-1] = Shift(shifts[-1].starts_at, following, person)
        else:
            shifts.append(Shift(moment, following, person))
    return shifts


def gaps_between(spec: ScheduleSpec, start: datetime, end: datetime) -> list[Shift]:
    """The shifts of nobody."""
    return [shift for shift in shifts_between(spec, start, end) if shift.is_gap]


def next_covered_at(spec: ScheduleSpec, at: datetime, within: timedelta) -> datetime | None:
    """``at`` itself when somebody is on call, else when the gap ends, or None when it is longer than ``within``."""
    covered = (shift.starts_at for shift in shifts_between(spec, at, at + within) if not shift.is_gap)
    return next(covered, None)


def hand_off(layer: LayerSpec, zone: ZoneInfo, number: int) -> datetime:
    """The moment at which shift ``number`` begins, in UTC."""
    day = _first_day(layer) + timedelta(days=number * layer.rotates_every)
    return datetime.combine(day, layer.hands_off_at, zone).astimezone(UTC)


def _person_at(layer: LayerSpec, zone: ZoneInfo, at: datetime) -> int | None:
    if not layer.people or at < _starts_at(layer, zone):
        return None
    return layer.people[_shift_number(layer, zone, at) % len(layer.people)]


def _changes(layer: LayerSpec, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments strictly between start and end at which this layer may name somebody else."""
    starts_at = _starts_at(layer, zone)
    if start < starts_at < end:
        yield starts_at
    number = _shift_number(layer, zone, max(start, starts_at)) + 1
    while (moment := hand_off(layer, zone, number)) < end:
        if moment > start:
            yield moment
        number += 1


def _shift_number(layer: LayerSpec, zone: ZoneInfo, at: datetime) -> int:
    """The greatest number whose hand-off is not after ``at``."""
    number = (at.astimezone(zone).date() - _first_day(layer)).days // layer.rotates_every
    while hand_off(layer, zone, number + 1) <= at:
        number += 1
    while hand_off(layer, zone, number) > at:
        number -= 1
    return number


def _starts_at(layer: LayerSpec, zone: ZoneInfo) -> datetime:
    """The hour of hand-off on the first day, in UTC."""
    return datetime.combine(layer.starts_on, layer.hands_off_at, zone).astimezone(UTC)


def _first_day(layer: LayerSpec) -> date:
    """The day of the hand-off that begins the turn running when the layer starts."""
    since = (layer.starts_on.weekday() - layer.hands_off_on) % 7
    return layer.starts_on - timedelta(days=since % layer.rotates_every)
