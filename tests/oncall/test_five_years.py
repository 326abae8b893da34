"""Five years of turns in every time zone, against a person with a calendar and a clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall.layers import DAY, HOUR, MONTH, WEEK, LayerSpec
from oncall.schedule import ScheduleSpec, people_at, shifts_between
from tests.oncall.test_schedule import ZONES, plus, times

ODD = [
    "UTC", "Europe/London", "America/St_Johns", "Asia/Kathmandu", "Asia/Gaza", "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Chatham", "Africa/Casablanca", "Antarctica/Troll",
]  # fmt: skip


def by_looking(wanted: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the wall shows this, or the change of the clock that skips it: found by looking."""
    as_if = wanted.replace(tzinfo=UTC)
    around = [as_if + timedelta(hours=hours) for hours in (-36, 0, 36)]
    offsets = {at.astimezone(zone).utcoffset() or timedelta() for at in around}
    if shown := [as_if - offset for offset in offsets if on_the_wall(as_if - offset, zone) == wanted]:
        return min(shown)
    before, after = around[0], around[-1]
    while after - before > timedelta(seconds=1):
        between = before + (after - before) // 2
        before, after = (between, after) if on_the_wall(between, zone) < wanted else (before, between)
    return after.replace(microsecond=0)


def on_the_wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def check_five_years(name: str, unit: str, at: time, every: int) -> None:
    """Who is on call, from one hand-off to the next, is who a person with a calendar and a clock on the wall finds: no
    gap, no overlap, and each hand-off at its local time unless the clock skips that."""
    zone, people = ZoneInfo(name), (1, 2, 3)
    layer = LayerSpec(date(2024, 1, 1), 0, at, every, people, unit)
    turns = {HOUR: 24 * 366 * 5, DAY: 366 * 5, WEEK: 53 * 5, MONTH: 60}[unit] // every
    wanted = [plus(datetime.combine(layer.starts_on, at), layer, turn) for turn in range(turns + 1)]
    moments = [by_looking(wall, zone) for wall in wanted]
    for wall, moment in zip(wanted, moments, strict=True):
        shown = on_the_wall(moment, zone)
        assert shown == wall or on_the_wall(moment - timedelta(seconds=1), zone) < wall < shown
    # A turn that lies within what the clock skips never comes.
    found = [(start, end, (people[turn % 3],)) for turn, (start, end) in enumerate(pairwise(moments)) if start < end]
    spec = ScheduleSpec(name, (layer,))
    shifts = shifts_between(spec, moments[0], moments[-1])
    assert [(shift.starts_at, shift.ends_at, shift.people) for shift in shifts] == found
    for start, end, who in found[:: max(1, len(found) // 50)]:
        assert people_at(spec, start) == people_at(spec, end - timedelta(microseconds=1)) == who


def test_five_years_of_hand_offs_in_a_handful_of_odd_zones() -> None:
    for zone in ODD:
        for unit, at in ((DAY, time(2, 30)), (WEEK, time(9)), (MONTH, time(0)), (HOUR, time(0, 30))):
            check_five_years(zone, unit, at, 7 if unit == HOUR else 1)


@settings(deadline=None, max_examples=10)
@given(st.sampled_from(ZONES), st.sampled_from([DAY, WEEK, MONTH]), times)
def test_five_years_of_hand_offs_in_any_zone_at_any_time(zone: str, unit: str, at: time) -> None:
    check_five_years(zone, unit, at, 1)


@pytest.mark.long
@pytest.mark.parametrize("zone", ZONES)
def test_five_years_of_hand_offs_in_every_zone(zone: str) -> None:
    for unit in (HOUR, DAY, WEEK, MONTH):
        for at in (time(0), time(2, 30)):
            check_five_years(zone, unit, at, 5 if unit == HOUR else 1)
