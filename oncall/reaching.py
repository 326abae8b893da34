"""When each of a person's methods is used, from the moment they are paged. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Quiet:
    """From this hour of the day until that one, past midnight where the first is the later."""

    starts_at: time
    ends_at: time
    zone: ZoneInfo

    def end_after(self, at: datetime) -> datetime | None:
        """When the quiet hours that hold ``at`` end; None outside of them."""
        local = at.astimezone(self.zone)
        for day in (local.date() - timedelta(days=1), local.date()):
            starts = datetime.combine(day, self.starts_at, self.zone)
            is_past_midnight = self.ends_at <= self.starts_at
            ends = datetime.combine(day + timedelta(days=is_past_midnight), self.ends_at, self.zone)
            if starts <= at < ends:
                return ends
        return None


def due_times(waits: Sequence[int], at: datetime) -> list[datetime]:
    """The due time of each method, given their waits in minutes. The first is always used at once: a person whose every
    method waits would be paged by nothing until then."""
    shortest = min(waits, default=0)
    return [at + timedelta(minutes=wait - shortest) for wait in waits]


def begins_at(now: datetime, quiet: Quiet | None, latest: datetime) -> datetime:
    """When a person is paged for what can wait: after their quiet hours, at ``latest`` whatever they say."""
    ends = quiet.end_after(now) if quiet else None
    return max(now, min(ends, latest)) if ends else now
