"""Who is at a conversation: said while it is so, to whoever may see it, and to nobody when Redis is gone."""

from datetime import timedelta
from typing import Any

import pytest
import redis
import time_machine
from django.utils import timezone

from accounts.models import User
from audit.breaker import Breaker
from audit.models import Event
from interactions import presence
from interactions.models import Interaction
from tests.cast import Cast
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


class Memory:
    """What presence asks of Redis."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}

    def hset(self, _key: str, field: str, value: str) -> None:
        self.kept[field.encode()] = value.encode()

    def hdel(self, _key: str, field: str) -> None:
        self.kept.pop(field.encode(), None)

    def hgetall(self, _key: str) -> dict[bytes, bytes]:
        return dict(self.kept)

    def expire(self, _key: str, _seconds: int) -> None:
        pass


class Gone(Memory):
    """Redis that does not answer."""

    def hgetall(self, _key: str) -> dict[bytes, bytes]:
        raise redis.ConnectionError


class Newer(Memory):
    """Redis as another version of the product left it."""

    def hgetall(self, _key: str) -> dict[bytes, bytes]:
        return {b"7": b'{"place": 1}'}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What open pages were told, with a Redis that remembers."""
    memory, told = Memory(), []
    monkeypatch.setattr(presence, "client", lambda: memory)
    monkeypatch.setattr(presence, "breaker", Breaker(lambda: None))
    monkeypatch.setattr(presence, "publish", lambda _kind, **facts: told.append(facts))
    return told


def say(who: Any, row: Interaction, mode: str = "viewing", status: int = 200) -> str:
    answer = signed_in(who).post(f"/interactions/{row.pk}/present/", {"mode": mode})
    assert answer.status_code == status
    return str(answer.content.decode())


def test_who_looks_and_who_writes_stands_in_the_row_and_in_the_conversation(
    cast: Cast, told: list[dict[str, Any]]
) -> None:
    row, before = cast.received(), Event.objects.count()
    User.objects.filter(pk=cast.dev.pk).update(full_name="Dev <Malhotra>")
    assert say(cast.amara, row) == ""
    assert say(cast.dev, row) == "Amara Osei is looking at this"
    assert say(cast.jonas, row) == "Amara Osei, Dev &lt;Malhotra&gt; are looking at this"
    assert say(cast.dev, row, "writing") == "Amara Osei, Jonas Weber are looking at this"
    assert say(cast.amara, row) == "Dev &lt;Malhotra&gt; is replying"
    assert "Dev &lt;Malhotra&gt; is replying</span>" in read(cast.amara, "/inbox/")
    assert "is replying</span>" not in read(cast.nora, "/inbox/")
    say(cast.nora, row, status=404)
    with time_machine.travel(timezone.now() + timedelta(seconds=presence.LEASE + 1)):
        assert "is replying</span>" not in read(cast.amara, "/inbox/")
    assert Event.objects.count() == before


def test_pages_are_told_of_coming_going_and_writing_and_not_of_staying(cast: Cast, told: list[dict[str, Any]]) -> None:
    row, other = cast.received(), cast.received("Another")
    amara = [cast.amara.pk, "Amara Osei", False]
    for mode in ("viewing", "viewing", "writing", "writing"):
        say(cast.amara, row, mode)
    assert [one["here"] for one in told] == [[amara], [[*amara[:2], True]]]
    told.clear()
    say(cast.amara, other)
    say(cast.amara, other, "left")
    assert [(one["interaction_id"], one["here"]) for one in told] == [(row.pk, []), (other.pk, [amara]), (other.pk, [])]
    assert {one["team_id"] for one in told} == {row.team_id}


def test_what_cannot_be_read_shows_nobody_and_is_no_fault_of_redis(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = cast.received()
    monkeypatch.setattr(presence, "breaker", breaker := Breaker(lambda: None))
    monkeypatch.setattr(presence, "client", Newer)
    assert say(cast.amara, row) == ""
    assert not breaker.is_open


def test_without_redis_nobody_is_shown_and_everything_else_works(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = cast.received()
    breaker = Breaker(lambda: 1 / 0, pause=0.01)
    monkeypatch.setattr(presence, "breaker", breaker)
    monkeypatch.setattr(presence, "client", Gone)
    assert say(cast.amara, row) == ""
    assert breaker.is_open
    assert f'data-here="{row.pk}"></span>' in read(cast.amara, "/inbox/")
    breaker._probe = lambda: None
    assert breaker.wait_until_closed(5)
