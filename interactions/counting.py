"""How many stand in each queue, up to a bound: one query, whose cost does not grow with what there is."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from interactions.models import Interaction
from interactions.queues import QUEUES, Asking

BOUND = 1_000


def counts_and_newest(asking: Asking, team_ids: Iterable[int]) -> tuple[dict[str, int], int]:
    """By queue, at most BOUND (a queue that is not counted is missing), and the newest id there is; one query."""
    wanted = {queue.slug: queue.counted(asking) for queue in QUEUES if queue.counted}
    teams = list(team_ids)
    selects = [f"(SELECT MAX(id) FROM {Interaction._meta.db_table})"]  # noqa: S608 - our own table
    parameters: list[Any] = []
    for rows in wanted.values():
        found = Interaction.objects.filter(rows, team__in=teams or [0]).order_by().values("id")[:BOUND]
        sql, given = found.query.sql_with_params()
        selects.append(f"(SELECT COUNT(*) FROM ({sql}) AS found)")  # noqa: S608 - our own pieces
        parameters.extend(given)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", parameters)
        newest, *counts = cursor.fetchone()
    return dict(zip(wanted, counts, strict=True)), newest or 0


def said(count: int) -> str:
    """What stands beside a queue's name: nothing, the number, or 999+."""
    return "" if not count else f"{BOUND - 1}+" if count >= BOUND else str(count)
