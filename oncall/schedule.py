"""Who is on call at a moment. Pure: a schedule as plain values and a moment in, people and shifts out.

The one resolver: pages, screens, notices and calendar feeds ask nothing else. The first layer that has somebody who is
there names the person; overrides win over every layer, a later one over an earlier one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from oncall.layers import AnyLayer, CalendarSpec, Entry, LayerSpec, changes, hand_off, person_at
from oncall.wallclock import Hours, Span, are_now, spans_of

__all__ = [
    "ADD", "REMOVE", "REPLACE", "Away", "CalendarSpec", "Entry", "Hours", "LayerSpec", "OverrideSpec", "ScheduleSpec",
    "Shift", "gaps_between", "hand_off", "next_covered_at", "on_call_at", "people_at", "shifts_between", "walk",
]  # fmt: skip

ADD, REMOVE, REPLACE = "add", "remove", "replace"


@dataclass(frozen=True)
class OverrideSpec(Span):
    """``add``: the person is on call as well. ``replace``: this person, whoever's turn it is. ``remove``: not this
    person; what an earlier override or a layer says of them does not count."""

    kind: str
    person: int


@dataclass(frozen=True)
class Away(Span):
    """The person is not there: whatever names them names nobody."""

    person: int


@dataclass(frozen=True)
class ScheduleSpec:
    """Layers in the order in which they win, overrides in the order in which they were made, who is away, and the hours
    in which somebody has to be on call; none: always."""

    time_zone: str
    layers: tuple[AnyLayer, ...]
    overrides: tuple[OverrideSpec, ...] = ()
    away: tuple[Away, ...] = ()
    required: tuple[Hours, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def everybody(self) -> frozenset[int]:
        """Whoever it may name at any time."""
        in_layers = {person for layer in self.layers for person in layer.people if person is not None}
        return frozenset(in_layers | {override.person for override in self.overrides})


@dataclass(frozen=True)
class Shift(Span):
    """Who is paged from one moment until just before another, the first of them first."""

    people: tuple[int, ...]
    is_required: bool = True

    @property
    def person(self) -> int | None:
        return self.people[0] if self.people else None

    @property
    def is_gap(self) -> bool:
        """Nobody, although somebody has to be."""
        return not self.people and self.is_required


def people_at(spec: ScheduleSpec, at: datetime) -> tuple[int, ...]:
    """Everybody on call at this moment: whose turn it is, then those who were added. Empty in a gap."""
    standing = [override for override in spec.overrides if override.holds(at)]
    away = {each.person for each in spec.away if each.holds(at)}

    def is_there(person: int, number: int = 0) -> bool:
        removed = any(later.kind == REMOVE and later.person == person for later in standing[number:])
        return person not in away and not removed

    valid = [each for number, each in enumerate(standing, 1) if is_there(each.person, number)]
    replacing = [each.person for each in valid if each.kind == REPLACE][-1:]
    added = [each.person for each in valid if each.kind == ADD]
    turns = (person_at(layer, spec.zone, at) for layer in spec.layers)
    by_turn = (person for person in turns if person is not None and is_there(person))
    first = replacing or list(by_turn)[:1]
    return tuple(dict.fromkeys([*first, *added]))


def on_call_at(spec: ScheduleSpec, at: datetime) -> int | None:
    """The first person on call at this moment, or None in a gap."""
    return next(iter(people_at(spec, at)), None)


def walk(spec: ScheduleSpec, start: datetime, end: datetime) -> Iterator[Shift]:
    """What ``people_at`` says over [start, end), in order and without a hole; found one after the other, so that who
    wants the first alone pays for no other."""
    moments = sorted({start, *_changes(spec, start, end)}) if start < end else []
    running: Shift | None = None
    for moment, following in zip(moments, [*moments[1:], end], strict=False):
        people = people_at(spec, moment)
        is_required = bool(people) or not spec.required or are_now(spec.required, spec.zone, moment)
        if running is not None and (running.people, running.is_required) == (people, is_required):
            running = Shift(running.starts_at, following, people, is_required)
            continue
        if running is not None:
            yield running
        running = Shift(moment, following, people, is_required)
    if running is not None:
        yield running


def shifts_between(spec: ScheduleSpec, start: datetime, end: datetime) -> list[Shift]:
    """The shifts of [start, end); where nobody is on call they are shifts of nobody."""
    return list(walk(spec, start, end))


def gaps_between(spec: ScheduleSpec, start: datetime, end: datetime) -> list[Shift]:
    """Where nobody is on call although somebody has to be."""
    return [shift for shift in walk(spec, start, end) if shift.is_gap]


def next_covered_at(spec: ScheduleSpec, at: datetime, within: timedelta) -> datetime | None:
    """``at`` itself when somebody is on call, else when somebody is again, or None when that is not ``within``."""
    return next((shift.starts_at for shift in walk(spec, at, at + within) if shift.people), None)


def _changes(spec: ScheduleSpec, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments strictly between start and end at which the answer may be another one."""
    for layer in spec.layers:
        yield from changes(layer, spec.zone, start, end)
    spans: list[Span] = [*spec.overrides, *spec.away, *spans_of(spec.required, spec.zone, start, end)]
    for span in spans:
        yield from (moment for moment in (span.starts_at, span.ends_at) if start < moment < end)
