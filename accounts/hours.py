"""Business hours of a brand: when somebody is expected to be at work. Pure.

They are kept with the brand as what ``as_written`` gives and read by ``Hours.of``. A brand that has written none is
always open, so that nothing waits for a morning that nobody named.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Self

from accounts.zones import zone_named

WEEKDAYS = range(7)  # Monday is 0
MOST_CLOSED_DAYS = 400
_LOOKED_AHEAD = 400  # days: longer than any company is closed
_END_OF_DAY = time(0)

Span = tuple[time, time]  # from and to, on the wall; midnight at the end is the end of that day


@dataclass(frozen=True, slots=True)
class Hours:
    zone: tzinfo
    week: Mapping[int, Span] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()

    @classmethod
    def of(cls, written: Any, zone_name: str) -> Self:
        """What was written, with whatever nobody can read left out."""
        kept = written if isinstance(written, dict) else {}
        week = kept.get("week")
        spans = {int(day): span for day, given in dict(week or {}).items() if (span := _span(given))}
        days = (_read(date.fromisoformat, day) for day in kept.get("closed") or ())
        return cls(zone_named(zone_name), spans, frozenset(day for day in days if day))

    def as_written(self) -> dict[str, Any]:
        week = {str(day): [f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, (opens, closes) in sorted(self.week.items())}
        return {"week": week, "closed": sorted(day.isoformat() for day in self.closed)} if week else {}

    @property
    def is_always(self) -> bool:
        return not self.week

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """When that much time has passed of which somebody was at work. Whole where the brand is always open."""
        if self.is_always:
            return moment + wait
        left = wait
        for opens, closes in self._spans_from(moment):
            begins = max(opens, moment)
            if begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta())
        return moment + wait  # closed for longer than a year: better too early than never

    def is_open(self, moment: datetime) -> bool:
        return self.is_always or any(opens <= moment < closes for opens, closes in self._spans_from(moment, days=1))

    def _spans_from(self, moment: datetime, days: int = _LOOKED_AHEAD) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches that end after this moment, in UTC: an hour that a clock skips is no hour of work."""
        first = moment.astimezone(self.zone).date()
        for ahead in range(days):
            day = first + timedelta(days=ahead)
            span = self.week.get(day.weekday())
            if span is None or day in self.closed:
                continue
            opens, closes = (self._at(day, span[0]), self._end(day, span[1]))
            if closes > moment:
                yield opens, closes

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def _end(self, day: date, clock: time) -> datetime:
        return self._at(day + timedelta(days=1), clock) if clock == _END_OF_DAY else self._at(day, clock)


def _span(given: Any) -> Span | None:
    ends = [_read(time.fromisoformat, each) for each in given] if isinstance(given, list | tuple) else []
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    return (ends[0], ends[1]) if ends[0] < ends[1] or ends[1] == _END_OF_DAY else None


def _read(read: Any, written: Any) -> Any:
    try:
        return read(str(written))
    except ValueError:
        return None


def days_in(lines: Iterable[str]) -> tuple[frozenset[date], list[str]]:
    """Dates written one a line, and the lines that are none."""
    found, unread = set(), []
    for line in (line.strip() for line in lines):
        day = _read(date.fromisoformat, line) if line else None
        if day:
            found.add(day)
        elif line:
            unread.append(line)
    return frozenset(found), unread
