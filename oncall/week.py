"""The next days as they are drawn: shifts as an agenda, and as blocks on a line of 168 hours. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from oncall.schedule import ScheduleSpec, Shift, shifts_between

DAYS = 7
HOURS = DAYS * 24
TINTS = "abcde"


@dataclass(frozen=True)
class Block:
    """A shift on the line: the hours it begins and ends at, counted on the wall clock from the first midnight."""

    shift: Shift
    first_hour: int
    last_hour: int
    tint: str

    @property
    def is_short(self) -> bool:
        """Too narrow for a name."""
        return self.last_hour - self.first_hour < 12


@dataclass(frozen=True)
class Week:
    """Seven days from midnight of the reader's today."""

    starts_at: datetime
    ends_at: datetime

    @property
    def days(self) -> list[datetime]:
        return [_plus_days(self.starts_at, number) for number in range(DAYS)]

    def now_hour(self, now: datetime) -> int:
        return _hour(self, now, is_end=False)


def week_of(now: datetime, zone: ZoneInfo) -> Week:
    """The seven days that begin with today where the reader is."""
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return Week(midnight, _plus_days(midnight, DAYS))


def shifts_in(spec: ScheduleSpec, week: Week) -> list[Shift]:
    return shifts_between(spec, week.starts_at, week.ends_at)


def blocks_in(shifts: list[Shift], week: Week) -> list[Block]:
    """Each shift at its place on the line, at least an hour wide; the same person always in the same tint."""
    order = list(dict.fromkeys(shift.person for shift in shifts if shift.person is not None))
    blocks = []
    for shift in shifts:
        first = _hour(week, shift.starts_at, is_end=False)
        last = min(HOURS, max(first + 1, _hour(week, shift.ends_at, is_end=True)))
        tint = "gap" if shift.person is None else TINTS[order.index(shift.person) % len(TINTS)]
        blocks.append(Block(shift, min(first, HOURS - 1), last, tint))
    return blocks


def _hour(week: Week, at: datetime, *, is_end: bool) -> int:
    local = at.astimezone(week.starts_at.tzinfo)
    hours = (local.date() - week.starts_at.date()).days * 24 + local.hour
    return hours + 1 if is_end and local.minute else hours


def _plus_days(midnight: datetime, days: int) -> datetime:
    return datetime.combine(midnight.date() + timedelta(days=days), time(), midnight.tzinfo)
