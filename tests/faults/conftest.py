from collections.abc import Iterator

import pytest

from tests.cast import Cast, assemble
from tests.faults import peer as network
from tests.faults.nursery import Nursery


@pytest.fixture
def peer() -> Iterator[network.Peer]:
    with network.running() as server:
        yield server


@pytest.fixture
def desk(transactional_db: None, peer: network.Peer) -> Cast:
    """The cast, with a channel that posts to the peer."""
    cast = assemble()
    cast.channel.settings = {"url": peer.address, "lookup_url": peer.address}
    cast.channel.save()
    return cast


@pytest.fixture(scope="session")
def _cradle(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path_factory.mktemp("nursery") / "log")
    yield nursery
    nursery.close()


@pytest.fixture
def nursery(_cradle: Nursery, desk: Cast) -> Iterator[Nursery]:
    yield _cradle
    _cradle.check_quiet()
