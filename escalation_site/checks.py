"""What must be true before the product starts. `manage.py check` says it, and so does every start."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from accounts.ports import Port
from audit import guards


@register()
def every_port_is_filled(**_kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"Nobody answers the port “{port.name}”.", hint="Fill it in escalation_site/wiring.py.", id="desk.E001")
        for port in Port.declared
        if not port.is_filled
    ]


@register(Tags.database, deploy=True)
def the_record_is_guarded(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Every append-only table has its triggers. Not asked by `migrate`, which puts them back: of the checks of a
    database, those of a deployment are the ones it leaves to others."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        tables = set(connection.introspection.table_names())
        problems += [
            Error(
                f"The table {table} has lost its append-only triggers.", hint="Run manage.py migrate.", id="desk.E002"
            )
            for table in guards.missing(connection)
            if table in tables
        ]
    return problems


@register(Tags.security, deploy=True)
def the_site_has_https(**_kwargs: Any) -> list[CheckMessage]:
    if settings.IS_HTTPS:
        return []
    hint = "Set DESK_SITE_URL to the https:// address people use."
    return [Error("Sessions and paging links would travel in the clear.", hint=hint, id="desk.E003")]
