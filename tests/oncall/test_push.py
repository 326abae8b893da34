"""Web push to a service that opens what came as a browser would, and fails the test on anything it cannot open."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from audit.models import Event
from connectors import secrets
from oncall.models import ContactMethod, Page, PushKey
from tests.oncall import push_service
from tests.oncall.conftest import Desk
from tests.oncall.push_service import PushService


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_HOSTS = ["127.0.0.1"]
    settings.OUTGOING_ALLOWED_HOSTS = ["127.0.0.1"]
    with push_service.running() as server:
        yield server


@pytest.fixture
def mine(client: Client, desk: Desk) -> Client:
    client.force_login(desk.priya)
    return client


@pytest.fixture
def device(mine: Client, desk: Desk, service: PushService) -> ContactMethod:
    """Priya's browser, confirmed."""
    mine.post("/oncall/methods/device/key/")
    mine.post("/oncall/methods/device/", service.subscription)
    ContactMethod.objects.update(is_verified=True)
    return ContactMethod.objects.get()


def test_a_browser_is_added_tried_and_confirmed_and_then_paged(mine: Client, desk: Desk, service: PushService) -> None:
    mine.post("/oncall/methods/device/key/")
    assert mine.post("/oncall/methods/device/", service.subscription).status_code == 302
    method = ContactMethod.objects.get(user=desk.priya)
    assert not method.is_verified
    mine.post("/oncall/methods/test/")
    desk.sweep()
    mine.post(service.shown[0]["url"].partition("8000")[2])
    assert ContactMethod.objects.get().is_verified
    desk.red()
    desk.sweep()
    assert service.shown[1]["title"] == "Red flag: Major account issues, Tern Air"
    assert "/p/" in service.shown[1]["url"]
    assert mail.outbox == []  # it has the place of the mail they sign in with


def test_nothing_of_the_message_nor_of_anybody_travels(desk: Desk, service: PushService, device: ContactMethod) -> None:
    desk.red(text="My name is Marguerite Dubois, +44 20 7946 0011")
    desk.sweep()
    (shown,) = service.shown
    said = shown["title"] + shown["body"]
    for secret in ("Marguerite", "7946", "customer-", "Priya", desk.priya.email):
        assert secret not in said
    assert b"Red flag" not in service.raw[0]  # the service in between reads nothing


def test_it_is_urgent_and_a_later_try_replaces_the_first(
    desk: Desk, service: PushService, device: ContactMethod, clock: Any
) -> None:
    service.answers = [503]
    desk.red()
    desk.sweep()
    clock.shift(5)
    desk.sweep()
    first, second = service.headers
    assert first["urgency"] == "high"
    assert int(first["ttl"]) > 0
    assert first["topic"] == second["topic"]
    assert len(service.shown) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_switched_off_and_the_page_goes_on(
    desk: Desk, service: PushService, device: ContactMethod, status: int
) -> None:
    service.answers = [status]
    alert = desk.red()
    desk.sweep()
    assert alert.pages.get(user=desk.priya).state == Page.State.FAILED
    assert not ContactMethod.objects.get().is_verified
    assert Event.objects.filter(name="oncall.method_switched_off").count() == 1
    desk.sweep()  # nothing else reaches Priya by this step: the next comes now
    assert [message.to for message in mail.outbox] == [[desk.tomas.email]]


def test_a_service_that_refuses_us_is_not_asked_again(
    desk: Desk, service: PushService, device: ContactMethod, clock: Any
) -> None:
    service.answers = [403]
    alert = desk.red()
    desk.sweep()
    clock.shift(60)
    desk.sweep()
    assert alert.pages.get(user=desk.priya).attempts == 1
    assert ContactMethod.objects.get().is_verified  # it may be our key: the device is not gone


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "https://evil.example/push"},
        {"endpoint": "https://127.0.0.1.evil.example/push"},
        {"endpoint": "ftp://127.0.0.1/push"},
        {"endpoint": f"http://127.0.0.1/{'x' * 500}"},
        {"p256dh": "AAAA"},
        {"p256dh": "é"},
        {"auth": "AAAA"},
        {"auth": ""},
    ],
)
def test_what_no_browser_gives_is_refused(mine: Client, service: PushService, changed: dict[str, str]) -> None:
    answer = mine.post("/oncall/methods/device/", service.subscription | changed, follow=True)
    assert answer.status_code == 200
    assert not ContactMethod.objects.exists()


def test_a_service_that_is_allowed_no_more_is_not_gone_to(
    desk: Desk, service: PushService, device: ContactMethod, settings: Any
) -> None:
    settings.PUSH_HOSTS = ["push.apple.com"]
    alert = desk.red()
    desk.sweep()
    assert service.raw == []
    assert "not allowed" in alert.pages.get(user=desk.priya).last_error


def test_keys_are_closed_and_the_house_has_one(mine: Client, desk: Desk, device: ContactMethod) -> None:
    first = PushKey.objects.get()
    assert "PRIVATE" not in first.secrets
    assert "PRIVATE KEY" in secrets.unseal(first.secrets)["private"]
    assert device.secrets
    assert "p256dh" not in device.secrets
    answer = mine.post("/oncall/methods/device/key/")
    assert answer.json() == {"key": first.public}
    assert Event.objects.filter(name="oncall.push_key_made").count() == 1


def test_its_owner_sees_no_address_and_can_withdraw_it(mine: Client, device: ContactMethod) -> None:
    page = mine.get("/oncall/methods/").content.decode()
    assert "This device 127.0.0.1" in page
    assert "/push/abc" not in page
    mine.post(f"/oncall/methods/{device.pk}/remove/")
    assert not ContactMethod.objects.exists()


def test_a_browser_that_two_people_share_keeps_its_subscription_when_one_leaves(
    mine: Client, desk: Desk, device: ContactMethod
) -> None:
    assert f'data-device-mark="{device.mark}"' in mine.get("/oncall/methods/").content.decode()
    ContactMethod.objects.create(user=desk.tomas, kind="push", address=device.address, secrets=device.secrets)
    assert "data-device-mark" not in mine.get("/oncall/methods/").content.decode()


def test_the_worker_is_ours_and_stands_at_the_root(client: Client) -> None:
    answer = client.get("/push-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    text = answer.content.decode()
    assert "requireInteraction: true" in text
    assert "vibrate" in text
    assert "script-src 'self'" in answer["Content-Security-Policy"]
