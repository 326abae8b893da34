"""Business hours: what counts as time in which somebody could have decided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import actions
from accounts.hours import Hours, days_in
from accounts.refusals import Invalid, NotAllowed
from tests.cast import Cast

OFFICE = {str(day): ["09:00", "17:30"] for day in range(5)}
LONDON = Hours.of({"week": OFFICE, "closed": ["2026-12-25"]}, "Europe/London")
LATE = Hours.of({"week": {str(day): ["18:00", "00:00"] for day in range(7)}}, "America/New_York")
NIGHTS = Hours.of({"week": {"5": ["00:00", "06:00"], "6": ["00:00", "06:00"]}}, "Europe/London")
QUARTER = timedelta(minutes=15)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "wait", "found"),
    [
        (LONDON, "2026-11-30 10:00", QUARTER, "2026-11-30 10:15"),  # a Monday
        (LONDON, "2026-11-30 03:00", QUARTER, "2026-11-30 09:15"),
        (LONDON, "2026-11-30 17:25", QUARTER, "2026-12-01 09:10"),
        (LONDON, "2026-11-30 17:15", QUARTER, "2026-11-30 17:30"),
        (LONDON, "2026-12-04 18:00", QUARTER, "2026-12-07 09:15"),  # over a weekend
        (LONDON, "2026-12-24 17:30", QUARTER, "2026-12-28 09:15"),  # Christmas, and the weekend behind it
        (LONDON, "2026-11-30 09:00", timedelta(hours=20), "2026-12-02 12:00"),
        (LONDON, "2026-07-06 03:00", QUARTER, "2026-07-06 08:15"),  # nine o’clock in summer
        (LATE, "2026-12-01 03:00", QUARTER, "2026-12-01 03:15"),  # ten in the evening there
        (LATE, "2026-12-01 05:00", QUARTER, "2026-12-01 23:15"),
        (NIGHTS, "2026-03-28 23:00", timedelta(hours=3), "2026-03-29 03:00"),  # the clock skips 01:00 to 02:00
        (NIGHTS, "2026-10-24 23:00", timedelta(hours=3), "2026-10-25 02:00"),  # it goes through 01:00 twice
    ],
)
def test_waiting_counts_while_somebody_is_at_work(hours: Hours, moment: str, wait: timedelta, found: str) -> None:
    assert hours.after(at(moment), wait) == at(found)


def test_who_wrote_no_hours_is_always_open() -> None:
    always = Hours.of({}, "Europe/London")
    assert always.is_always
    assert always.after(at("2026-12-25 03:00"), QUARTER) == at("2026-12-25 03:15")
    assert always.is_open(at("2026-12-25 03:00"))
    assert always.as_written() == {}


@given(st.integers(min_value=0, max_value=366 * 24 * 60), st.integers(min_value=1, max_value=900))
def test_a_strike_lies_in_open_hours_and_never_before_its_time(minute: int, minutes: int) -> None:
    moment, wait = at("2026-01-01 00:00") + timedelta(minutes=minute), timedelta(minutes=minutes)
    for hours in (LONDON, LATE, NIGHTS):
        struck = hours.after(moment, wait)
        assert struck >= moment + wait
        assert hours.is_open(struck - timedelta(microseconds=1))


@pytest.mark.parametrize(
    "written",
    [None, [], "x", {"week": {"0": ["17:00", "09:00"]}}, {"week": {"0": ["9 am"]}}, {"week": {}, "closed": ["never"]}],
)
def test_what_nobody_can_read_leaves_a_brand_open(written: object) -> None:
    assert Hours.of(written, "nowhere").is_always


def test_a_company_that_closed_every_day_of_a_year_is_asked_all_the_same() -> None:
    days = [f"{date(2026, 1, 1) + timedelta(days=ahead)}" for ahead in range(800)]
    shut = Hours.of({"week": OFFICE, "closed": days}, "UTC")
    assert shut.after(at("2026-01-05 10:00"), QUARTER) == at("2026-01-05 10:15")


def test_dates_are_read_a_line_at_a_time() -> None:
    found, unread = days_in(["2026-12-25", "", " 2026-12-26 ", "Boxing Day"])
    assert {f"{day}" for day in found} == {"2026-12-25", "2026-12-26"}
    assert unread == ["Boxing Day"]


@pytest.mark.django_db
def test_hours_are_changed_by_those_who_manage_people_within_bounds(cast: Cast) -> None:
    kept = actions.change_business_hours(by=cast.dev, brand=cast.brand, hours=LONDON)
    assert kept.hours.as_written() == LONDON.as_written()
    with pytest.raises(NotAllowed):
        actions.change_business_hours(by=cast.jonas, brand=cast.brand, hours=LATE)
    many, _unread = days_in(f"{date(2026, 1, 1) + timedelta(days=ahead)}" for ahead in range(401))
    with pytest.raises(Invalid, match="more closed days"):
        actions.change_business_hours(by=cast.dev, brand=cast.brand, hours=Hours(LONDON.zone, LONDON.week, many))
