"""Seven days as they are drawn: blocks on a line of 168 hours. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

DAYS = 7
HOURS = DAYS * 24
TINTS = "abcde"


class Stretch(Protocol):
    """A shift, a span, an override: whatever begins and ends."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


T = TypeVar("T", bound=Stretch)


@dataclass(frozen=True)
class Week:
    """Seven days from a midnight of the reader's."""

    starts_at: datetime
    ends_at: datetime

    @property
    def days(self) -> list[datetime]:
        return [_plus_days(self.starts_at, number) for number in range(DAYS)]

    @property
    def before(self) -> date:
        return self.starts_at.date() - timedelta(days=DAYS)

    @property
    def after(self) -> date:
        return self.starts_at.date() + timedelta(days=DAYS)

    def now_hour(self, now: datetime) -> int | None:
        """Where now is on the line, None when it is on another week's."""
        return hour_of(self, now, is_end=False) if self.starts_at <= now < self.ends_at else None

    def holds(self, span: Stretch) -> bool:
        """Whether some of it is in these days."""
        return span.starts_at < self.ends_at and span.ends_at > self.starts_at


def week_of(now: datetime, zone: ZoneInfo, day: date | None = None) -> Week:
    """The seven days that begin with this day where the reader is, else with today."""
    midnight = datetime.combine(day or now.astimezone(zone).date(), time(), zone)
    return Week(midnight, _plus_days(midnight, DAYS))


def place(span: Stretch, week: Week) -> tuple[int, int]:
    """The hours at which it begins and ends on the line, counted on the wall clock from the first midnight; at least an
    hour wide."""
    first = max(0, hour_of(week, span.starts_at, is_end=False))
    last = min(HOURS, max(first + 1, hour_of(week, span.ends_at, is_end=True)))
    return min(first, HOURS - 1), last


def tints(people: Iterable[int]) -> dict[int, str]:
    """The same person always in the same tint."""
    return {person: TINTS[number % len(TINTS)] for number, person in enumerate(dict.fromkeys(people))}


def lines(spans: Iterable[T]) -> list[list[T]]:
    """Spans that overlap on lines below each other, as few as it takes."""
    rows: list[list[T]] = []
    for span in sorted(spans, key=lambda each: each.starts_at):
        free = next((row for row in rows if row[-1].ends_at <= span.starts_at), None)
        if free is None:
            rows.append([span])
        else:
            free.append(span)
    return rows


def hour_of(week: Week, at: datetime, *, is_end: bool) -> int:
    local = at.astimezone(week.starts_at.tzinfo)
    hours = (local.date() - week.starts_at.date()).days * 24 + local.hour
    return hours + 1 if is_end and local.minute else hours


def _plus_days(midnight: datetime, days: int) -> datetime:
    return datetime.combine(midnight.date() + timedelta(days=days), time(), midnight.tzinfo)
