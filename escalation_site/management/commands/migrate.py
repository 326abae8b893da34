"""``manage.py migrate``: Django's own, which begins an empty database with today's tables and ends with what no model
can say."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from escalation_site.laying_out import is_empty, lay_out
from interactions import full_text, prefixes


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if is_whole(options) and is_empty(connection):
            lay_out(connection)
        super().handle(*args, **options)
        if is_whole(options):
            prefixes.install(connection)
            full_text.install(connection)


def is_whole(options: dict[str, Any]) -> bool:
    """All the way for every app, and not only looked at or pretended."""
    narrower = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")
    return not any(options.get(name) for name in narrower)
