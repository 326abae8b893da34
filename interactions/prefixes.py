"""Indexes by which a contact is found from the beginning of a handle or a name.

No model can name them: PostgreSQL finds a prefix in any collation only with ``text_pattern_ops``, which SQLite does not
know. They are put in place at the end of each migration, because SQLite rebuilds a table to alter it and leaves behind
what its model does not name.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

COLUMNS = {"contact_handle_begins": "handle", "contact_name_begins": "name"}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the indexes that are missing. The table of contacts is there."""
    operators = " text_pattern_ops" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name, column in COLUMNS.items():
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {name} ON interactions_contact (brand_id, lower({column}){operators})"
            )
