"""What the page “On call” shows of each schedule: who has it, the coming week, and where nobody does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from oncall.local import zone_of
from oncall.models import Schedule
from oncall.queries import LOOK_AHEAD, OnCall, on_call_of, people_of
from oncall.rota import spec_of
from oncall.schedule import ScheduleSpec, Shift, gaps_between
from oncall.week import Block, Week, blocks_in, shifts_in


@dataclass(frozen=True)
class Turn:
    """A shift with its person at hand; None in a gap."""

    shift: Shift
    person: User | None


@dataclass(frozen=True)
class Drawn:
    """A block of the time line with its person at hand; None in a gap."""

    block: Block
    person: User | None


@dataclass(frozen=True)
class Gap:
    """Nobody is on call; ``ends_at`` None when no end is in sight."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Row:
    """One schedule: now, and the next seven days."""

    schedule: Schedule
    now: OnCall
    turns: list[Turn]
    blocks: list[Drawn]
    gaps: list[Gap]

    @property
    def local_zone(self) -> ZoneInfo | None:
        """Where the person on call is."""
        return zone_of(self.now.person) if self.now.person else None


def rows_for(schedules: Iterable[Schedule], week: Week, now: datetime | None = None) -> list[Row]:
    """A row a schedule; the schedules come with their turns."""
    return [_row(schedule, week, now or timezone.now()) for schedule in schedules]


def _row(schedule: Schedule, week: Week, now: datetime) -> Row:
    people = people_of(schedule)
    spec = spec_of(schedule)
    shifts = shifts_in(spec, week)
    return Row(
        schedule=schedule,
        now=on_call_of(schedule, now),
        turns=[Turn(shift, _person(people, shift)) for shift in shifts if shift.ends_at > now],
        blocks=[Drawn(block, _person(people, block.shift)) for block in blocks_in(shifts, week)],
        gaps=_gaps(spec, now, week),
    )


def _gaps(spec: ScheduleSpec, now: datetime, week: Week) -> list[Gap]:
    """Those that begin within the week."""
    horizon = now + LOOK_AHEAD
    return [
        Gap(gap.starts_at, gap.ends_at if gap.ends_at < horizon else None)
        for gap in gaps_between(spec, now, horizon)
        if gap.starts_at < week.ends_at
    ]


def _person(people: dict[int, User], shift: Shift) -> User | None:
    return people[shift.person] if shift.person is not None else None
