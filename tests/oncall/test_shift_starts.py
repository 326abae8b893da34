"""Before a shift begins its person is sent a test page, and who does not confirm it is called."""

from datetime import UTC, datetime, timedelta

from django.core import mail
from django.test import Client

from accounts.models import Notice
from oncall import actions, engine, lanes
from oncall.models import Page, ShiftStart
from tests.oncall.conftest import Desk

BEGINS = datetime(2026, 11, 23, 9, tzinfo=UTC)  # Tomás takes over


def test_an_hour_before_a_shift_its_person_is_told_and_sent_a_test_page_once(client: Client, desk: Desk, clock) -> None:
    clock.move_to(BEGINS - timedelta(minutes=61))
    assert actions.announce() == 0
    clock.shift(timedelta(minutes=2))
    assert (actions.announce(), actions.announce()) == (1, 0)
    engine.sweep_pages(lanes.at_once)
    assert [message.to for message in mail.outbox] == [["tomas@tern.example"]]
    assert Page.objects.get().is_test
    client.force_login(desk.tomas)
    shown = client.get("/oncall/").content.decode()
    assert "Your shift for Comms primary" in shown
    assert "Your shift for" not in client_of(desk.priya).get("/oncall/").content.decode()
    where = f"/oncall/shifts/{ShiftStart.objects.get().pk}/confirm/"
    client.post(where)
    clock.move_to(BEGINS + timedelta(minutes=1))
    assert actions.chase() == 0
    assert (
        "confirmed already"
        in client.post(f"/oncall/shifts/{ShiftStart.objects.get().pk}/confirm/", follow=True).content.decode()
    )


def test_a_shift_that_begins_unconfirmed_is_told_to_who_can_act_once(desk: Desk, clock) -> None:
    clock.move_to(BEGINS - timedelta(minutes=30))
    actions.announce()
    assert actions.chase() == 0
    clock.move_to(BEGINS)
    assert (actions.chase(), actions.chase()) == (1, 0)
    told = Notice.objects.get(user=desk.ada, kind="shift-unconfirmed")
    assert told.text.startswith("Tomás Herrera is on call for Comms primary since Mon 23 Nov, 09:00")
    assert not Notice.objects.filter(user=desk.amara).exists()


def test_an_override_that_begins_at_once_is_announced_too(desk: Desk, clock) -> None:
    span = {"starts_at": BEGINS - timedelta(days=2), "ends_at": BEGINS}
    clock.move_to(span["starts_at"])
    actions.override(desk.schedule, by=desk.ada, kind="replace", person=desk.ruth, **span)
    clock.shift(timedelta(minutes=3))
    assert actions.announce() == 1
    assert ShiftStart.objects.get().user == desk.ruth


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client
