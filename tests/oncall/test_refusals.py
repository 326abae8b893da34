"""Who may not, at every address of on-call that changes something. Nothing is changed by any of them."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from oncall import links
from oncall.models import ContactMethod
from tests.oncall.conftest import Desk

SIGN_IN = 302  # strangers are sent to sign in; the product is not shown to them
NOT_ALLOWED = 403
NOT_THERE = 404

_EDITING = {"": SIGN_IN} | dict.fromkeys(["amara", "jonas", "dev", "ingrid", "axel", "nora"], NOT_ALLOWED)
_EDITED = _EDITING | {"nora": NOT_THERE}
_ANSWERING = {"": SIGN_IN, "nora": NOT_THERE} | dict.fromkeys(["amara", "jonas", "ada", "axel"], NOT_ALLOWED)
_OPENED = {"nora": NOT_THERE} | dict.fromkeys(["amara", "jonas", "ada", "axel"], NOT_ALLOWED)

REFUSED = {
    "oncall:add_schedule": _EDITING,
    "oncall:schedule": _EDITED,
    "oncall:add_policy": _EDITING,
    "oncall:policy": _EDITED,
    "oncall:methods": {"": SIGN_IN},  # everybody has their own
    "oncall:page_test": {"": SIGN_IN},
    "oncall:remove_method": {"": SIGN_IN} | dict.fromkeys(["amara", "tomas", "ada", "nora"], NOT_THERE),
    "oncall:acknowledge": _ANSWERING,
    "oncall:pass_on": _ANSWERING,
    "page": _OPENED,  # a good link is its own key; who is signed in acts as themselves
    "page_pass_on": _OPENED,
    "page_test": {"": NOT_THERE, "ada": NOT_THERE},  # by a link that is not ours
}


@pytest.fixture
def addresses(desk: Desk) -> dict[str, str]:
    """Every address with something real behind it, all of Priya's."""
    alert = desk.red()
    method = ContactMethod.objects.create(user=desk.priya, kind="email", address="priya@home.example")
    token = links.page_url(user_id=desk.priya.pk, alert_id=alert.pk).split("/")[-2]
    about = {
        "oncall:schedule": desk.schedule.pk,
        "oncall:policy": desk.policy.pk,
        "oncall:remove_method": method.pk,
        "oncall:acknowledge": alert.pk,
        "oncall:pass_on": alert.pk,
        "page": token,
        "page_pass_on": token,
        "page_test": token,
    }
    return {name: reverse(name, args=[about[name]] if name in about else []) for name in REFUSED}


@pytest.mark.parametrize("name", REFUSED)
def test_who_may_not_is_refused_and_nothing_changes(
    client: Client, desk: Desk, addresses: dict[str, str], name: str
) -> None:
    before = Event.objects.count()
    for person, status in REFUSED[name].items():
        client.logout()
        if person:
            client.force_login(getattr(desk, person))
        assert client.post(addresses[name]).status_code == status, person or "a stranger"
    assert Event.objects.count() == before
    assert ContactMethod.objects.count() == 1
