"""PostgreSQL is stopped, or dies, while a page is on its way, and comes back. Everybody is paged, and by one page."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults import broker, cluster
from tests.faults.cluster import Cluster
from tests.faults.house import House, opened
from tests.faults.peer import Peer
from tests.faults.scene import crisis
from tests.interactions.doors import SECRET
from tests.races.crew import environment

pytestmark = [pytest.mark.race, pytest.mark.long]
HARMS = ("fast", "immediate")
CRISES = 2 * len(HARMS)


@pytest.fixture
def postgres() -> Iterator[Cluster]:
    if why := cluster.missing():
        pytest.skip(f"NOT TESTED: PostgreSQL restarted in mid-page; {why}.")
    with cluster.cluster() as server:
        yield server


@pytest.fixture
def house(postgres: Cluster, peer: Peer, home: Path) -> Iterator[House]:
    ours = {"DATABASE_URL": postgres.url, "DJANGO_SETTINGS_MODULE": "escalation_site.settings"}
    command = [sys.executable, "-m", "tests.faults.stage", peer.address, SECRET, str(CRISES)]
    allowed = {"DESK_OUTGOING_ALLOWED_HOSTS": "127.0.0.1"}
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment() | allowed | ours, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with broker.redis(home) as redis, opened(home / "log", done.stdout, REDIS_URL=redis.url, **ours) as house:
        yield house


def sent(postgres: Cluster, number: int) -> bool:
    about = f"oncall_alert.topic_id = playbook_topic.id AND playbook_topic.slug = '{crisis(number)}'"
    pages = "SELECT oncall_page.state FROM oncall_page, oncall_alert, playbook_topic"
    return postgres.ask(f"{pages} WHERE oncall_page.alert_id = oncall_alert.id AND {about}") == ["sent"]


def test_postgresql_restarted_in_mid_page_loses_and_doubles_nothing(
    postgres: Cluster, house: House, peer: Peer
) -> None:
    numbers = iter(range(CRISES))
    for how in HARMS:
        in_the_call, while_down = next(numbers), next(numbers)
        with peer.silent():
            assert house.knock(crisis(in_the_call), f"red-{in_the_call}") == 200
            assert peer.reached.wait(30), "the page never left"
            postgres.stop(how)  # whoever sends it cannot note what becomes of it
            status = house.knock(crisis(while_down), f"red-{while_down}")
            assert status not in range(200, 300), "what is not kept is not accepted: the network will come again"
        postgres.start()
        house.check_comes(house.is_well)
        assert house.knock(crisis(while_down), f"red-{while_down}") == 200
        for number in (in_the_call, while_down):
            house.check_comes(lambda number=number: sent(postgres, number))
    check_nothing_lost_and_nothing_twice(postgres, peer)
    house.check_alive()


def check_nothing_lost_and_nothing_twice(postgres: Cluster, peer: Peer) -> None:
    assert postgres.ask("SELECT count(*) FROM interactions_interaction WHERE level = 'red'") == [CRISES]
    assert postgres.ask("SELECT count(*) FROM oncall_alert") == [CRISES]
    keys = postgres.ask("SELECT key FROM oncall_page")
    assert len(keys) == CRISES
    assert set(keys) == set(peer.posts)
