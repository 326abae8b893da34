"""A PostgreSQL of the test's own, to stop and to kill. Nobody else's database is touched."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.site.product import free_port

OWNER = "postgres"  # PostgreSQL refuses to run as root; where a test does, this user's rights are taken


def missing() -> str:
    """Why there can be none here; empty when there can."""
    if _binaries() is None:
        return "initdb and pg_ctl are not installed"
    if os.geteuid() == 0 and OWNER not in {user.pw_name for user in pwd.getpwall()}:
        return "root starts no PostgreSQL, and there is no user postgres"
    return ""


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return Path(found).parent if found else beside[-1].parent if beside else None


class Cluster:
    """Its rows outlive it, as those of a database whose machine lost power do: nothing but its own log brings them
    back."""

    def __init__(self, home: Path) -> None:
        self._home, self._rows, self._port = home, home / "rows", free_port()
        self.url = f"postgres://{OWNER}@127.0.0.1:{self._port}/postgres"
        if os.geteuid() == 0:
            shutil.chown(home, OWNER)
        self._run("initdb", "-U", OWNER, "-A", "trust", "-E", "UTF8")

    def start(self) -> None:
        asked = f"-p {self._port} -c listen_addresses=127.0.0.1 -k {self._home}"
        self._run("pg_ctl", "-w", "-l", str(self._home / "log"), "-o", asked, "start")

    def stop(self, how: str) -> None:
        """``fast`` hangs up on everybody and ends in order; ``immediate`` dies on the spot."""
        self._run("pg_ctl", "-w", "-m", how, "stop")

    def ask(self, question: str) -> list[Any]:
        """The first column of what it answers."""
        with psycopg.connect(self.url, connect_timeout=5) as connection:
            return [row[0] for row in connection.execute(question.encode())]

    def _run(self, command: str, *arguments: str) -> None:
        binaries = _binaries()
        assert binaries is not None
        asked = [str(binaries / command), "-D", str(self._rows), *arguments]
        as_owner = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
        said = self._home / "said"
        with said.open("wb") as written:
            ended = subprocess.run(asked, cwd="/", stdout=written, stderr=written, **as_owner)
        assert ended.returncode == 0, said.read_text()[-3000:]


@contextmanager
def cluster() -> Iterator[Cluster]:
    home = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    server = Cluster(home)
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(home, ignore_errors=True)
