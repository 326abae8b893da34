"""`manage.py up`: one tree, ready when it says so, and gone when it is gone."""

import json
import os
import signal
import socket
import sqlite3
import sys
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from escalation_site import broker
from escalation_site.environment import LONGEST_SOCKET_PATH, broker_socket
from escalation_site.supervision.preflight import CannotStart
from tests.site.product import Product, free_port, manage, wait_until

pytestmark = pytest.mark.xdist_group("up")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
PARTS = ["escalation_site.serve", "-Q default", "-Q pages", "beat", "manage.py sweep", "broker.sock"]


def health(product: Product) -> dict[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{product.port}/healthz", timeout=10) as answer:
        return json.load(answer)


def test_a_first_start_gets_ready_and_a_second_finds_its_data(home):
    first = Product(home)
    first.wait_for("is ready at")
    assert health(first)["status"] == "ok"
    with sqlite3.connect(home / "desk.sqlite3", timeout=20) as database:
        database.execute("INSERT INTO escalation_site_cache VALUES ('a mark', 'left by the first', '2099-01-01')")
    assert first.stop() == 0

    second = Product(home)
    second.wait_for("is ready at")
    with sqlite3.connect(home / "desk.sqlite3") as database:
        assert database.execute("SELECT value FROM escalation_site_cache WHERE cache_key = 'a mark'").fetchone()
    assert second.stop() == 0


@only_linux
def test_every_part_is_there_and_killing_the_tree_leaves_no_survivor(start):
    product = start()
    product.wait_for("is ready at")
    family = product.family()
    for part in PARTS:
        assert any(part in command for command in family.values()), part
    product.process.kill()
    product.process.wait()
    assert wait_until(lambda: not product.family()), product.family()


@only_linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_ends_every_part_and_the_broker_last(start, number):
    product = start()
    product.wait_for("is ready at")
    assert product.stop(number) == 0
    assert not product.family()
    assert "did not end" not in "\n".join(product.said)
    assert "ready to exit" in (product.home / "broker" / "broker.log").read_text()


@only_linux
def test_a_part_that_dies_is_started_again_and_the_tree_says_so(start):
    product = start()
    product.wait_for("is ready at")
    for part in ("manage.py sweep", "-Q pages", "escalation_site.serve", "broker.sock"):
        before = product.pid_of(part)
        os.kill(before, signal.SIGKILL)
        product.wait_for("ended (killed by SIGKILL); it starts again")
        assert wait_until(partial(is_there_again, product, part, before), patience=60), part
        assert product.process.poll() is None


def is_there_again(product: Product, part: str, before: int) -> bool:
    return any(part in command for pid, command in product.family().items() if pid != before)


def test_a_port_in_use_is_said_in_one_sentence(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = manage(home, "up", "--port", str(port))
    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        f"Port {port} is in use by another program. Choose another one: ./run --port {port + 1}"
    )


def test_a_second_start_on_the_same_data_is_refused(start):
    product = start()
    product.wait_for("is ready at")
    answer = manage(product.home, "up", "--port", str(free_port()))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Escalation Desk already runs on the data in {product.home}.")
    assert health(product)["status"] == "ok"


@pytest.mark.parametrize(
    "url", ["nonsense", "postgres://", "mysql://root@127.0.0.1/desk", "postgres://u:p@ss@h:port/x", "sqlite://"]
)
def test_a_broken_database_url_is_said_in_one_sentence(home, url):
    answer = manage(home, "up", "--port", str(free_port()), DATABASE_URL=url)
    assert answer.returncode == 1
    assert answer.stderr.startswith("DATABASE_URL cannot be understood.")
    assert len(answer.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_said_without_its_password(home):
    url = "postgres://desk:swordfish@127.0.0.1:1/desk"
    answer = manage(home, "up", "--port", str(free_port()), DATABASE_URL=url)
    assert answer.returncode == 1
    assert answer.stderr.startswith("The database in DATABASE_URL does not answer: ")
    assert "swordfish" not in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_file_that_is_no_database_is_said_in_one_sentence(home):
    (home / "desk.sqlite3").write_text("no database at all, whatever its name says" * 100)
    answer = manage(home, "up", "--port", str(free_port()))
    assert answer.returncode == 1
    assert answer.stderr.strip() == "The database in DATABASE_URL does not answer: file is not a database."


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "nonsense"])
def test_a_redis_that_somebody_named_and_that_does_not_answer_is_said(home, url):
    answer = manage(home, "up", "--port", str(free_port()), REDIS_URL=url)
    assert answer.returncode == 1
    assert "REDIS_URL" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_data_directory_that_cannot_be_made_is_said_in_one_sentence(home):
    (home / "file").touch()
    answer = manage(home / "file" / "data", "up")
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"The data directory {home}/file/data cannot be made")
    assert len(answer.stderr.splitlines()) == 1


def test_a_long_data_directory_gets_a_short_socket_of_its_own(tmp_path):
    deep, other = tmp_path / ("d" * 90), tmp_path / ("e" * 90)
    assert len(str(broker_socket(deep))) <= LONGEST_SOCKET_PATH
    assert broker_socket(deep) == broker_socket(deep)
    assert broker_socket(deep) != broker_socket(other)
    assert broker_socket(Path("/short")) == Path("/short/broker/broker.sock")


def test_a_machine_without_any_redis_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(broker, "get_binary_path", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotStart, match=r"valkey-server or redis-server in PATH.*REDIS_URL"):
        broker.find_server()


def test_a_server_in_path_serves_where_there_is_no_wheel(monkeypatch, tmp_path):
    server = tmp_path / "redis-server"
    server.write_text("#!/bin/sh\nexit 0\n")
    server.chmod(0o700)
    monkeypatch.setattr(broker, "get_binary_path", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert broker.find_server() == str(server)


def test_a_socket_directory_that_is_somebody_elses_link_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "ours").symlink_to(tmp_path / "theirs")
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        broker.private_directory(tmp_path / "ours")
