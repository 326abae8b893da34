"""The words of messages, as either database finds them: one index of texts, kept by the database itself.

PostgreSQL has a GIN index over an expression; SQLite an FTS5 table beside the messages, which triggers keep. Neither is
of a model: they are put in place at the end of each migration, as ``prefixes`` are. Case does not count, accents do;
what separates words is the same for both.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func

from interactions.asked import Term

TABLE = "interactions_interaction"
WORDS = "interactions_words"
_JOINING = "@.-_/:&?=#~+<>;"  # what PostgreSQL would take for a part of an address, a number or a tag
_UNSURE = re.compile(r"[\W_]+")  # in a word: marks and signs, of which the engines think differently
_FORGET = "INSERT INTO interactions_words(interactions_words, rowid, subject, text) "
_FORGET += "VALUES ('delete', old.id, old.subject, old.text);"
_LEARN = "INSERT INTO interactions_words(rowid, subject, text) VALUES (new.id, new.subject, new.text);"
_IS_CHANGED = "old.subject IS NOT new.subject OR old.text IS NOT new.text"
_TRIGGERS = {
    "interactions_words_new": f"AFTER INSERT ON {TABLE} BEGIN {_LEARN} END",
    "interactions_words_gone": f"AFTER DELETE ON {TABLE} BEGIN {_FORGET} END",
    "interactions_words_changed": (
        f"AFTER UPDATE OF subject, text ON {TABLE} WHEN {_IS_CHANGED} BEGIN {_FORGET} {_LEARN} END"
    ),
}


class Matches(Func):
    """Whether all the terms stand in the message.

    ``is_gathered``: SQLite looks up all that match, once; otherwise it asks of each message that is looked at.
    ``is_walked``: PostgreSQL asks of each message that is looked at; otherwise it may look up all that match.
    """

    output_field = BooleanField()

    def __init__(self, terms: Iterable[Term], *, is_gathered: bool = False, is_walked: bool = False) -> None:
        super().__init__(F("subject"), F("text"), F("id"))
        self.terms = tuple(terms)
        self.is_gathered = is_gathered
        self.is_walked = is_walked

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        subject, text, pk = (compiler.compile(column)[0] for column in self.get_source_expressions())
        if connection.vendor == "postgresql":
            return self._of_postgresql(subject, text)
        found = f"FROM {WORDS} WHERE {WORDS} MATCH %s"
        sql = f"{pk} IN (SELECT rowid {found})" if self.is_gathered else f"EXISTS (SELECT 1 {found} AND rowid = {pk})"
        return sql, [asked_of_sqlite(self.terms)]

    def _of_postgresql(self, subject: str, text: str) -> tuple[str, list[Any]]:
        """The index knows words, not their places: whether a phrase stands there is asked of each text that has its
        words, and out of the index's sight (``IS TRUE``). What a text is quickly seen not to hold is asked first:
        cutting a text into words costs ten times as much."""
        matches = f"{_vector(subject, text)} @@ to_tsquery('simple', %s)"
        parts = [(f"lower({subject} || ' ' || {text}) ~ lower(%s)", _pattern(term)) for term in self.terms]
        if not self.is_walked:
            parts.append((matches, words_of(self.terms)))
        if self.is_walked or any(" " in term.words for term in self.terms):
            parts.append((f"({matches}) IS TRUE", asked_of_postgresql(self.terms)))
        return f"({' AND '.join(sql for sql, _asked in parts)})", [asked for _sql, asked in parts]


def words_of(terms: Iterable[Term]) -> str:
    """What ``asked_of_postgresql`` asks for, the words of a phrase in any order."""
    apart = (Term(word, term.is_beginning) for term in terms for word in term.words.split())
    return asked_of_postgresql(apart)


def asked_of_postgresql(terms: Iterable[Term]) -> str:
    """Terms hold no punctuation: nothing in them can end a quotation."""
    return " & ".join(f"'{term.words}'{':*' if term.is_beginning else ''}" for term in terms)


def asked_of_sqlite(terms: Iterable[Term]) -> str:
    return " AND ".join(f'"{term.words}"{" *" if term.is_beginning else ""}' for term in terms)


def install(connection: BaseDatabaseWrapper = default) -> None:
    """Make what is missing. The table of interactions is there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {WORDS} ON {TABLE} USING gin ({_vector('subject', 'text')})")
        elif missing := _missing_triggers(cursor):
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5(subject, text, content='{TABLE}', "
                "content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
            )
            for name in missing:
                cursor.execute(f"CREATE TRIGGER {name} {_TRIGGERS[name]}")
            # What changed while they were gone.
            cursor.execute("INSERT INTO interactions_words(interactions_words) VALUES ('rebuild')")


def install_beside_writers(connection: BaseDatabaseWrapper) -> None:
    """The same on a table of any size; not in a transaction. A build that was cut off is begun again."""
    if connection.vendor != "postgresql":
        install(connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {WORDS}")
        cursor.execute(f"CREATE INDEX CONCURRENTLY {WORDS} ON {TABLE} USING gin ({_vector('subject', 'text')})")


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {WORDS}")
        else:
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {WORDS}")


def _vector(subject: str, text: str) -> str:
    apart = f"translate({subject} || ' ' || {text}, '{_JOINING}', '{' ' * len(_JOINING)}')"
    return f"to_tsvector('simple', {apart})"


def _pattern(term: Term) -> str:
    """What lies in every text that the term stands in, as a regular expression: its words, and no letter between."""
    return "[^[:alnum:]]+".join(_UNSURE.sub(".*", word) for word in term.words.split())


def _missing_triggers(cursor: Any) -> list[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
    there = {name for (name,) in cursor.fetchall()}
    return [name for name in _TRIGGERS if name not in there]
