"""The link in a page: shows to whoever holds it, changes nothing until a button is pressed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from interactions.models import Interaction
from oncall import actions, links
from oncall.models import Alert
from playbook.models import Plan
from tests.oncall.conftest import Desk


def address(alert: Alert, person) -> str:
    return links.page_url(user_id=person.pk, alert_id=alert.pk).partition("8000")[2]


@pytest.fixture
def alert(desk: Desk) -> Alert:
    Plan.objects.create(
        topic=desk.cast.topics["major-account"],
        complaint="Money is missing",
        public_answer="We look into it.",
        internal_actions=["Lock the account", "Tell security"],
    )
    return desk.red(text="148,000 miles are gone. Call me: +44 20 7946 0011, m.dubois@mail.example <script>")


def test_looking_changes_nothing(client: Client, desk: Desk, alert: Alert) -> None:
    before = Event.objects.count()
    for _look in range(2):
        assert client.get(address(alert, desk.priya)).status_code == 200
        assert client.head(address(alert, desk.priya)).status_code == 200
    assert Alert.objects.get().is_live
    assert Event.objects.count() == before


def test_it_shows_the_message_with_contact_data_masked(client: Client, desk: Desk, alert: Alert) -> None:
    Interaction.objects.update(likes=1468)
    shown = client.get(address(alert, desk.priya)).content.decode()
    assert "Red flag: Major account issues" in shown
    assert "1,468" in shown
    assert "148,000 miles" in shown
    assert "Lock the account" in shown
    assert "7946" not in shown
    assert "dubois@" not in shown
    assert "<script>" not in shown.partition("voice")[2].partition("</p>")[0]
    assert "Page Tomás now" in shown


def test_the_button_takes_it_for_the_link_s_person(client: Client, desk: Desk, alert: Alert) -> None:
    answer = client.post(address(alert, desk.priya), follow=True)
    assert "You have it. Paging stopped." in answer.content.decode()
    assert Alert.objects.get().acknowledged_by == desk.priya


def test_i_cannot_pages_the_next(client: Client, desk: Desk, alert: Alert) -> None:
    answer = client.post(address(alert, desk.priya) + "pass-on/", follow=True)
    assert "You passed it on." in answer.content.decode()
    assert desk.paged(alert) == ["Priya", "Tomás"]


def test_who_is_slower_reads_who_has_it_and_finds_no_button(client: Client, desk: Desk, alert: Alert) -> None:
    actions.acknowledge(alert, by=desk.tomas)
    for answer in (
        client.get(address(alert, desk.priya)),
        client.post(address(alert, desk.priya), follow=True),
        client.post(address(alert, desk.priya) + "pass-on/", follow=True),
    ):
        shown = answer.content.decode()
        assert "Tomás has it since 02:58" in shown
        assert "<form" not in shown
    assert Alert.objects.get().acknowledged_by == desk.tomas


def test_what_is_resolved_says_so(client: Client, desk: Desk, alert: Alert) -> None:
    Alert.objects.update(state="resolved")
    assert "This is resolved" in client.get(address(alert, desk.priya)).content.decode()


def test_an_old_link_asks_to_sign_in_and_comes_back(client: Client, desk: Desk, alert: Alert, clock) -> None:
    link = address(alert, desk.priya)
    clock.shift(timedelta(hours=24, seconds=1))
    for answer in (client.get(link), client.post(link), client.post(link + "pass-on/")):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=/p/")
    assert Alert.objects.get().is_live
    client.force_login(desk.priya)
    assert client.get(link).status_code == 200
    client.post(link)
    assert Alert.objects.get().acknowledged_by == desk.priya


def test_somebody_else_who_is_signed_in_acts_as_themselves(client: Client, desk: Desk, alert: Alert) -> None:
    client.force_login(desk.tomas)
    client.post(address(alert, desk.priya))
    assert Alert.objects.get().acknowledged_by == desk.tomas


def test_an_agent_who_is_signed_in_may_look_and_not_take_it(client: Client, desk: Desk, alert: Alert) -> None:
    client.force_login(desk.amara)
    shown = client.get(address(alert, desk.priya)).content.decode()
    assert "I’ve got it" not in shown
    assert client.post(address(alert, desk.priya)).status_code == 403
    assert client.post(address(alert, desk.priya) + "pass-on/").status_code == 403
    assert Alert.objects.get().is_live


def test_a_stranger_of_another_brand_finds_nothing(client: Client, desk: Desk, alert: Alert) -> None:
    client.force_login(desk.nora)
    assert client.get(address(alert, desk.priya)).status_code == 404


def test_a_link_to_what_one_was_never_paged_for_shows_nothing(client: Client, desk: Desk, alert: Alert) -> None:
    assert client.get(address(alert, desk.nora)).status_code == 404


def test_who_has_left_finds_nothing(client: Client, desk: Desk, alert: Alert) -> None:
    link = address(alert, desk.priya)
    type(desk.priya).objects.filter(pk=desk.priya.pk).update(is_active=False)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "WzEsMV0:1uX:forged", "a" * 5000])
def test_a_forged_link_is_no_link(client: Client, desk: Desk, alert: Alert, token: str) -> None:
    for link in (reverse("page", args=[token]), reverse("page_test", args=[token])):
        assert client.get(link).status_code == 404
        assert client.post(link).status_code == 404


def test_a_test_link_is_no_page_link(client: Client, desk: Desk, alert: Alert) -> None:
    token = links.test_url(user_id=desk.priya.pk, method_id=alert.pk).split("/")[-2]
    assert client.get(reverse("page", args=[token])).status_code == 404


def test_without_a_csrf_token_nothing_is_taken(desk: Desk, alert: Alert) -> None:
    assert Client(enforce_csrf_checks=True).post(address(alert, desk.priya)).status_code == 403
    assert Alert.objects.get().is_live


def test_it_is_kept_by_no_cache(client: Client, desk: Desk, alert: Alert) -> None:
    assert "no-store" in client.get(address(alert, desk.priya))["Cache-Control"]
