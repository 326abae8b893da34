"""Numbers beside names: several bounded counts in one query, whose cost does not grow with what there is."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

BOUND = 100


def bounded_counts(asked: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of these has, at most BOUND; one query, or none where nothing can be found."""
    selects: dict[str, str] = {}
    parameters: list[Any] = []
    for name, rows in asked.items():
        try:
            sql, given = rows.order_by().values("pk")[:BOUND].query.sql_with_params()
        except EmptyResultSet:
            continue
        selects[name] = f"(SELECT COUNT(*) FROM ({sql}) AS found)"  # noqa: S608 - our own pieces
        parameters.extend(given)
    if not selects:
        return dict.fromkeys(asked, 0)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects.values())}", parameters)
        counted = dict(zip(selects, cursor.fetchone(), strict=True))
    return {name: counted.get(name, 0) for name in asked}


def said(count: int) -> str:
    """What stands beside a name: nothing, the number, or 99+."""
    return "" if not count else f"{BOUND - 1}+" if count >= BOUND else str(count)
