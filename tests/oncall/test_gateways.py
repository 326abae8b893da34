"""Chat and SMS through a service: set up by an admin, confirmed by its person, and told nothing of the customer."""

import json
from collections.abc import Iterator
from datetime import time

import pytest
from django.test import Client

from accounts.refusals import Invalid
from oncall import actions, gateways
from oncall.models import ContactMethod, Gateway, Page, QuietHours
from tests.keyed_peer import Answers, KeyedPeer, serving
from tests.oncall.conftest import Desk

PHONE = "+442079460000"


class Service(KeyedPeer):
    """What stands for an SMS service: expects a message to a number, answers as it is told, and notes anything else."""

    def __init__(self) -> None:
        super().__init__(_Taken)
        self.answers: list[int] = []
        self.told: list[dict[str, str]] = []
        self.unexpected: list[str] = []

    @property
    def url(self) -> str:
        return self.address.replace("http://", "json://") + "{to}"


class _Taken(Answers):
    server: Service

    def do_POST(self) -> None:  # noqa: N802 - the name that the library calls
        told = json.loads(self.body())
        if self.path.rstrip("/") not in {f"/{PHONE}", "/%2B442079460000", "/priya"}:
            self.server.unexpected.append(self.path)
        self.server.told.append(told)
        self.say(self.server.answers.pop(0) if self.server.answers else 200)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service()) as server:
        yield server
    assert server.unexpected == []


@pytest.fixture
def sms(desk: Desk, service: Service) -> Gateway:
    return actions.add_gateway(by=desk.ada, brand=desk.cast.brand, kind="sms", name="SMS", url=service.url)


@pytest.fixture
def mine(client: Client, desk: Desk) -> Client:
    client.force_login(desk.priya)
    return client


def test_a_number_is_confirmed_by_a_test_page_and_then_paged_in_a_line(
    mine: Client, desk: Desk, sms: Gateway, service: Service
) -> None:
    assert "SMS, SMS" in mine.get("/oncall/methods/").content.decode()
    mine.post("/oncall/methods/", {"kind": f"sms:{sms.pk}", "address": "+44 (20) 7946-0000"})
    method = ContactMethod.objects.get()
    assert (method.address, method.is_verified) == (PHONE, False)
    desk.red()
    desk.sweep()
    assert service.told == []  # not before it is confirmed
    mine.post("/oncall/methods/test/")
    desk.sweep()
    link = service.told[0]["message"].split()[-1].partition("8000")[2]
    mine.post(link)
    desk.red("hacking", text="I am Marguerite Dubois, m.dubois@mail.example")
    desk.sweep()
    message = service.told[1]["message"]
    assert message.startswith("Red flag: Hacking and security, Tern Air http")
    assert "Marguerite" not in json.dumps(service.told)
    assert Page.objects.filter(kind="sms", alert__isnull=False).get().state == Page.State.SENT


def test_a_service_that_fails_is_tried_again_and_one_that_is_switched_off_is_not(
    desk: Desk, sms: Gateway, service: Service
) -> None:
    ContactMethod.objects.create(user=desk.priya, kind="sms", address=PHONE, gateway=sms, is_verified=True)
    service.answers = [500]
    page = desk.red().pages.get()
    desk.sweep()
    failed = Page.objects.get(pk=page.pk)
    assert (failed.state, failed.last_error, failed.attempts) == ("pending", "The service did not take it.", 1)
    assert len(service.told) == 1  # its own retries are off
    actions.switch_gateway(sms, by=desk.ada, is_active=False)
    Page.objects.update(next_attempt_at=page.created_at)
    desk.sweep()
    assert Page.objects.get(pk=page.pk).state == Page.State.FAILED
    assert len(service.told) == 1


def test_an_admin_adds_a_service_whose_address_nobody_sees_again(client: Client, desk: Desk) -> None:
    client.force_login(desk.ada)
    given = {"kind": "sms", "name": "Company SMS", "url": "sinch://plan:s3cret@+15550100000/{to}"}
    shown = client.post("/oncall/services/?brand=tern-air", given, follow=True).content.decode()
    assert "Company SMS" in shown
    assert "sinch" in shown
    assert "s3cret" not in shown
    assert "s3cret" not in Gateway.objects.get().secrets
    assert client.post("/oncall/services/?brand=tern-air", given).status_code == 422
    client.post(f"/oncall/services/{Gateway.objects.get().pk}/switch/", {"is_active": "0"})
    assert not Gateway.objects.get().is_active


@pytest.mark.parametrize(
    ("kind", "url", "why"),
    [
        ("sms", "file:///etc/{to}", "We do not use file"),
        ("chat", "syslog://{to}", "We do not use syslog"),
        ("chat", "ntfy://elsewhere.example/{to}", "We do not use ntfy"),  # in the clear
        ("chat", "sinch://plan:token@+15550100000/{to}", "We do not use sinch"),
        ("sms", "sinch://plan:token@+15550100000/", "{to} once"),
        ("chat", "ntfys://10.0.0.1/{to}", "inside a private network"),
    ],
)
def test_what_is_no_such_service_is_refused(desk: Desk, kind: str, url: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        actions.add_gateway(by=desk.ada, brand=desk.cast.brand, kind=kind, name="X", url=url)


def test_a_person_s_part_leads_nowhere_else() -> None:
    assert gateways.filled("json://h/{to}", "../x?y=1#z@evil") == "json://h/..%2Fx%3Fy%3D1%23z%40evil"
    for kind, address in (("sms", "020 7946"), ("sms", "+44/x"), ("chat", "a b"), ("chat", "x?y"), ("chat", "")):
        with pytest.raises(Invalid):
            gateways.check_person(kind, address)


def test_a_service_of_another_brand_and_a_missing_one_are_refused(mine: Client, desk: Desk, sms: Gateway) -> None:
    nora = Client()
    nora.force_login(desk.nora)
    assert nora.post("/oncall/methods/", {"kind": f"sms:{sms.pk}", "address": PHONE}).status_code == 422
    with pytest.raises(Invalid, match="Choose the service"):
        actions.add_method(by=desk.priya, kind="sms", address=PHONE)
    with pytest.raises(Invalid, match="need no service"):
        actions.add_method(by=desk.priya, kind="email", address="p@home.example", gateway=sms)
    assert not ContactMethod.objects.exists()


def test_rules_and_quiet_hours_are_one_s_own(mine: Client, desk: Desk) -> None:
    own = ContactMethod.objects.create(user=desk.priya, kind="email", address="p@home.example", is_verified=True)
    given = {f"wait_{own.pk}": 7, "quiet_from": "22:00", "quiet_until": "07:00"}
    answer = mine.post("/oncall/methods/rules/", given, follow=True).content.decode()
    assert "Every method waits, so the first is used at once." in answer
    assert "Quiet from 22:00 to 07:00" in answer
    assert "after 7 minutes" in answer
    assert ContactMethod.objects.get().wait_for == 7
    assert QuietHours.objects.get(user=desk.priya).starts_at == time(22)
    half = mine.post("/oncall/methods/rules/", given | {"quiet_until": ""})
    assert half.status_code == 422
    assert "both times, or none" in half.content.decode()
    mine.post("/oncall/methods/rules/", {f"wait_{own.pk}": 0})
    assert not QuietHours.objects.exists()
