"""One's own addresses, and the test page that proves them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from connectors import secrets
from oncall import links
from oncall.models import ContactMethod, Page
from tests.oncall.conftest import Desk


@pytest.fixture
def mine(client: Client, desk: Desk) -> Client:
    client.force_login(desk.priya)
    return client


def test_the_sign_in_address_is_known_already(mine: Client, desk: Desk) -> None:
    assert mine.post("/oncall/methods/", {"kind": "email", "address": "Priya@tern.example"}).status_code == 302
    assert ContactMethod.objects.get(user=desk.priya).is_verified


def test_another_address_waits_for_its_test_page(mine: Client, desk: Desk) -> None:
    mine.post("/oncall/methods/", {"kind": "email", "address": "priya@home.example"})
    method = ContactMethod.objects.get(user=desk.priya)
    assert not method.is_verified
    mine.post("/oncall/methods/test/")
    desk.sweep()
    assert mail.outbox[0].to == ["priya@home.example"]
    link = mail.outbox[0].body.split()[-1].partition("8000")[2]
    stranger = Client()
    assert "It arrived" in stranger.get(link).content.decode()
    assert not ContactMethod.objects.get().is_verified
    assert "Confirmed." in stranger.post(link, follow=True).content.decode()
    assert ContactMethod.objects.get().is_verified


def test_a_test_link_is_good_for_a_day(mine: Client, desk: Desk, clock) -> None:
    method = ContactMethod.objects.create(user=desk.priya, kind="email", address="priya@home.example")
    link = links.test_url(user_id=desk.priya.pk, method_id=method.pk).partition("8000")[2]
    clock.shift(timedelta(hours=25))
    assert "more than a day old" in mine.post(link).content.decode()
    assert not ContactMethod.objects.get().is_verified


def test_a_webhook_s_secret_is_shown_once_and_kept_encrypted(mine: Client, desk: Desk) -> None:
    answer = mine.post("/oncall/methods/", {"kind": "webhook", "address": "http://127.0.0.1:9/page"})
    method = ContactMethod.objects.get()
    secret = secrets.unseal(method.secrets)["signing"]
    assert secret in answer.content.decode()
    assert secret not in method.secrets
    assert secret not in mine.get("/oncall/methods/").content.decode()


@pytest.mark.parametrize(
    ("kind", "address", "sentence"),
    [
        ("email", "nonsense", "This is no e-mail address."),
        ("webhook", "http://10.0.0.1/", "inside a private network"),
        ("webhook", "ftp://hooks.example/", "starts with https://"),
        ("pigeon", "coop", "not one of the available choices"),
        ("email", "", "This field is required."),
    ],
)
def test_what_cannot_be_reached_is_refused(mine: Client, kind: str, address: str, sentence: str) -> None:
    answer = mine.post("/oncall/methods/", {"kind": kind, "address": address})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_same_address_twice_and_more_than_ten_are_refused(mine: Client, desk: Desk) -> None:
    for number in range(10):
        mine.post("/oncall/methods/", {"kind": "email", "address": f"p{number}@home.example"})
    assert mine.post("/oncall/methods/", {"kind": "email", "address": "p1@home.example"}).status_code == 422
    assert mine.post("/oncall/methods/", {"kind": "email", "address": "p10@home.example"}).status_code == 422
    assert ContactMethod.objects.count() == 10


def test_one_removes_one_s_own_and_nobody_else_s(mine: Client, desk: Desk) -> None:
    own = ContactMethod.objects.create(user=desk.priya, kind="email", address="priya@home.example")
    other = ContactMethod.objects.create(user=desk.tomas, kind="email", address="tomas@home.example")
    assert mine.post(f"/oncall/methods/{other.pk}/remove/").status_code == 404
    assert mine.post(f"/oncall/methods/{own.pk}/remove/").status_code == 302
    assert ContactMethod.objects.get() == other


def test_test_pages_do_not_pile_up(mine: Client, desk: Desk, clock) -> None:
    mine.post("/oncall/methods/test/")
    shown = mine.post("/oncall/methods/test/", follow=True).content.decode()
    assert "A test page is on its way. Look for it" in shown
    clock.shift(timedelta(seconds=21))
    mine.post("/oncall/methods/test/")
    assert Page.objects.filter(alert=None).count() == 2


def test_without_an_address_of_one_s_own_the_test_goes_to_the_sign_in_address(mine: Client, desk: Desk) -> None:
    mine.post("/oncall/methods/test/")
    desk.sweep()
    assert mail.outbox[0].to == ["priya@tern.example"]
    link = mail.outbox[0].body.split()[-1].partition("8000")[2]
    assert "nothing to confirm" in mine.get(link).content.decode()
