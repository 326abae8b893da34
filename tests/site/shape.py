"""What the tables of a database look like, as JSON: ``python -m tests.site.shape``."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection

POSTGRESQL = {
    "column": "SELECT table_name, column_name, udt_name, character_maximum_length, numeric_precision, numeric_scale,"
    " is_nullable, column_default, is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "constraint": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "index": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def shape() -> dict[str, list[str]]:
    """Each table, and its lines in any order of making."""
    lines = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    tables: dict[str, list[str]] = {}
    for table, line in lines:
        tables.setdefault(table, []).append(line)
    return {table: sorted(map(_in_any_order, lines)) for table, lines in sorted(tables.items())}


def _in_any_order(line: str) -> str:
    """A trigger names the columns in the order in which they were made."""
    return " ".join(sorted(line.split())) if line.startswith("trigger") else line


def _on_postgresql() -> Iterator[tuple[str, str]]:
    for kind, query in POSTGRESQL.items():
        for table, *facts in _asked(query):
            yield table.strip('"'), f"{kind} {facts}"


def _on_sqlite() -> Iterator[tuple[str, str]]:
    for kind, table, sql in _asked("SELECT type, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"):
        if kind != "table":
            yield table, f"{kind} {sql}"
            continue
        for _place, *facts in _asked(f"PRAGMA table_info({table})"):
            yield table, f"column {facts}"
        for _id, _place, *facts in _asked(f"PRAGMA foreign_key_list({table})"):
            yield table, f"reference {facts}"
        for check in _checks(sql):
            yield table, f"check {check}"
        for _place, index, is_unique, origin, is_partial in _asked(f"PRAGMA index_list({table})"):
            if origin != "c":
                columns = [column for _rank, _column, column in _asked(f"PRAGMA index_info({index})")]
                yield table, f"key {is_unique} {origin} {is_partial} {columns}"


def _checks(sql: str) -> Iterator[str]:
    """The conditions in a table's own words, each with its name where it has one."""
    for found in re.finditer(r'(?:CONSTRAINT "(\w+)" )?CHECK ', sql):
        depth = 0
        for place in range(found.end(), len(sql)):
            depth += {"(": 1, ")": -1}.get(sql[place], 0)
            if depth == 0:
                yield f"{found[1] or ''} {sql[found.end() : place + 1]}"
                break


def _asked(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


if __name__ == "__main__":
    print(json.dumps(shape()))  # noqa: T201 - what the test reads
