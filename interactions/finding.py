"""The newest messages that some words stand in, however common the words are.

PostgreSQL's index of words tells nothing of when a message came. So the newest messages are looked at first, one after
the other, where common words are found soon; what stands among few of them is rare, and the index finds it. Which of
the two is quicker is not left to an estimate: it takes words for independent, which "lost" and "bag" are not.

SQLite's index of words lies by id: it is walked, and left when there is enough.
"""

from collections.abc import Collection

from django.db import connection
from django.db.models import Q, QuerySet

from interactions.asked import Term
from interactions.full_text import WORDS, Matches, asked_of_sqlite
from interactions.models import Interaction
from interactions.paging import LENGTH, Cursor, newest_of

ENOUGH = LENGTH + 1
LOOKED_AT = 4_000  # messages, of all teams together, before the index is asked
Rows = QuerySet[Interaction]


def newest_with(terms: tuple[Term, ...], rows: Rows, team_ids: Collection[int], cursor: Cursor | None) -> list[int]:
    """Ids of these rows of these teams, from the cursor on, the newest first; going back, the other way round."""
    if connection.vendor != "postgresql":
        return _along_words(terms, rows, cursor)
    walked = rows.filter(Q(Matches(terms, is_walked=True)))
    is_back = cursor is not None and cursor.is_back
    bound = _after_so_many(team_ids, cursor)
    if bound is None:
        return newest_of(walked, cursor)
    found = newest_of(walked.filter(**{"id__lte" if is_back else "id__gte": bound}), cursor)
    if len(found) < ENOUGH:
        rest = rows.filter(Q(Matches(terms)), **{"id__gt" if is_back else "id__lt": bound})
        found += _by_index(rest, is_back=is_back)
    return found[:ENOUGH]


def _after_so_many(team_ids: Collection[int], cursor: Cursor | None) -> int | None:
    """The id at which some of each team's messages are passed; None where that is all of them."""
    is_back = cursor is not None and cursor.is_back
    nearest, order, beyond = ("MIN", "ASC", ">") if is_back else ("MAX", "DESC", "<")
    begin = "" if cursor is None else f"AND message.id {beyond} {int(cursor.id)}"
    with connection.cursor() as asking:
        asking.execute(
            f"SELECT {nearest}(passed.id) FROM unnest(%s::bigint[]) AS team(id) CROSS JOIN LATERAL ("  # noqa: S608
            f"SELECT message.id FROM {Interaction._meta.db_table} AS message WHERE message.team_id = team.id {begin} "
            f"ORDER BY message.id {order} OFFSET %s LIMIT 1) AS passed",
            [list(team_ids), LOOKED_AT // len(team_ids)],
        )
        bound: int | None = asking.fetchone()[0]
        return bound


def _by_index(rows: Rows, *, is_back: bool) -> list[int]:
    """All of them, then the first: asked for in order, PostgreSQL might walk along the messages after all."""
    sql, parameters = rows.order_by().values("id").query.sql_with_params()
    with connection.cursor() as asking:
        asking.execute(
            f"WITH found AS MATERIALIZED ({sql}) "  # noqa: S608 - our own pieces
            f"SELECT id FROM found ORDER BY id {'ASC' if is_back else 'DESC'} LIMIT {ENOUGH}",
            parameters,
        )
        return [pk for (pk,) in asking.fetchall()]


def _along_words(terms: tuple[Term, ...], rows: Rows, cursor: Cursor | None) -> list[int]:
    is_back = cursor is not None and cursor.is_back
    sql, parameters = rows.order_by().values("id").query.sql_with_params()
    beyond = "" if cursor is None else f"AND words.rowid {'>' if is_back else '<'} {int(cursor.id)} "
    with connection.cursor() as asking:
        asking.execute(
            f"SELECT words.rowid FROM {WORDS} AS words CROSS JOIN ({sql}) AS mine ON mine.id = words.rowid "  # noqa: S608
            f"WHERE {WORDS} MATCH %s {beyond}ORDER BY words.rowid {'ASC' if is_back else 'DESC'} LIMIT {ENOUGH}",
            [*parameters, asked_of_sqlite(terms)],
        )
        return [pk for (pk,) in asking.fetchall()]
