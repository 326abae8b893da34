from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from audit import guards


def install_guards(using: str, **_rest: Any) -> None:
    guards.install(connections[using])


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Without a sender: any room's migration may have rebuilt a guarded table.
        post_migrate.connect(install_guards, dispatch_uid="audit.install_guards")
