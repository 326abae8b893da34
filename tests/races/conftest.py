from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.networked import desk, peer
from tests.races.crew import Crew, gathered

__all__ = ["desk", "peer"]  # fixtures of both, found by their names here


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
