"""A place of its own for a benchmark: a data directory and a database that are gone afterwards."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection

NAME = "desk_bench_"
# What the product may be told; a scratch place is told by us alone.
_TOLD = ("DESK_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
_ADDRESS = ("host", "port", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey")


class NotScratch(Exception):  # noqa: N818 - its text is the sentence for the person
    """A benchmark was about to write into a database that is not its own."""


@dataclass(frozen=True)
class Scratch:
    """The product on nobody's data: its commands run with this environment."""

    environment: dict[str, str]

    def run(self, *arguments: str) -> Iterator[str]:
        """The lines that a command of the product says, as it says them. Raises CalledProcessError."""
        with self.start(*arguments) as running:
            assert running.stdout is not None
            yield from running.stdout
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, arguments)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


class Talk:
    """A command of a scratch place that answers questions: a line in, a line of JSON out."""

    def __init__(self, scratch: Scratch, *arguments: str) -> None:
        self._running = scratch.start(*arguments)

    def ask(self, question: str) -> Any:
        """Raises CalledProcessError when it has ended before it answered."""
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        with suppress(BrokenPipeError):
            self._running.stdin.write(f"{question}\n")
            self._running.stdin.flush()
        if answer := self._running.stdout.readline():
            return json.loads(answer)
        raise subprocess.CalledProcessError(self._running.wait(), question)

    def end(self) -> None:
        """The end of its questions ends it."""
        with suppress(BrokenPipeError):
            self._running.communicate()


@contextmanager
def bare() -> Iterator[Scratch]:
    """An empty database, and an empty directory for data."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as directory, _database() as url:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_TOLD)}
        told = {
            "DESK_DATA_DIR": directory,
            "DESK_OUTGOING_ALLOWED_HOSTS": "127.0.0.1",
            "DESK_LOG_LEVEL": "ERROR",
        }
        yield Scratch(kept | told | url)


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Tables, static files and roles in place, everything else empty."""
    with bare() as place:
        for _line in place.run("prepare"):
            pass
        yield place


def check_is_scratch() -> None:
    """Raise NotScratch where the database is not one that ``scratch()`` has made."""
    name = str(settings.DATABASES["default"]["NAME"])
    if not (Path(name).parent.name.startswith("desk-bench-") or name.startswith(NAME)):
        raise NotScratch("This database is not a benchmark's own. Leave out --in-scratch.")


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """The environment that names the database. SQLite's is a file in the data directory: nothing is to be said."""
    if connection.vendor != "postgresql":
        yield {}
        return
    name = NAME + secrets.token_hex(4)
    _tell_server(f'CREATE DATABASE "{name}"')
    try:
        yield {"DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()}
    finally:
        _tell_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _tell_server(statement: str) -> None:
    """Through the database that every server has, so that the configured one need not exist yet."""
    given = {key: part for key, part in connection.get_connection_params().items() if key in _ADDRESS}
    with psycopg.connect(**given, dbname="postgres", autocommit=True) as server:
        server.execute(statement.encode())
