"""The resolver against a brute force that only knows the wall clock, over every time zone and five years."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from oncall.layers import DAY, HOUR, MONTH, WEEK, CalendarSpec, Entry, LayerSpec, hand_off
from oncall.schedule import (
    ADD,
    REMOVE,
    REPLACE,
    Away,
    OverrideSpec,
    ScheduleSpec,
    gaps_between,
    next_covered_at,
    on_call_at,
    people_at,
    shifts_between,
)
from oncall.wallclock import Hours, moment_at

ZONES = sorted(zoneinfo.available_timezones())
MINUTE = timedelta(minutes=1)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
hours = st.builds(Hours, st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple), times, times)
layers = st.builds(
    LayerSpec,
    starts_on=st.dates(date(2010, 1, 1), date(2030, 12, 31)),
    hands_off_on=st.integers(0, 6),
    hands_off_at=times,
    rotates_every=st.sampled_from([1, 2, 3, 5, 7, 14]),
    people=st.lists(st.one_of(st.integers(1, 5), st.none()), min_size=0, max_size=5).map(tuple),
    unit=st.sampled_from([HOUR, DAY, WEEK, MONTH]),
    hours=st.lists(hours, max_size=2).map(tuple),
)
moments = st.integers(0, 19 * 366 * 24 * 60).map(lambda minutes: datetime(2010, 6, 1, tzinfo=UTC) + minutes * MINUTE)


@st.composite
def spans(draw: st.DrawFn, at: datetime) -> tuple[datetime, datetime]:
    start = at + draw(st.integers(-4000, 4000)) * MINUTE
    return start, start + draw(st.integers(1, 4000)) * MINUTE


@st.composite
def schedules(draw: st.DrawFn) -> tuple[ScheduleSpec, datetime]:
    """A schedule, and a moment about which its exceptions lie."""
    at = draw(moments)
    people = st.integers(1, 5)
    kinds = st.sampled_from([ADD, REMOVE, REPLACE])
    entries = tuple(Entry(*draw(spans(at)), draw(people)) for _number in range(draw(st.integers(0, 3))))
    calendars = [CalendarSpec(tuple(sorted(entries, key=lambda entry: entry.starts_at)))] if entries else []
    spec = ScheduleSpec(
        draw(st.sampled_from(ZONES)),
        (*calendars, *draw(st.lists(layers, min_size=1, max_size=3))),
        tuple(OverrideSpec(*draw(spans(at)), draw(kinds), draw(people)) for _number in range(draw(st.integers(0, 4)))),
        tuple(Away(*draw(spans(at)), draw(people)) for _number in range(draw(st.integers(0, 2)))),
        tuple(draw(st.lists(hours, max_size=2))),
    )
    return spec, at


# --- A brute force that shares nothing with the resolver -------------------------------------------------------------


def by_counting(layer: LayerSpec, zone: ZoneInfo, at: datetime) -> int | None:
    """Walk from hand-off to hand-off on the calendar, and look at the clock for the hours."""
    first = datetime.combine(layer.starts_on, layer.hands_off_at)
    if not layer.people or at < moment_at(first, zone) or not within(layer.hours, zone, at):
        return None
    if layer.unit in {DAY, WEEK}:
        every = timedelta(days=layer.rotates_every * (7 if layer.unit == WEEK else 1))
        day = layer.starts_on
        while day.weekday() != layer.hands_off_on:
            day -= timedelta(days=1)
        while day + every <= layer.starts_on:
            day += every
        first = datetime.combine(day, layer.hands_off_at)
    turn = 0
    while moment_at(plus(first, layer, turn + 1), zone) <= at:
        turn += 1
    return layer.people[turn % len(layer.people)]


def plus(first: datetime, layer: LayerSpec, turns: int) -> datetime:
    count = layer.rotates_every * turns
    if layer.unit != MONTH:
        return first + count * {HOUR: timedelta(hours=1), DAY: timedelta(days=1), WEEK: timedelta(days=7)}[layer.unit]
    month = first.month - 1 + count
    for day in range(first.day, 0, -1):
        try:
            return first.replace(year=first.year + month // 12, month=month % 12 + 1, day=day)
        except ValueError:
            continue
    raise AssertionError


def within(windows: tuple[Hours, ...], zone: ZoneInfo, at: datetime) -> bool:
    if not windows:
        return True
    today = at.astimezone(zone).date()
    for window in windows:
        for back in range(-1, 3):
            day = today - timedelta(days=back)
            until = day if window.ends_at > window.starts_at else day + timedelta(days=1)
            start = moment_at(datetime.combine(day, window.starts_at), zone)
            if day.weekday() in window.days and start <= at < moment_at(datetime.combine(until, window.ends_at), zone):
                return True
    return False


def by_hand(spec: ScheduleSpec, at: datetime) -> tuple[int, ...]:
    """Overrides applied one after the other, as a person reads them."""
    gone = {away.person for away in spec.away if away.starts_at <= at < away.ends_at}
    beside: list[int] = []
    standing = [override for override in spec.overrides if override.starts_at <= at < override.ends_at]
    ever_removed = {override.person for override in standing if override.kind == REMOVE}
    history: list[int] = []
    for override in standing:
        if override.person in gone:
            continue
        if override.kind == REPLACE:
            history.append(override.person)
        elif override.kind == ADD:
            beside.append(override.person)
        else:
            history = [person for person in history if person != override.person]
            beside = [person for person in beside if person != override.person]
    placed = history[-1] if history else None
    for layer in spec.layers if placed is None else ():
        if isinstance(layer, CalendarSpec):
            found = next((entry.person for entry in layer.entries if entry.starts_at <= at < entry.ends_at), None)
        else:
            found = by_counting(layer, spec.zone, at)
        if found is not None and found not in gone | ever_removed:
            placed = found
            break
    return tuple(dict.fromkeys([*([placed] if placed is not None else []), *beside]))


@settings(deadline=None, max_examples=100)
@given(schedules(), st.integers(-3000, 3000))
@example((ScheduleSpec("Pacific/Apia", (LayerSpec(date(2011, 12, 26), 0, time(9), 1, (1, 2, 3)),)),
          datetime(2011, 12, 31, tzinfo=UTC)), 0)  # fmt: skip
def test_who_is_on_call_is_who_is_found_by_counting(made: tuple[ScheduleSpec, datetime], minutes: int) -> None:
    spec, about = made
    at = about + minutes * MINUTE
    assert people_at(spec, at) == by_hand(spec, at)


@settings(deadline=None, max_examples=50)
@given(schedules(), st.integers(1, 60 * 24 * 20))
def test_shifts_follow_each_other_without_a_hole_or_an_overlap(
    made: tuple[ScheduleSpec, datetime], minutes: int
) -> None:
    spec, start = made
    end = start + minutes * MINUTE
    shifts = shifts_between(spec, start, end)
    assert (shifts[0].starts_at, shifts[-1].ends_at) == (start, end)
    for shift, following in pairwise(shifts):
        assert shift.ends_at == following.starts_at
        assert (shift.people, shift.is_required) != (following.people, following.is_required)
    for shift in shifts:
        assert shift.starts_at < shift.ends_at
        middle = shift.starts_at + (shift.ends_at - shift.starts_at) / 2
        last = shift.ends_at - timedelta(microseconds=1)
        assert {people_at(spec, at) for at in (shift.starts_at, middle, last)} == {shift.people}
        if not shift.people:
            asked = {within(spec.required, spec.zone, at) for at in (shift.starts_at, middle, last)}
            assert asked == {shift.is_required}
    assert gaps_between(spec, start, end) == [shift for shift in shifts if shift.is_gap]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(ZONES), moments, moments)
def test_later_on_the_wall_is_never_earlier_in_the_world(zone: str, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one.replace(tzinfo=None), other.replace(tzinfo=None)))
    assert moment_at(earlier, ZoneInfo(zone)) <= moment_at(later, ZoneInfo(zone))


# --- Said one by one -------------------------------------------------------------------------------------------------


def weekly(*people: int | None, zone: str = "Europe/London", at: time = time(9), every: int = 7) -> ScheduleSpec:
    return ScheduleSpec(zone, (LayerSpec(date(2026, 3, 2), 0, at, every, people),))


def test_the_first_person_starts_on_the_first_day_at_the_hour_of_hand_off() -> None:
    spec = weekly(1, 2)
    assert on_call_at(spec, datetime(2026, 3, 2, 8, 59, tzinfo=UTC)) is None
    assert on_call_at(spec, datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) == 1
    assert on_call_at(spec, datetime(2026, 3, 9, 8, 59, tzinfo=UTC)) == 1
    assert on_call_at(spec, datetime(2026, 3, 9, 9, 0, tzinfo=UTC)) == 2
    assert on_call_at(spec, datetime(2026, 3, 30, 7, 59, tzinfo=UTC)) == 2, "summer time moves it in UTC"
    assert on_call_at(spec, datetime(2026, 3, 30, 8, 0, tzinfo=UTC)) == 1, "and not on the wall"


def test_a_time_that_the_clock_skips_is_the_moment_of_the_change() -> None:
    london, samoa = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Apia")
    half_past_one = time(1, 30)
    skipped = moment_at(datetime.combine(date(2026, 3, 29), half_past_one), london)
    twice = moment_at(datetime.combine(date(2026, 10, 25), half_past_one), london)
    never = moment_at(datetime.combine(date(2011, 12, 30), time(12)), samoa)  # a day that Samoa did not have
    assert skipped == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert never == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_months_hand_over_on_the_last_day_where_theirs_is_missing() -> None:
    layer = LayerSpec(date(2026, 1, 31), 0, time(9), 1, (1, 2, 3), MONTH)
    ends = [hand_off(layer, ZoneInfo("UTC"), number).date() for number in range(4)]
    assert ends == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_layer_of_office_hours_leaves_the_night_to_the_next_one() -> None:
    office = LayerSpec(date(2026, 3, 2), 0, time(9), 7, (1,), hours=(Hours((0, 1, 2, 3, 4), time(8), time(20)),))
    nights = LayerSpec(date(2026, 3, 2), 0, time(9), 7, (2,), hours=(Hours((0, 1, 2, 3, 4), time(20), time(8)),))
    spec = ScheduleSpec("Europe/London", (office, nights), required=(Hours((0, 1, 2, 3, 4), time(0), time(0)),))
    assert on_call_at(spec, datetime(2026, 3, 3, 12, tzinfo=UTC)) == 1
    assert on_call_at(spec, datetime(2026, 3, 3, 22, tzinfo=UTC)) == 2
    assert on_call_at(spec, datetime(2026, 3, 7, 3, tzinfo=UTC)) == 2, "the night of Friday ends on Saturday"
    weekend = datetime(2026, 3, 7, 12, tzinfo=UTC)
    assert on_call_at(spec, weekend) is None
    assert gaps_between(spec, weekend, weekend + timedelta(hours=24)) == [], "nobody has to be on call then"


def test_overrides_add_remove_and_replace_and_the_later_wins() -> None:
    base = ScheduleSpec("UTC", (*weekly(1).layers, *weekly(9).layers))
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)

    def with_(*overrides: tuple[str, int]) -> tuple[int, ...]:
        made = tuple(OverrideSpec(at, at + MINUTE, kind, person) for kind, person in overrides)
        return people_at(ScheduleSpec(base.time_zone, base.layers, made), at)

    assert with_((ADD, 2)) == (1, 2)
    assert with_((REPLACE, 2)) == (2,)
    assert with_((REMOVE, 1)) == (9,), "the next layer has somebody"
    assert with_((REPLACE, 2), (REPLACE, 3)) == (3,)
    assert with_((REPLACE, 2), (REMOVE, 2)) == (1,)
    assert with_((REMOVE, 1), (REPLACE, 1)) == (1,)
    assert with_((REMOVE, 1), (REMOVE, 9)) == ()


def test_who_is_away_is_named_by_nothing() -> None:
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    away = (Away(at, at + MINUTE, 1),)
    spec = ScheduleSpec("UTC", weekly(1).layers, (OverrideSpec(at, at + MINUTE, REPLACE, 1),), away)
    assert people_at(spec, at) == ()
    assert people_at(spec, at + MINUTE) == (1,)


def test_the_next_covered_moment_is_now_or_the_end_of_the_gap_or_nothing() -> None:
    spec = weekly(1, None)
    gap_ends = datetime(2026, 3, 16, 9, tzinfo=UTC)
    covered = datetime(2026, 3, 3, tzinfo=UTC)
    half_a_day = timedelta(hours=12)
    assert next_covered_at(spec, covered, half_a_day) == covered
    assert next_covered_at(spec, gap_ends - timedelta(hours=3), half_a_day) == gap_ends
    assert next_covered_at(spec, gap_ends - timedelta(hours=13), half_a_day) is None
    assert shifts_between(spec, covered, covered) == [], "an empty span has no shifts"
