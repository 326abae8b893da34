"""Redis is killed, is frozen, and comes back under web, worker and sweeper. It is missed by nobody who is paged."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interactions.models import Interaction, Reply
from oncall.models import Alert, Page
from tests.cast import Cast
from tests.faults import broker
from tests.faults.broker import Redis
from tests.faults.house import House, opened
from tests.faults.peer import Peer
from tests.faults.scene import crisis, staged
from tests.long import IS_LONG

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

HARMS: list[tuple[Callable[[Redis], None], Callable[[Redis], None]]] = [
    (Redis.kill, Redis.start),
    (Redis.freeze, Redis.thaw),
]
TIMES = 10 if IS_LONG else 1


@pytest.fixture
def redis(home: Path) -> Iterator[Redis]:
    with broker.redis(home) as server:
        yield server


@pytest.fixture
def house(desk: Cast, peer: Peer, redis: Redis, home: Path) -> Iterator[House]:
    staged(desk, peer, crises=2 * len(HARMS) * TIMES)
    with opened(home / "log", desk.channel.slug, REDIS_URL=redis.url) as house:
        yield house


def paged(number: int) -> bool:
    return Page.objects.filter(alert__topic__slug=crisis(number), state__in=["sent", "bundled"]).exists()


def replied(desk: Cast) -> bool:
    return not Reply.objects.exclude(state=Reply.State.SENT).exists()


def test_redis_killed_or_frozen_delays_a_page_and_a_reply_and_loses_and_doubles_none(
    desk: Cast, house: House, redis: Redis, peer: Peer
) -> None:
    numbers = iter(range(1000))
    for harm, mend in HARMS * TIMES:
        harm(redis)
        for is_back in (False, True):
            if is_back:
                mend(redis)
                house.check_comes(house.is_well)
            desk.drafted("praise", by="amara", text="Thank you.")
            now = next(numbers)
            assert house.knock(crisis(now), f"red-{now}") == 200
            house.check_comes(lambda now=now: paged(now) and replied(desk))
            assert house.health()["status"] == ("ok" if is_back else "slow")
    check_nothing_lost_and_nothing_twice(peer, crises=next(numbers))


def check_nothing_lost_and_nothing_twice(peer: Peer, crises: int) -> None:
    assert Interaction.objects.filter(level="red").count() == crises
    assert sorted(Page.objects.values_list("alert__topic__slug", flat=True)) == [crisis(one) for one in range(crises)]
    assert Alert.objects.unresolved().count() == crises
    pages = set(Page.objects.filter(state="sent").values_list("key", flat=True))
    replies = {str(key) for key in Reply.objects.values_list("key", flat=True)}
    assert set(peer.posts) == pages | replies
    assert len(peer.came) == len(peer.posts)
