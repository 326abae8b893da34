"""Data directories and brokers of a test's own, with paths short enough for a socket."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from escalation_site.broker import answers, find_server
from tests.site.product import Product, manage, wait_until


@pytest.fixture
def home() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="desk-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def prepared_home() -> Iterator[Path]:
    """A data directory on which everything is prepared, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="desk-"))
    prepared = manage(path, "prepare")
    assert prepared.returncode == 0, prepared.stderr
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def start(home: Path, prepared_home: Path) -> Iterator[Callable[..., Product]]:
    """Starts the product on a prepared data directory; nothing of it outlives the test."""
    shutil.copytree(prepared_home, home, dirs_exist_ok=True)
    started: list[Product] = []

    def start_it(**more: str) -> Product:
        started.append(Product(home, **more))
        return started[-1]

    yield start_it
    for product in started:
        product.process.kill()
        product.process.wait()
        assert wait_until(lambda living=product: not living.family())


@pytest.fixture
def valkey(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A broker on a unix socket that a test may freeze and kill: its URL and its process."""
    path = home / "test.sock"
    command = [find_server(), "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(home)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    assert wait_until(lambda: answers(path))
    yield f"unix://{path}", server
    server.send_signal(signal.SIGCONT)
    server.kill()
    server.wait()
