import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.faults.nursery import Nursery
from tests.networked import desk, peer

__all__ = ["desk", "peer"]  # fixtures of both, found by their names here


@pytest.fixture
def home() -> Iterator[Path]:
    """Short enough for the path of a socket."""
    path = Path(tempfile.mkdtemp(prefix="desk-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def _cradle(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path_factory.mktemp("nursery") / "log")
    yield nursery
    nursery.close()


@pytest.fixture
def nursery(_cradle: Nursery, desk: Cast) -> Iterator[Nursery]:
    yield _cradle
    _cradle.check_quiet()
