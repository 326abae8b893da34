"""The resolver against a brute force that only knows the wall clock, over many zones and years."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from oncall.schedule import (
    LayerSpec,
    ScheduleSpec,
    gaps_between,
    hand_off,
    next_covered_at,
    on_call_at,
    shifts_between,
)

ZONES = [
    "UTC", "Europe/London", "Europe/Madrid", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
    "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham",
    "Africa/Casablanca", "Antarctica/Troll",
]  # fmt: skip

layers = st.builds(
    LayerSpec,
    starts_on=st.dates(date(2009, 1, 1), date(2027, 12, 31)),
    hands_off_on=st.integers(0, 6),
    hands_off_at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    rotates_every=st.sampled_from([1, 2, 3, 5, 7, 14, 28]),
    people=st.lists(st.one_of(st.integers(1, 5), st.none()), min_size=0, max_size=5).map(tuple),
)
specs = st.builds(
    ScheduleSpec, time_zone=st.sampled_from(ZONES), layers=st.lists(layers, min_size=1, max_size=3).map(tuple)
)
minutes_of_19_years = st.integers(0, 19 * 366 * 24 * 60)
moments = minutes_of_19_years.map(lambda minutes: datetime(2009, 6, 1, tzinfo=UTC) + timedelta(minutes=minutes))
NO_DEADLINE = settings(deadline=None, max_examples=300)


def weekly(*people: int | None, zone: str = "Europe/London", at: time = time(9), every: int = 7) -> ScheduleSpec:
    return ScheduleSpec(zone, (LayerSpec(date(2026, 3, 2), 0, at, every, people),))


def by_counting_days(layer: LayerSpec, zone: ZoneInfo, at: datetime) -> int | None:
    """Walk from the first hand-off day by day on the calendar; nothing shared with the resolver."""
    if not layer.people or at < datetime.combine(layer.starts_on, layer.hands_off_at, zone).astimezone(UTC):
        return None
    day = layer.starts_on
    while day.weekday() != layer.hands_off_on:
        day -= timedelta(days=1)
    while day + timedelta(days=layer.rotates_every) <= layer.starts_on:
        day += timedelta(days=layer.rotates_every)
    turn = 0
    while datetime.combine(day + timedelta(days=layer.rotates_every), layer.hands_off_at, zone).astimezone(UTC) <= at:
        day += timedelta(days=layer.rotates_every)
        turn += 1
    return layer.people[turn % len(layer.people)]


@NO_DEADLINE
@given(specs, moments)
@example(ScheduleSpec("Pacific/Apia", (LayerSpec(date(2011, 12, 26), 0, time(9), 1, (1, 2, 3)),)),
         datetime(2011, 12, 31, 0, tzinfo=UTC))  # fmt: skip
def test_the_person_on_call_is_the_one_found_by_counting_days(spec: ScheduleSpec, at: datetime) -> None:
    found = (by_counting_days(layer, spec.zone, at) for layer in spec.layers)
    assert on_call_at(spec, at) == next((person for person in found if person is not None), None)


@NO_DEADLINE
@given(specs, moments, st.integers(1, 60 * 24 * 40))
def test_shifts_follow_each_other_without_a_hole_or_an_overlap(
    spec: ScheduleSpec, start: datetime, minutes: int
) -> None:
    end = start + timedelta(minutes=minutes)
    shifts = shifts_between(spec, start, end)
    assert shifts[0].starts_at == start
    assert shifts[-1].ends_at == end
    for shift, following in pairwise(shifts):
        assert shift.ends_at == following.starts_at
        assert shift.person != following.person
    for shift in shifts:
        assert shift.starts_at < shift.ends_at
        middle = shift.starts_at + (shift.ends_at - shift.starts_at) / 2
        last = shift.ends_at - timedelta(microseconds=1)
        assert {on_call_at(spec, at) for at in (shift.starts_at, middle, last)} == {shift.person}
    assert gaps_between(spec, start, end) == [shift for shift in shifts if shift.person is None]


@NO_DEADLINE
@given(layers, st.sampled_from(ZONES), st.integers(0, 400))
def test_a_hand_off_is_at_its_local_time_unless_the_clock_skips_it(layer: LayerSpec, zone: str, number: int) -> None:
    moment = hand_off(layer, ZoneInfo(zone), number)
    local = moment.astimezone(ZoneInfo(zone))
    wanted = local.replace(hour=layer.hands_off_at.hour, minute=layer.hands_off_at.minute, fold=0)
    is_skipped = local.replace(tzinfo=None) != wanted.replace(tzinfo=None)
    if not is_skipped:
        assert local.fold == 0
    else:
        day_before, day_after = moment - timedelta(days=1), moment + timedelta(days=1)
        assert day_before.astimezone(ZoneInfo(zone)).utcoffset() < day_after.astimezone(ZoneInfo(zone)).utcoffset()
    assert hand_off(layer, ZoneInfo(zone), number) <= hand_off(layer, ZoneInfo(zone), number + 1)


def test_the_first_person_starts_on_the_first_day_at_the_hour_of_hand_off() -> None:
    spec = weekly(1, 2)
    assert on_call_at(spec, datetime(2026, 3, 2, 8, 59, tzinfo=UTC)) is None
    assert on_call_at(spec, datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) == 1
    assert on_call_at(spec, datetime(2026, 3, 9, 8, 59, tzinfo=UTC)) == 1
    assert on_call_at(spec, datetime(2026, 3, 9, 9, 0, tzinfo=UTC)) == 2


def test_summer_time_moves_the_hand_off_in_utc_and_not_on_the_wall() -> None:
    spec = weekly(1, 2)
    assert on_call_at(spec, datetime(2026, 3, 30, 7, 59, tzinfo=UTC)) == 2
    assert on_call_at(spec, datetime(2026, 3, 30, 8, 0, tzinfo=UTC)) == 1


def test_a_turn_without_a_person_is_a_gap_that_a_lower_layer_fills() -> None:
    first = weekly(1, None)
    both = ScheduleSpec(first.time_zone, first.layers + weekly(7).layers)
    in_gap = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert on_call_at(first, in_gap) is None
    assert on_call_at(both, in_gap) == 7


def test_the_next_covered_moment_is_now_or_the_end_of_the_gap_or_nothing() -> None:
    spec = weekly(1, None)
    gap_ends = datetime(2026, 3, 16, 9, tzinfo=UTC)
    covered = datetime(2026, 3, 3, tzinfo=UTC)
    half_a_day = timedelta(hours=12)
    assert next_covered_at(spec, covered, half_a_day) == covered
    assert next_covered_at(spec, gap_ends - timedelta(hours=3), half_a_day) == gap_ends
    assert next_covered_at(spec, gap_ends - timedelta(hours=13), half_a_day) is None


def test_an_empty_span_has_no_shifts() -> None:
    now = datetime(2026, 3, 3, tzinfo=UTC)
    assert shifts_between(weekly(1), now, now) == []
