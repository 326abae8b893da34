"""A contact is found by the beginning of a handle or a name, a draft by its author."""

from typing import Any

from django.conf import settings
from django.db import migrations, models

PREFIXES = {"contact_handle_begins": "handle", "contact_name_begins": "name"}


def index_prefixes(_apps: Any, schema_editor: Any) -> None:
    """PostgreSQL finds a prefix in any collation only with ``text_pattern_ops``, which SQLite does not know."""
    operators = " text_pattern_ops" if schema_editor.connection.vendor == "postgresql" else ""
    for name, column in PREFIXES.items():
        schema_editor.execute(f"CREATE INDEX {name} ON interactions_contact (brand_id, lower({column}){operators})")


def drop_prefixes(_apps: Any, schema_editor: Any) -> None:
    for name in PREFIXES:
        schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("interactions", "0001_interactions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(model_name="draft", index=models.Index(fields=["author", "-id"], name="draft_of_author")),
        migrations.RunPython(index_prefixes, drop_prefixes),
    ]
