from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast, assemble
from tests.faults import peer as network
from tests.races.crew import Crew, gathered


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
def _everybody(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    log: Path = tmp_path_factory.mktemp("crew") / "crew.log"
    with gathered(log) as crew:
        yield crew


@pytest.fixture
def two(_everybody: Crew, desk: Cast) -> Iterator[Crew]:
    yield _everybody.of(2)
    _everybody.check_quiet()


@pytest.fixture
def four(_everybody: Crew, desk: Cast) -> Iterator[Crew]:
    yield _everybody.of(4)
    _everybody.check_quiet()


@pytest.fixture
def eight(_everybody: Crew, desk: Cast) -> Iterator[Crew]:
    yield _everybody.of(8)
    _everybody.check_quiet()
