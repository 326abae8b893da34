"""How many stand in each queue, up to a bound: one query, whose cost does not grow with what there is."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Q

from interactions.models import Interaction
from interactions.queues import QUEUES, Asking

BOUND = 1_000


def bounded_counts(asking: Asking, team_ids: Iterable[int]) -> dict[str, int]:
    """By queue, at most BOUND; a queue that is not counted is missing."""
    wanted = {queue.slug: queue.counted(asking) for queue in QUEUES if queue.counted}
    return counted(wanted, team_ids)


def counted(wanted: Mapping[str, Q], team_ids: Iterable[int]) -> dict[str, int]:
    """How many rows of these teams each condition holds, at most BOUND, in one query."""
    teams = list(team_ids)
    if not teams:
        return dict.fromkeys(wanted, 0)
    selects, parameters = [], []
    for rows in wanted.values():
        found = Interaction.objects.filter(rows, team__in=teams).order_by().values("id")[:BOUND]
        sql, given = found.query.sql_with_params()
        selects.append(f"(SELECT COUNT(*) FROM ({sql}) AS found)")  # noqa: S608 - our own pieces
        parameters.extend(given)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", parameters)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def said(count: int) -> str:
    """What stands beside a queue's name: nothing, the number, or 999+."""
    return "" if not count else f"{BOUND - 1}+" if count >= BOUND else str(count)
