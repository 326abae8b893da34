"""How long the database may look for something before a person is told to ask for less."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

SECONDS = 2.0
STEPS = 5_000  # of SQLite between two looks at the clock


class TookTooLong(Exception):  # noqa: N818 - it is no error of anybody's
    """The database was told to stop looking."""


@contextmanager
def patience(seconds: float | None = None) -> Iterator[None]:
    """What is asked within is given up after so long, each question for itself on PostgreSQL, all together on SQLite.
    Raises TookTooLong; the connection is usable afterwards. Nothing is written within."""
    allowed = SECONDS if seconds is None else seconds
    asking = _on_postgresql(allowed) if connection.vendor == "postgresql" else _on_sqlite(allowed)
    try:
        with asking:
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled) or _is_interrupted(error.__cause__):
            raise TookTooLong from error
        raise


@contextmanager
def _on_postgresql(seconds: float) -> Iterator[None]:
    """The setting ends with the transaction; within one that goes on it is put back."""
    is_within = connection.in_atomic_block
    with transaction.atomic():
        before = _set_timeout(f"{max(round(seconds * 1000), 1)}ms")
        yield
        if is_within:
            _set_timeout(before)


def _set_timeout(to: str) -> str:
    """What it was before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)", [to])
        return str(cursor.fetchone()[0])


@contextmanager
def _on_sqlite(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    connection.ensure_connection()
    asked = connection.connection
    asked.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    finally:
        asked.set_progress_handler(None, 0)


def _is_interrupted(cause: BaseException | None) -> bool:
    return isinstance(cause, sqlite3.OperationalError) and "interrupted" in str(cause)
