from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.sync import sync_roles
from escalation_site.context import Alarm, Counts, OnCall, ShellFacts
from tests.cast import Cast

ALARM = Alarm("Legal threats, Callum Reid", "/inbox/1/", "/p/1/", may_acknowledge=True, next_person="Tomás")


def test_the_frame_costs_five_queries_once_it_knows_who_is_on_call(
    amaras_browser: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    amaras_browser.get("/")
    with django_assert_num_queries(5):  # session, person, rights, the counts of inbox, and of notices, drafts, stops
        amaras_browser.get("/")


def test_the_place_one_is_in_is_marked(amaras_browser: Client) -> None:
    page = amaras_browser.get("/accounts/2fa/").content.decode()
    assert page.count('aria-current="page"') == 2  # the account in the rail, the tab in the page


def test_the_rail_and_the_tab_bar_mark_the_room_one_is_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.amara)
    page = " ".join(client.get("/approvals/").content.decode().split())
    assert page.count('<a href="/approvals/" data-go="a" aria-current="page">') == 2
    assert '<a href="/inbox/" data-go="i" aria-current' not in page


def test_whoever_is_on_no_team_is_told_why_there_is_nothing(amaras_browser: Client, cast: Cast) -> None:
    page = amaras_browser.get("/")
    assert "You are on no team." in page.content.decode()
    amaras_browser.force_login(cast.axel)
    assert "You are on no team." not in amaras_browser.get("/").content.decode()


def test_whoever_lost_their_last_team_is_told_so_and_no_page_breaks(cast: Cast, client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "escalation_site.urls"
    Membership.objects.filter(user=cast.dev).delete()
    sync_roles()
    client.force_login(cast.dev)
    for address in ("/inbox/", "/approvals/", "/oncall/", "/notices/", "/preferences/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "You are on no team." in answer.content.decode()
    assert client.get("/playbook/").status_code == 404


def test_an_alarm_is_announced_once_however_often_counts_move(
    amaras_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShellFacts, "alarms", (ALARM,))
    monkeypatch.setattr(ShellFacts, "counts", Counts(approvals=17))
    first = amaras_browser.get("/shell/", {"shown": ""}).content.decode()
    assert 'role="alert"' in first
    assert "I’ve got it" in first
    assert "17" in first
    again = amaras_browser.get("/shell/", {"shown": "/p/1/"}).content.decode()
    assert 'role="alert"' not in again
    assert "17" in again


def test_who_is_next_moves_with_each_step_and_is_not_announced(
    amaras_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.now() + timedelta(minutes=3)
    later = replace(ALARM, paged=("Priya Raman", "Tomás Herrera"), next_person="Ingrid", next_at=at, is_exhausted=True)
    monkeypatch.setattr(ShellFacts, "alarms", (later,))
    answer = amaras_browser.get("/shell/", {"shown": "/p/1/"}).content.decode()
    assert 'role="alert"' not in answer
    part = " ".join(answer[answer.index('<span id="alarm-next"') :].split())
    assert part.startswith('<span id="alarm-next" hx-swap-oob="true">')
    assert "Paged: Priya Raman, Tomás Herrera." in part
    assert "Next: Ingrid" in part
    assert "Everybody was paged; it started again." in part
    assert f"at {timezone.localtime(at):%H:%M}" in part  # said once; what ticks is hidden from screen readers
    assert "data-countdown aria-hidden" in part


def test_a_drill_is_marked_in_what_is_announced(amaras_browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ShellFacts, "alarms", (replace(ALARM, is_drill=True),))
    page = " ".join(amaras_browser.get("/").content.decode().split())
    assert '<span role="alert"> <b>Drill.</b> <b>Red flag, nobody has it yet:</b>' in page


def test_an_alarm_that_was_acknowledged_leaves_the_bar(amaras_browser: Client) -> None:
    answer = amaras_browser.get("/shell/", {"shown": "/p/1/"}).content.decode()
    assert 'id="alarm"' in answer
    assert 'role="alert"' not in answer


def test_those_who_may_not_acknowledge_see_the_alarm_without_the_button(
    amaras_browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_others = Alarm("Legal threats", "/inbox/1/", "/p/1/", may_acknowledge=False)
    monkeypatch.setattr(ShellFacts, "alarms", (for_others, ALARM))
    page = amaras_browser.get("/").content.decode()
    assert "2 red flags, nobody has them." in page
    assert "I’ve got it" not in page


def test_a_gap_on_call_is_said_in_words(amaras_browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ShellFacts, "on_call", OnCall(is_gap=True))
    assert "Nobody on call" in amaras_browser.get("/").content.decode()


def test_single_keys_can_be_switched_off(amaras_browser: Client, amara: User) -> None:
    assert 'data-keys="off"' not in amaras_browser.get("/").content.decode()
    User.objects.filter(pk=amara.pk).update(has_key_shortcuts=False)
    assert 'data-keys="off"' in amaras_browser.get("/").content.decode()


def test_polling_says_that_something_happened_not_what(amaras_browser: Client) -> None:
    before = amaras_browser.get("/live/poll/")
    assert before.status_code == 204
    assert before.content == b""
    assert amaras_browser.get("/live/poll/", headers={"if-none-match": before["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/shell/", "/live/poll/", "/styleguide/"])
def test_strangers_are_sent_to_the_door(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_component_sheet_is_for_staff(amaras_browser: Client, amara: User) -> None:
    assert amaras_browser.get("/styleguide/").status_code == 200
    User.objects.filter(pk=amara.pk).update(is_staff=False)
    assert amaras_browser.get("/styleguide/").status_code == 302
