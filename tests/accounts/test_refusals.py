"""A person's own pages are for every person and for nobody else: strangers are sent to the door, and a machine, which
reads no screen, changes only its own row."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Notice, User
from accounts.notices import notify
from tests.cast import Cast

REFUSED = {
    "accounts:open_notice",
    "accounts:read_all",
    "accounts:preferences",
    "accounts:theme",
    "choose_brand",
}
Act = Callable[[Client, Notice], object]

ACTS: dict[str, Act] = {
    "accounts:open_notice": lambda client, notice: client.post(f"/notices/{notice.pk}/open/"),
    "accounts:read_all": lambda client, notice: client.post("/notices/read/", {"place": notice.pk}),
    "accounts:preferences": lambda client, _: client.post("/preferences/", {"full_name": "X", "time_zone": "UTC"}),
    "accounts:theme": lambda client, _: client.post("/preferences/theme/", {"theme": "dark"}),
    "choose_brand": lambda client, _: client.post("/brand/", {"brand": "tern-air"}),
}


@pytest.fixture
def notice(cast: Cast) -> Notice:
    return notify(cast.jonas, kind="draft-returned", text="Look.", url="/inbox/1/", key="1")


def test_every_address_is_tried_here() -> None:
    assert set(ACTS) == REFUSED


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_stranger_is_sent_to_the_door(client: Client, notice: Notice, name: str) -> None:
    answer = ACTS[name](client, notice)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert _all(notice) == _all(Notice.objects.get())


@pytest.mark.parametrize("name", sorted(REFUSED))
@pytest.mark.parametrize("who", ["nora", "dev", "axel"])
def test_nobody_changes_anything_of_somebody_else(
    cast: Cast, client: Client, notice: Notice, name: str, who: str
) -> None:
    person = getattr(cast, who)
    before = _people_without(person)
    client.force_login(person)
    ACTS[name](client, notice)
    assert _all(notice) == _all(Notice.objects.get())
    assert _people_without(person) == before


def _all(notice: Notice) -> dict[str, object]:
    return Notice.objects.filter(pk=notice.pk).values().get()


def _people_without(person: User) -> list[dict[str, object]]:
    return list(User.objects.exclude(pk=person.pk).order_by("pk").values())
