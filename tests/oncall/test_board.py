"""The page “On call”, and what other pages show of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.redis import breaker
from interactions.models import Interaction
from oncall import actions, heartbeats, queries
from oncall.actions.schedules import Turns
from oncall.models import Page
from oncall.panels import panels
from oncall.telling import in_words
from oncall.wallclock import Hours
from tests.oncall.conftest import Desk

EVERYBODY = ["amara", "jonas", "dev", "ingrid", "priya", "tomas", "ruth", "ada", "axel"]


def board(client: Client, person) -> str:
    client.force_login(person)
    return client.get("/oncall/").content.decode()


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_of_the_brand_sees_who_is_on_call(client: Client, desk: Desk, name: str) -> None:
    shown = board(client, getattr(desk, name))
    assert "Comms primary" in shown
    assert "Priya Raman" in shown


def test_the_brand_next_door_sees_nothing_of_it(client: Client, desk: Desk) -> None:
    desk.red()
    shown = board(client, desk.nora)
    for secret in ("Comms primary", "Priya", "Red flag policy", "Major account"):
        assert secret not in shown


def test_a_stranger_is_asked_to_sign_in(client: Client, desk: Desk) -> None:
    assert client.get("/oncall/")["Location"].startswith("/accounts/login/")


def test_a_gap_is_said_in_words(client: Client, desk: Desk) -> None:
    type(desk.tomas).objects.filter(pk=desk.tomas.pk).update(is_active=False)
    shown = board(client, desk.ada)
    assert "Nobody is on call for Comms primary" in shown
    assert "Fill the gap" in shown


def test_only_who_manages_on_call_is_offered_to_edit(client: Client, desk: Desk) -> None:
    assert "New schedule" in board(client, desk.ada)
    assert "New schedule" not in board(client, desk.dev)


def test_the_log_says_who_was_paged_how_and_what_came_of_it(client: Client, desk: Desk, clock) -> None:
    alert = desk.red()
    desk.sweep()
    assert "No answer yet" in board(client, desk.ada)
    clock.shift(timedelta(minutes=5, seconds=27))
    actions.acknowledge(alert, by=desk.priya)
    shown = board(client, desk.ada)
    assert "Acknowledged" in shown
    assert "5 m 27 s" in shown
    assert "p•••@tern.example" in shown


def test_the_log_is_paged_by_key(client: Client, desk: Desk) -> None:
    alert = desk.red()
    page = alert.pages.get()
    for number in range(60):
        page.pk, page.key = None, f"again:{number}"
        page.save(force_insert=True)
    newest, oldest = Page.objects.order_by("-pk")[0], Page.objects.order_by("pk")[0]
    client.force_login(desk.ada)
    first = client.get("/oncall/log/").context["log"]
    second = client.get(f"/oncall/log/?before={first.before}").context["log"]
    found = [entry.page.pk for entry in first.entries + second.entries]
    assert (found[0], found[-1], len(found), second.before) == (newest.pk, oldest.pk, 61, None)
    assert client.get("/oncall/log/?before=nonsense").status_code == 200


def test_a_sweeper_that_is_not_heard_of_is_said(client: Client, desk: Desk, clock) -> None:
    assert "has not been heard of" in board(client, desk.ada)
    heartbeats.beat("pages")
    assert "has not been heard of" not in board(client, desk.ada)
    clock.shift(timedelta(seconds=21))
    assert "has not been heard of" in board(client, desk.ada)


def test_the_board_costs_no_more_queries_for_more_schedules_and_pages(client: Client, desk: Desk) -> None:
    def queries_of_the_board() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/oncall/").status_code == 200
        return len(asked)

    client.force_login(desk.ada)
    desk.red()
    queries_of_the_board()  # the first one notes the visit
    with_one = queries_of_the_board()
    for name in ("Second", "Third"):
        actions.save_schedule(
            None,
            by=desk.ada,
            team=desk.cast.teams["legal"],
            name=name,
            time_zone="UTC",
            turns=Turns(date(2026, 11, 16), 0, time(9), 7),
            people=[desk.ruth, desk.priya],
        )
    desk.red("hacking")
    assert queries_of_the_board() == with_one


# --- For the frame of every page and for the inbox -------------------------------------------------------------------


def test_the_alarm_names_who_was_paged_and_who_is_next(desk: Desk, django_assert_num_queries) -> None:
    alert = desk.red()
    priya = desk.priya
    queries.alarms_for(priya, [desk.cast.brand.pk])  # reads the rights
    with django_assert_num_queries(2):
        (alarm,) = queries.alarms_for(priya, [desk.cast.brand.pk])
    assert alarm.paged == ("Priya Raman",)
    assert (alarm.next_person, alarm.next_at) == ("Tomás Herrera", timezone.now() + timedelta(minutes=5))
    assert alarm.may_acknowledge
    assert alarm.acknowledge_url == f"/oncall/alerts/{alert.pk}/acknowledge/"
    assert alarm.url == f"/inbox/{alert.flags.get().interaction_id}/"


@pytest.mark.parametrize(
    ("name", "may"),
    [("priya", True), ("dev", True), ("ingrid", True), ("amara", False), ("ada", False), ("axel", False)],
)
def test_the_alarm_s_button_is_for_those_who_may_take_it(desk: Desk, name: str, *, may: bool) -> None:
    desk.red()
    (alarm,) = queries.alarms_for(getattr(desk, name), [desk.cast.brand.pk])
    assert alarm.may_acknowledge is may


def test_no_alarm_for_the_brand_next_door_or_once_somebody_has_it(desk: Desk) -> None:
    alert = desk.red()
    brands = [desk.cast.brand.pk, desk.cast.other_brand.pk]
    assert queries.alarms_for(desk.nora, brands) == []
    actions.acknowledge(alert, by=desk.priya)
    assert queries.alarms_for(desk.priya, brands) == []


def test_who_is_on_call_now_and_until_when(desk: Desk, django_assert_num_queries) -> None:
    with django_assert_num_queries(5):  # schedules, layers, turns, overrides, absences
        (now,) = queries.on_call_now([desk.cast.brand.pk])
    assert (now.person, now.until) == (desk.priya, datetime(2026, 11, 23, 9, tzinfo=UTC))


def test_facts_beside_an_interaction_come_in_one_query(desk: Desk, django_assert_num_queries) -> None:
    alert = desk.red()
    interaction = alert.flags.get().interaction_id
    with django_assert_num_queries(1):
        facts = queries.alert_facts([interaction, 0])
    assert facts[interaction]["next_person"] == "Tomás Herrera"
    actions.acknowledge(alert, by=desk.priya)
    assert queries.alert_facts([interaction])[interaction]["acknowledged_by"] == "Priya Raman"


# --- Redis down ------------------------------------------------------------------------------------------------------


def test_with_redis_down_the_sweeper_pages(desk: Desk) -> None:
    breaker.trip()
    interaction = desk.cast.flagged("major-account")
    desk.sweep()
    desk.sweep()
    assert Page.objects.get().state == Page.State.SENT
    assert Interaction.objects.get(pk=interaction.pk).is_held


# --- Beside the interaction ------------------------------------------------------------------------------------------


def panel_of(desk: Desk, name: str) -> str:
    interaction = Interaction.objects.latest("pk")
    (panel,) = panels(interaction, getattr(desk, name))
    return render_to_string(panel.template, panel.shown | {"csrf_token": "token"})


def test_beside_a_red_flag_stands_who_was_paged_and_the_button_of_who_may(desk: Desk) -> None:
    alert = desk.red()
    desk.sweep()
    assert "Priya Raman · No answer yet" in panel_of(desk, "amara")
    assert "I’ve got it" not in panel_of(desk, "amara")
    assert "I’ve got it" in panel_of(desk, "dev")
    actions.acknowledge(alert, by=desk.dev)
    assert "Dev Malhotra has it" in panel_of(desk, "amara")


def test_beside_anything_else_stands_nothing(desk: Desk) -> None:
    assert panels(desk.cast.received(), desk.amara) == []
    desk.red()
    assert panels(Interaction.objects.latest("pk"), desk.nora) == []


def test_a_gap_without_an_end_says_so(client: Client, desk: Desk) -> None:
    type(desk.priya).objects.filter(pk__in=[desk.priya.pk, desk.tomas.pk]).update(is_active=False)
    assert "no end is in sight" in board(client, desk.ada)


def test_the_log_says_how_long_it_takes_until_somebody_has_it(client: Client, desk: Desk, clock) -> None:
    assert "median to acknowledge" not in board(client, desk.priya)
    for topic, seconds in (("hacking", 30), ("major-account", 126)):
        alert = desk.red(topic)
        clock.shift(timedelta(seconds=seconds))
        actions.acknowledge(alert, by=desk.priya)
    assert "<b>1 m 18 s</b>" in board(client, desk.priya)
    assert "median to acknowledge" not in board(client, desk.nora)


def test_hours_are_said_as_a_person_says_them() -> None:
    nine, six = time(9), time(18)
    workdays, others = (0, 1, 2, 3, 4), (0, 1, 2, 4, 5, 6)
    assert in_words([Hours(workdays, time(8), time(20))]) == "weekdays 08:00 to 20:00"
    assert in_words([Hours(others, nine, nine), Hours((3,), time(21), nine)]) == "not Thu 09:00 to 21:00"
    assert in_words([Hours((0, 1, 2, 3, 5, 6), nine, nine), Hours((4,), nine, six)]) == "not Fri 18:00 to Sat 09:00"
    assert in_words([Hours((*workdays, 5, 6), time(0), time(0))]) == "every day 00:00 to 00:00"
    assert in_words([]) == "Always"
