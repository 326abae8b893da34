"""Gaps are said in words: when a schedule is saved, on every screen, ahead and when they begin."""

from datetime import UTC, date, datetime, time, timedelta

from django.test import Client

from accounts.models import Notice
from oncall import actions
from oncall.actions.schedules import Turns
from oncall.gaps import gaps_of
from oncall.models import Schedule
from oncall.rota import rota_of
from oncall.wallclock import Hours
from tests.oncall.conftest import NIGHT, Desk

SATURDAY = datetime(2026, 11, 21, 9, tzinfo=UTC)


def gap(desk: Desk, starts_at: datetime = SATURDAY, hours: int = 12) -> None:
    """Nobody, for these hours."""
    for person in (desk.priya, desk.tomas):
        ends_at = starts_at + timedelta(hours=hours)
        actions.override(desk.schedule, by=desk.ada, kind="remove", person=person, starts_at=starts_at, ends_at=ends_at)


def test_a_gap_says_when_and_who_is_paged_meanwhile(client: Client, desk: Desk) -> None:
    gap(desk)
    client.force_login(desk.ada)
    shown = client.get("/oncall/").content.decode()
    assert "Nobody is on call for Comms primary on Saturday 21 Nov, 09:00 to 21:00." in shown
    assert "Red flags in that time go to Tomás Herrera by the fallback rule." in shown, "the next step of the policy"
    assert "?from=2026-11-21T09:00&amp;until=2026-11-21T21:00" in shown


def test_a_gap_is_told_ahead_and_when_it_begins_and_each_once(desk: Desk, clock) -> None:
    gap(desk)
    assert actions.tell_gaps() > 0
    assert actions.tell_gaps() == 0
    ahead = Notice.objects.get(user=desk.ada, kind="gap-ahead")
    assert ahead.text.startswith("Nobody is on call for Comms primary on Saturday 21 Nov, 09:00 to 21:00.")
    assert not Notice.objects.filter(user__in=[desk.nora, desk.amara], kind="gap-ahead").exists()
    clock.move_to(SATURDAY + timedelta(hours=1))
    actions.tell_gaps()
    clock.shift(timedelta(hours=1))
    assert actions.tell_gaps() == 0
    assert Notice.objects.filter(user=desk.ada, kind="gap-now").count() == 1


def test_what_is_more_than_two_weeks_ahead_is_told_when_it_comes_near(desk: Desk, clock) -> None:
    gap(desk, NIGHT + timedelta(days=15))
    assert actions.tell_gaps() == 0
    clock.shift(timedelta(days=2))
    assert actions.tell_gaps() > 0


def test_outside_of_the_required_hours_nobody_is_missing(client: Client, desk: Desk) -> None:
    weekdays = Hours((0, 1, 2, 3, 4), time(8), time(20))
    turns = Turns(date(2026, 11, 16), 0, time(8), 1, unit="week", hours=(weekdays,))
    legal = actions.save_schedule(
        None,
        by=desk.ada,
        team=desk.cast.teams["legal"],
        name="Legal",
        time_zone="Europe/London",
        turns=turns,
        people=[desk.ruth],
        required=[weekdays],
    )
    assert gaps_of([rota_of(legal)], NIGHT) == []
    client.force_login(desk.ada)
    assert "Nobody has to be on call now" in client.get("/oncall/").content.decode()
    first = gaps_of([rota_of(desk.schedule)], NIGHT)
    assert first == []
    actions.save_layer(
        legal, legal.layers.get(), by=desk.ada, turns=Turns(date(2026, 11, 18), 2, time(8), 7), people=[desk.ruth]
    )
    assert [str(each.when) for each in gaps_of([rota_of(legal)], NIGHT)] == ["on Tuesday 17 Nov, 08:00 to 20:00"]


def test_layers_are_added_raised_and_removed_and_never_the_last(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    form = {"starts_on": "2026-11-16", "hands_off_on": "0", "hands_off_at": "09:00", "rotates_every": "12"}
    nights = form | {"unit": "hour", "layer_name": "Nights", "person_1": desk.ruth.pk}
    half = nights | {"hours_days_1": ["0"], "hours_from_1": "22:00"}
    assert client.post(f"/oncall/schedules/{desk.schedule.pk}/layers/new/", half).status_code == 422
    client.post(f"/oncall/schedules/{desk.schedule.pk}/layers/new/", half | {"hours_until_1": "06:00"})
    first, second = desk.schedule.layers.order_by("priority")
    assert (second.name, second.unit, second.hours) == (
        "Nights",
        "hour",
        [{"days": [0], "from": "22:00", "until": "06:00"}],
    )
    shown = client.get(f"/oncall/schedules/{desk.schedule.pk}/").content.decode()
    assert "Every 12 hours, from 09:00, Mon 22:00 to 06:00" in shown
    assert 'value="22:00"' in client.get(f"/oncall/layers/{second.pk}/").content.decode()
    assert "Nights" in client.get("/oncall/").content.decode()
    client.post(f"/oncall/layers/{second.pk}/raise/")
    assert list(desk.schedule.layers.order_by("priority")) == [second, first]
    client.post(f"/oncall/layers/{second.pk}/remove/")
    assert "needs one layer at least" in client.post(f"/oncall/layers/{first.pk}/remove/", follow=True).content.decode()
    assert list(Schedule.objects.get(pk=desk.schedule.pk).layers.all()) == [first]


def test_another_week_is_looked_at_by_its_first_day(client: Client, desk: Desk) -> None:
    client.force_login(desk.amara)
    shown = client.get("/oncall/?from=2026-11-24")
    assert "Mon 30" in shown.content.decode()
    assert shown.context["hour"] is None
    assert client.get("/oncall/?from=1999-01-01").context["hour"] is not None
