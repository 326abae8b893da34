"""Colleagues, and an admin, at the same shift."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from oncall import actions
from oncall.actions.schedules import Turns
from oncall.models import CoverRequest, Override, Schedule
from oncall.rota import rota_of
from oncall.schedule import people_at
from oncall.wallclock import Span
from tests.cast import Cast
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NOW = timezone.now().replace(second=0, microsecond=0)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


@pytest.fixture
def schedule(desk: Cast) -> Schedule:
    """Priya this week, Tomás the next, then Ruth; hand-off at the minute at which this is run."""
    people = [desk.priya, desk.tomas, desk.ruth]
    starts = NOW - 3 * HOUR
    turns = Turns(starts.date(), starts.weekday(), starts.time(), 7)
    where = {"team": desk.teams["care"], "name": "Care", "time_zone": "UTC"}
    return actions.save_schedule(None, by=desk.ada, turns=turns, people=people, **where)


def in_round(number: int) -> Span:
    """An hour of this week that no other round is about."""
    starts_at = NOW + HOUR + number * timedelta(minutes=5)
    return Span(starts_at, starts_at + timedelta(minutes=5))


def on_call(schedule: Schedule, span: Span) -> list[User]:
    rota = rota_of(schedule)
    return [rota.people[pk] for pk in people_at(rota.spec, span.starts_at)]


def asked(schedule: Schedule, by: User, span: Span, **more: Any) -> CoverRequest:
    return actions.ask_cover(schedule, by=by, starts_at=span.starts_at, ends_at=span.ends_at, **more)


def test_of_two_who_accept_a_cover_one_has_the_shift(desk: Cast, two: Crew, schedule: Schedule) -> None:
    for number in range(ROUNDS):
        span = in_round(number)
        request = asked(schedule, desk.priya, span)
        names = ("tomas", "ruth")
        told = two.at_once(*[("take_cover", {"request": request.pk, "by": name}) for name in names])
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert "settled a moment ago" in next(each.said for each in told if each.is_refused)
        took = next(name for name, each in zip(names, told, strict=True) if each.is_done)
        assert [person.email for person in on_call(schedule, span)] == [f"{took}@tern.example"]
        assert Override.objects.filter(starts_at=span.starts_at).count() == 1
        assert Event.objects.filter(name="oncall.cover_taken", subject_id=request.pk).count() == 1


def test_a_swap_against_an_override_is_made_whole_or_not_at_all(desk: Cast, two: Crew, schedule: Schedule) -> None:
    """Whoever comes later has the last word: an override over a swap counts, a swap over an override is refused."""
    for number in range(ROUNDS):
        span = in_round(number)
        gives = Span(span.starts_at + WEEK, span.ends_at + WEEK)
        request = asked(schedule, desk.priya, span, asked=desk.tomas, gives=gives)
        when = {"starts_at": span.starts_at.isoformat(), "ends_at": span.ends_at.isoformat()}
        swapped, put = two.at_once(
            ("take_cover", {"request": request.pk, "by": "tomas"}),
            ("override", {"schedule": schedule.pk, "by": "ada", "person_": "ingrid"} | when),
        )
        assert put.is_done
        assert on_call(schedule, span) == [desk.ingrid]
        assert on_call(schedule, gives) == [desk.priya if swapped.is_done else desk.tomas]
        assert CoverRequest.objects.get(pk=request.pk).state == ("taken" if swapped.is_done else "open")
        assert Override.objects.filter(starts_at__in=[span.starts_at, gives.starts_at]).count() == (
            3 if swapped.is_done else 1
        )
