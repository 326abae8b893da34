"""Writing schedules and policies, and the buttons of the alarm."""

from datetime import date

import pytest
from django.test import Client

from audit.models import Event
from oncall.models import EscalationPolicy, Schedule
from tests.oncall.conftest import Desk


def schedule_of(desk: Desk, **changes) -> dict[str, object]:
    given = {
        "name": "Legal",
        "team": desk.cast.teams["legal"].pk,
        "time_zone": "Europe/London",
        "starts_on": "2026-11-16",
        "hands_off_on": "0",
        "hands_off_at": "09:00",
        "rotates_every": "7",
        "person_1": desk.ruth.pk,
    }
    return given | changes


def policy_of(desk: Desk, **changes) -> dict[str, object]:
    given = {"name": "Legal", "target_1": f"person:{desk.ruth.pk}", "wait_1": "5", "last_resort": [desk.ingrid.pk]}
    return given | changes


def test_an_admin_writes_a_schedule(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    assert client.get("/oncall/schedules/new/").status_code == 200
    answer = client.post("/oncall/schedules/new/", schedule_of(desk, person_2=desk.priya.pk))
    assert answer["Location"] == "/oncall/"
    layer = Schedule.objects.get(name="Legal").layers.get()
    assert layer.starts_on == date(2026, 11, 16)
    assert [turn.user for turn in layer.participants.all()] == [desk.ruth, desk.priya]
    assert Event.objects.filter(name="oncall.schedule_saved", actor=desk.ada).count() == 2


def test_editing_keeps_what_was_and_what_is(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    where = f"/oncall/schedules/{desk.schedule.pk}/"
    assert f'value="{desk.tomas.pk}" selected' in client.get(where).content.decode()
    client.post(where, schedule_of(desk, name="Comms first", team=desk.cast.teams["communications"].pk))
    words = Event.objects.filter(name="oncall.schedule_saved").latest("pk").detail.words
    assert (words["before"]["name"], words["after"]["name"]) == ("Comms primary", "Comms first")
    assert words["after"]["layers"][0]["people"] == [desk.ruth.pk]


def test_a_gap_is_not_saved_unnoticed(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    answer = client.post("/oncall/schedules/new/", schedule_of(desk, starts_on="2026-11-20"), follow=True)
    assert "Nobody is on call for Legal from Tue 17 Nov, 02:58 to Fri 20 Nov, 09:00." in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"person_1": ""}, "This field is required."),
        ({"name": "Comms primary"}, "There is a schedule of this name already."),
        ({"rotates_every": "0"}, "greater than or equal to 1"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"hands_off_at": "25:00"}, "Enter a valid time."),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence(client: Client, desk: Desk, changes, sentence: str) -> None:
    client.force_login(desk.ada)
    answer = client.post("/oncall/schedules/new/", schedule_of(desk, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Schedule.objects.count() == 1


def test_people_of_another_brand_cannot_be_put_on_call(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    assert client.post("/oncall/schedules/new/", schedule_of(desk, person_1=desk.nora.pk)).status_code == 422


def test_an_admin_writes_a_policy_and_a_new_default_replaces_the_old(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    assert client.get("/oncall/policies/new/").status_code == 200
    second = {"target_2": f"schedule:{desk.schedule.pk}", "wait_2": "3", "is_default": "on"}
    answer = client.post("/oncall/policies/new/", policy_of(desk, **second))
    assert answer["Location"] == "/oncall/"
    policy = EscalationPolicy.objects.get(is_default=True)
    assert policy.name == "Legal"
    assert [(step.target, step.wait_for) for step in policy.steps.all()] == [("Ruth Adeyemi", 5), ("Comms primary", 3)]


def test_an_edited_policy_shows_its_steps(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    shown = client.get(f"/oncall/policies/{desk.policy.pk}/").content.decode()
    assert f'value="person:{desk.tomas.pk}" selected' in shown
    client.post(f"/oncall/policies/{desk.policy.pk}/", policy_of(desk, name="Red flag policy"))
    assert desk.policy.steps.count() == 1


def test_a_topic_has_one_policy(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    topic = desk.cast.topics["hacking"].pk
    client.post("/oncall/policies/new/", policy_of(desk, topics=[topic]))
    answer = client.post("/oncall/policies/new/", policy_of(desk, name="Another", topics=[topic]))
    assert "Legal names one of these already" in answer.content.decode()
    assert client.post("/oncall/policies/new/", policy_of(desk)).status_code == 422


def test_the_alarm_s_button_leads_to_the_red_flag_and_only_within_the_house(client: Client, desk: Desk) -> None:
    alert = desk.red()
    client.force_login(desk.priya)
    where = f"/oncall/alerts/{alert.pk}/acknowledge/"
    assert client.post(where)["Location"] == f"/inbox/{alert.flags.get().interaction_id}/"
    assert client.post(where, {"next": "/oncall/"})["Location"] == "/oncall/"
    assert client.post(where, {"next": "https://evil.example/"})["Location"].startswith("/inbox/")
    client.force_login(desk.tomas)
    answer = client.post(where, {"next": "/oncall/"}, follow=True)
    assert "Priya Raman has it since 02:58." in answer.content.decode()
