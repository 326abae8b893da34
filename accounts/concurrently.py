"""Migration operations that build or drop an index beside writers: concurrently on PostgreSQL, plainly on SQLite.

A migration that uses them says ``atomic = False`` and holds nothing else that must not be half done: a build that was
cut off leaves an invalid index behind, which the next try drops first.
"""

from typing import Any

from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    NotInTransactionMixin,
    RemoveIndexConcurrently,
)
from django.db.migrations import AddConstraint
from django.db.migrations import AddIndex as PlainAddIndex
from django.db.migrations import RemoveIndex as PlainRemoveIndex


def _is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


def _drop_left_over(schema_editor: Any, name: str) -> None:
    schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(name)}")


class AddIndex(AddIndexConcurrently):
    """An index on a table of any size."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if _is_postgresql(schema_editor):
            self._ensure_not_in_transaction(schema_editor)
            _drop_left_over(schema_editor, self.index.name)
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            PlainAddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if _is_postgresql(schema_editor):
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            PlainAddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class RemoveIndex(RemoveIndexConcurrently):
    """An index that nobody needs any more; taken back, it is built as ``AddIndex`` builds one."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            PlainRemoveIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if _is_postgresql(schema_editor):
            self._ensure_not_in_transaction(schema_editor)
            _drop_left_over(schema_editor, self.name)
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            PlainRemoveIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class AddUnique(NotInTransactionMixin, AddConstraint):
    """A partial UniqueConstraint, which both databases keep as a unique index, on a table of any size."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        self._ensure_not_in_transaction(schema_editor)
        _drop_left_over(schema_editor, self.constraint.name)
        model = to_state.apps.get_model(app_label, self.model_name)
        made = str(self.constraint.create_sql(model, schema_editor))
        schema_editor.execute(made.replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX CONCURRENTLY", 1), params=None)


class AddCheck(NotInTransactionMixin, AddConstraint):
    """A CheckConstraint on a table of any size: at once for what is written from now on, then looked through without
    stopping writers."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        self._ensure_not_in_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.constraint.name)
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        made = str(self.constraint.create_sql(model, schema_editor))
        schema_editor.execute(f"{made} NOT VALID", params=None)
        schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
