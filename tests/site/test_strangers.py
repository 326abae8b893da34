"""Nobody who is not signed in gets anything but a door, at any address and with any method."""

import pytest
from django.test import Client
from django.urls.converters import get_converters

from tests.architecture.addresses import addresses

pytestmark = pytest.mark.django_db
SAMPLES = {
    "int": "1",
    "slug": "one",
    "str": "one",
    "path": "one",
    "anything": "one",
    "uuid": "6b1f0fd4-4c39-4c25-8a3f-0a3a3f6d6a11",
}
# Signed or harmless by themselves: a watcher's question, a signed page, a signed webhook, the door, a browser's script.
OPEN = ("healthz", "metrics", "p/", "hooks/", "demo/", "accounts/", "api/v1/schema/", "push-worker.js")
DOORS = {301, 302, 401, 403, 404, 405}


def path_of(route):
    for kind, sample in SAMPLES.items():
        head, found, tail = route.partition(f"<{kind}:")
        while found:
            route = head + sample + tail.partition(">")[2]
            head, found, tail = route.partition(f"<{kind}:")
    return "/" + route


CLOSED = sorted({path_of(address.route) for address in addresses() if not address.route.startswith(OPEN)})


def test_there_are_closed_addresses_and_every_part_of_a_route_has_a_sample():
    assert len(CLOSED) > 5
    assert not [path for path in CLOSED if "<" in path]
    assert set(SAMPLES) <= set(get_converters())


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_stranger_stands_before_a_door(client: Client, method):
    inside = [path for path in CLOSED if not is_a_door(path, getattr(client, method)(path))]
    assert not inside


def is_a_door(path, answer):
    if answer.status_code in {301, 302}:
        return answer.headers["location"].startswith("/accounts/login/") or path == "/"
    return answer.status_code in DOORS


@pytest.mark.parametrize("path", ["/operators/", "/operators/audit/event/", "/operators/accounts/user/add/"])
def test_the_operators_admin_is_closed_to_everyone_who_is_no_operator(cast, client: Client, path):
    for name in (None, "amara", "dev", "priya", "ada", "axel"):
        if name:
            client.force_login(getattr(cast, name), backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.post(path, {})
        assert answer.status_code in {302, 403}
        if answer.status_code == 302:
            assert "/login/" in answer.headers["location"]
