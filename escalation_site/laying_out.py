"""An empty database gets all its tables at once, as they are today.

Walking the whole history of migrations through tables that hold nothing takes most of a first start. The way there is
another, the tables are the same; a test compares them. What no model can say (triggers, indexes by prefix) is put in
place after every migrate run.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Nobody has made a table here, but for the list of the migrations that were run."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    recorder = MigrationRecorder(connection)
    return there <= {recorder.Migration._meta.db_table} and not recorder.applied_migrations()


def lay_out(connection: BaseDatabaseWrapper) -> None:
    """Make every table in one transaction, and note all migrations as run. The database is empty (``is_empty``).

    Signals of a migration are left to the caller, who migrates next: there is nothing left to run, and what listens is
    told.
    """
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    loader = MigrationLoader(connection)
    history = [recorder.Migration(app=app_label, name=name) for app_label, name in loader.disk_migrations]
    with connection.schema_editor() as editor:
        for model in _models(loader.migrated_apps, connection):
            editor.create_model(model)
        recorder.migration_qs.bulk_create(history)


def _models(app_labels: set[str], connection: BaseDatabaseWrapper) -> Iterator[type[models.Model]]:
    for app in apps.get_app_configs():
        if app.label in app_labels:
            yield from (model for model in app.get_models() if model._meta.can_migrate(connection))
