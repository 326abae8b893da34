"""A quarter by week, the habits in it, and its drawing."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals import curve
from approvals.charts import Point, share_chart
from approvals.readiness import Mark, Terms

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
LONDON = ZoneInfo("Europe/London")


def mark(draft: int, verdict: str, days_ago: float, *, waited: int = 10, **facts: object) -> Mark:
    at = NOW - timedelta(days=days_ago)
    return Mark(draft, "green", verdict, at, at - timedelta(minutes=waited), **facts)  # type: ignore[arg-type]


def test_a_quarter_has_thirteen_weeks_and_the_quiet_ones_say_so() -> None:
    marks = [mark(1, "approve", 0, waited=4), mark(2, "edit", 1, waited=8, edit_share=0.2), mark(3, "return", 8)]
    found = curve.weeks(marks, Terms(), now=NOW, zone=LONDON)
    assert [week.starts_on for week in found[-2:]] == [date(2026, 11, 16), date(2026, 11, 23)]
    assert (len(found), found[0].starts_on) == (13, date(2026, 8, 31))
    this, last = found[-1], found[-2]
    assert (this.decided, this.first_time, this.edited, this.waited) == (2, 50, 20, timedelta(minutes=6))
    assert (last.decided, last.first_time, last.edited) == (1, 0, None)
    assert (found[3].decided, found[3].first_time, found[3].waited) == (0, None, None)
    assert curve.starts_at(NOW, LONDON) == datetime(2026, 8, 31, tzinfo=LONDON)


def test_a_week_begins_where_the_person_lives() -> None:
    sunday_night = [mark(1, "approve", 2.53)]  # Sunday 23:17 in London, Monday already in Auckland
    assert curve.weeks(sunday_night, Terms(), now=NOW, zone=LONDON)[-2].decided == 1
    assert curve.weeks(sunday_night, Terms(), now=NOW, zone=ZoneInfo("Pacific/Auckland"))[-1].decided == 1


def test_a_wait_ends_with_the_first_name_of_two() -> None:
    draft_at = NOW - timedelta(hours=1)
    names = [Mark(1, "red", "approve", NOW - timedelta(minutes=m), draft_at) for m in (50, 20)]
    assert curve.waited(names) == timedelta(minutes=10)


def returned(days_ago: float, code: str = "tone", written_days_ago: float | None = None) -> Mark:
    at = NOW - timedelta(days=days_ago)
    written = NOW - timedelta(days=written_days_ago) if written_days_ago else at - timedelta(minutes=10)
    return Mark(int(days_ago * 10), "green", "return", at, written, reason_code=code)


@pytest.mark.parametrize(
    ("days", "again"),
    [([9], None), ([9, 5], None), ([9, 5, 1], 2), ([9, 7, 5, 1], 3)],
    ids=["once", "twice", "back", "often"],
)
def test_a_habit_came_back_at_least_twice_after_it_was_told(days: list[int], again: int | None) -> None:
    habits = curve.habits([returned(day) for day in days])
    assert [habit.again for habit in habits] == ([again] if again else [])


def test_what_was_written_before_the_first_word_about_it_is_no_habit() -> None:
    same_batch = [returned(day, written_days_ago=10) for day in (9, 8, 7, 6)]
    assert curve.habits(same_batch) == []


def test_reasons_stand_with_the_most_frequent_first() -> None:
    marks = [returned(9), returned(8, "facts"), returned(7, "facts"), mark(1, "approve", 1)]
    assert curve.reasons(marks) == [("facts", 2), ("tone", 1)]


def drawn(points: list[Point], wanted: int | None = 85, title: str = "Right first time") -> ET.Element:
    chart = share_chart(points, name="c", title=title, description="By week", wanted=wanted)
    assert "style" not in chart
    return ET.fromstring(chart)


def test_a_line_breaks_where_nothing_was_decided() -> None:
    svg = drawn([Point("a", 50), Point("b", 100), Point("c", None), Point("d", 0), Point("e", 75)])
    assert len(svg.findall("polyline")) == 2
    assert len(svg.findall("circle")) == 4
    assert svg.findall("polyline")[0].get("points") == "44.0,82.0 150.0,12.0"
    assert [text.text for text in svg.findall("text")[-3:]] == ["a", "c", "e"]


def test_it_says_what_it_is_and_escapes_what_it_is_told() -> None:
    svg = drawn([Point("<b>", 10)], title="<script>")
    assert svg.find("title").text == "<script>"  # type: ignore[union-attr]
    assert svg.get("aria-labelledby") == "c-title c-about"
    assert svg.get("role") == "img"


def test_without_a_wanted_share_no_line_to_reach_is_drawn() -> None:
    assert len(drawn([], wanted=None).findall("path")) == len(drawn([]).findall("path")) - 1


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=20))
def test_every_number_finds_its_place_within_the_frame(values: list[int | None]) -> None:
    svg = drawn([Point(str(at), value) for at, value in enumerate(values)])
    spots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in svg.findall("circle")]
    assert len(spots) == sum(value is not None for value in values)
    assert all(0 <= x <= 480 and 0 <= y <= 180 for x, y in spots)
    assert spots == sorted(spots, key=lambda spot: spot[0])
