"""What a quarter of reviews says about how a person learns: a line by week, and the habits that come back. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from approvals.readiness import Mark, Terms, firsts, rate

WEEKS = 13  # a quarter: long enough to see a line, short enough to be about the person of today
HABIT = 2  # so often again after it was first told


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday on. Rates and shares in percent, None where nothing was decided or changed."""

    starts_on: date
    decided: int
    first_time: int | None
    edited: int | None
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class Habit:
    """A reason that came back: on ``again`` answers that were written after it was first told."""

    reason_code: str
    first_told_at: datetime
    again: int


def starts_at(now: datetime, zone: tzinfo) -> datetime:
    """The first moment of the first of the thirteen weeks, the last of which is this one."""
    monday = _monday(now, zone) - timedelta(weeks=WEEKS - 1)
    return datetime(monday.year, monday.month, monday.day, tzinfo=zone)


def weeks(marks: Iterable[Mark], terms: Terms, *, now: datetime, zone: tzinfo) -> list[Week]:
    """Thirteen weeks up to now, oldest first, the quiet ones too."""
    told = list(marks)
    first_ones = firsts(told, terms)
    last = _monday(now, zone)
    found = []
    for back in reversed(range(WEEKS)):
        monday = last - timedelta(weeks=back)
        here = [one for one in first_ones if _monday(one.at, zone) == monday]
        then = [mark for mark in told if _monday(mark.at, zone) == monday]
        found.append(Week(monday, len(here), rate(here), edited(then), waited(then)))
    return found


def edited(marks: Iterable[Mark]) -> int | None:
    """How much reviewers changed where they changed something: the median, in whole percent."""
    shares = [100 * mark.edit_share for mark in marks if mark.edit_share is not None]
    return round(median(shares)) if shares else None


def waited(marks: Iterable[Mark]) -> timedelta | None:
    """From a draft to its first decision: the median."""
    first: dict[int, float] = {}
    for mark in marks:
        seconds = (mark.at - mark.drafted_at).total_seconds()
        first[mark.draft_id] = min(first.get(mark.draft_id, seconds), seconds)
    return timedelta(seconds=median(first.values())) if first else None


def reasons(marks: Iterable[Mark]) -> list[tuple[str, int]]:
    """Why answers were returned, the most frequent first."""
    return Counter(mark.reason_code for mark in marks if mark.verdict == "return").most_common()


def habits(marks: Sequence[Mark]) -> list[Habit]:
    """Reasons that came back at least twice. An answer written before the first word about it is no habit."""
    first: dict[str, datetime] = {}
    returned = sorted((mark for mark in marks if mark.verdict == "return"), key=lambda mark: mark.at)
    again: Counter[str] = Counter()
    for mark in returned:
        told_at = first.setdefault(mark.reason_code, mark.at)
        again[mark.reason_code] += mark.drafted_at > told_at
    return [Habit(code, first[code], times) for code, times in again.most_common() if times >= HABIT]


def _monday(moment: datetime, zone: tzinfo) -> date:
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
