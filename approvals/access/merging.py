"""Several ordered stretches of one list, merged: each gives its first rows from its own index, and these are sorted.

A database that is asked for ``team IN (...) ORDER BY due_at LIMIT 26`` reads and sorts everything those teams have.
Asked team by team it reads 26 rows of each.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from approvals.models import Turn
from approvals.paging import Place

_DUE = Turn._meta.get_field("due_at").cached_col
ORDER = ("due_at", "draft_id")


def first_of(stretches: Sequence[QuerySet[Any]], most: int, *, backwards: bool = False) -> list[Place]:
    """The first rows of all stretches together, or the last ones from the end; each once. One query, or none."""
    sql, given = _merged([rows.order_by(*_order(backwards)) for rows in stretches], most)
    if not sql:
        return []
    way = " DESC" if backwards else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1{way}, 2{way} LIMIT {most}", given)
        return [Place(_moment(due), draft_id) for due, draft_id in cursor.fetchall()]


def counts_of(lists: dict[str, Sequence[QuerySet[Any]]], most: int) -> dict[str, int]:
    """How many rows the stretches of each list have together, at most ``most``, whichever these are: nothing is sorted
    for it. One query, or none."""
    merged = {name: _merged([rows.order_by() for rows in stretches], most) for name, stretches in lists.items()}
    asked = {name: (sql, given) for name, (sql, given) in merged.items() if sql}
    counts = dict.fromkeys(lists, 0)
    if asked:
        counted = "(SELECT COUNT(*) FROM (SELECT * FROM ({}) AS merged LIMIT {}) AS bounded)"
        selects = ", ".join(counted.format(sql, most) for sql, _given in asked.values())
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {selects}", [one for _sql, given in asked.values() for one in given])
            counts |= dict(zip(asked, cursor.fetchone(), strict=True))
    return counts


def _order(backwards: bool) -> list[str]:
    return [f"-{name}" for name in ORDER] if backwards else list(ORDER)


def _merged(stretches: Sequence[QuerySet[Any]], most: int) -> tuple[str, list[Any]]:
    """The union of the first rows of each stretch that can have any. SQLite takes a LIMIT within a union only inside a
    select of its own."""
    pieces: list[str] = []
    given: list[Any] = []
    for rows in stretches:
        try:
            sql, parameters = rows.values_list(*ORDER)[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        pieces.append(f"SELECT * FROM ({sql}) AS stretch")  # noqa: S608 - our own pieces
        given.extend(parameters)
    return " UNION ".join(pieces), given


def _moment(written: Any) -> datetime:
    """As Django would read it: SQLite keeps a time as text."""
    for convert in connection.ops.get_db_converters(_DUE):
        written = convert(written, None, connection)
    return written
