from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from escalation_site import spans

NOW = datetime(2026, 11, 17, 9, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=27), "27s"),
        (timedelta(minutes=8, seconds=59), "8m"),
        (timedelta(hours=2, minutes=9), "2h 9m"),
        (timedelta(hours=2), "2h"),
        (timedelta(days=3, hours=4, minutes=50), "3d 4h"),
        (-timedelta(minutes=12), "12m"),
    ],
)
def test_a_length_of_time_shows_its_two_largest_parts(span: timedelta, shown: str) -> None:
    assert spans.length(span) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=4), "4 s"),
        (timedelta(minutes=5, seconds=27), "5 m 27 s"),
        (timedelta(hours=1, seconds=3), "1 h 0 m 3 s"),
    ],
)
def test_an_exact_length_goes_to_the_second(span: timedelta, shown: str) -> None:
    assert spans.exact_length(span) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (NOW - timedelta(seconds=30), "now"),
        (NOW - timedelta(minutes=22), "22m"),
        (NOW - timedelta(hours=6, minutes=50), "6h"),
        (NOW - timedelta(hours=24), "16 Nov"),
        (NOW - timedelta(days=400), "13 Oct 2025"),
        (NOW + timedelta(minutes=5), "in 5m"),
    ],
)
def test_an_age_is_relative_up_to_a_day_and_a_date_beyond(moment: datetime, shown: str) -> None:
    assert spans.age(moment, NOW) == shown


def test_the_clock_names_the_day_only_when_it_is_another_day_for_the_reader() -> None:
    late_evening = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    assert spans.clock(late_evening, NOW) == "Mon 16 Nov, 23:30"
    with timezone.override("Europe/Berlin"):
        assert spans.clock(late_evening, NOW) == "00:30"
        assert spans.in_full(late_evening) == "Tue 17 Nov 2026, 00:30 CET"


def test_a_count_down_stops_at_zero() -> None:
    assert spans.ticking(timedelta(seconds=48)) == "0:48"
    assert spans.ticking(timedelta(minutes=12, seconds=5)) == "12:05"
    assert spans.ticking(-timedelta(seconds=1)) == "0:00"
