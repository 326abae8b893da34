"""Triggers that make a table append-only, on PostgreSQL and SQLite.

A model is marked with ``@append_only()``; columns named in ``set_once`` may go from NULL to a value, once. The triggers
are installed after every migrate run, because SQLite rebuilds a table to alter it and drops its triggers. They watch
the columns the table has: one that was migrated back, or not yet forth, has others than its model.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=type[models.Model])


@dataclass(frozen=True)
class Guard:
    model: type[models.Model]
    set_once: tuple[str, ...]

    @property
    def table(self) -> str:
        return self.model._meta.db_table


GUARDS: list[Guard] = []


def append_only(set_once: Iterable[str] = ()) -> Callable[[M], M]:
    """Mark a model's table as append-only; ``set_once`` names columns that may be filled in later, once."""

    def mark(model: M) -> M:
        GUARDS.append(Guard(model, tuple(set_once)))
        return model

    return mark


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers of every guard in place whose table is there. Running it again replaces them."""
    present = _columns(connection)
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.table in present:
                for statement in _statements(connection.vendor, guard, present[guard.table]):
                    cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the guarded tables that lack a trigger, or are not there: a hole in the record."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    kinds = ("update", "delete", "truncate" if connection.vendor == "postgresql" else "replace")
    return [guard.table for guard in GUARDS if not found >= {f"{guard.table}_no_{kind}" for kind in kinds}]


def lift(connection: BaseDatabaseWrapper, table: str) -> None:
    """Without the triggers of this table until the next ``install``, for a migration that drops one of its columns.

    SQLite refuses to drop a column that a trigger watches; PostgreSQL drops the trigger with it.
    """
    with connection.cursor() as cursor:
        for kind in ("update", "delete", "truncate", "replace"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{kind}{on}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the guards, for a test that empties its tables or plays the forger. They are back afterwards."""
    for guard in GUARDS:
        lift(connection, guard.table)
    try:
        yield
    finally:
        install(connection)


def _columns(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """The columns of every table in their order, by one question: a table at a time is too slow after each migrate."""
    query = (
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) AND a.attnum > 0 AND NOT a.attisdropped"
        " ORDER BY c.relname, a.attnum"
        if connection.vendor == "postgresql"
        else "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        " ORDER BY t.name, c.cid"
    )
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query)
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return found


def _statements(vendor: str, guard: Guard, columns: list[str]) -> list[str]:
    return _postgresql(guard, columns) if vendor == "postgresql" else _sqlite(guard, columns)


def _postgresql(guard: Guard, columns: list[str]) -> list[str]:
    table = guard.table
    return [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN ({_is_change(guard, columns, 'IS DISTINCT FROM')}) EXECUTE FUNCTION audit_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW"
        " EXECUTE FUNCTION audit_refuse()",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        " EXECUTE FUNCTION audit_refuse()",
    ]


def _sqlite(guard: Guard, columns: list[str]) -> list[str]:
    table, key = guard.table, guard.model._meta.pk.column
    is_change = _is_change(guard, columns, "IS NOT")
    same_key = f'SELECT 1 FROM {table} WHERE "{key}" = NEW."{key}"'  # noqa: S608 - names of our own
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {is_change} {refuse}",
        f"DROP TRIGGER IF EXISTS {table}_no_delete",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # REPLACE deletes the row of the same key without asking the trigger above.
        f"DROP TRIGGER IF EXISTS {table}_no_replace",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({same_key}) {refuse}",
    ]


def _is_change(guard: Guard, columns: list[str], differs: str) -> str:
    """True when an UPDATE touches a frozen column, or a set-once column that has its value already."""
    changed = {column: f'OLD."{column}" {differs} NEW."{column}"' for column in columns}
    return " OR ".join(
        f'(OLD."{column}" IS NOT NULL AND {change})' if column in guard.set_once else change
        for column, change in changed.items()
    )
