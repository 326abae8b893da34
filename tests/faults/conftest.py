from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.faults.nursery import Nursery
from tests.networked import desk, peer

__all__ = ["desk", "peer"]  # fixtures of both, found by their names here


@pytest.fixture(scope="session")
def _cradle(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path_factory.mktemp("nursery") / "log")
    yield nursery
    nursery.close()


@pytest.fixture
def nursery(_cradle: Nursery, desk: Cast) -> Iterator[Nursery]:
    yield _cradle
    _cradle.check_quiet()
