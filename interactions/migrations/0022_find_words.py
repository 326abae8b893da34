"""Messages are found by their words, on a table of any size."""

from typing import Any

from django.db import migrations

from interactions import full_text


def install(_apps: Any, schema_editor: Any) -> None:
    full_text.install_beside_writers(schema_editor.connection)


def remove(_apps: Any, schema_editor: Any) -> None:
    full_text.remove(schema_editor.connection)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0021_judgements_and_good_things")]

    operations = [migrations.RunPython(install, remove)]
