from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate

from audit import guards


def install_guards(app_config: AppConfig, using: str, **_rest: Any) -> None:
    """Once after every migrate run: the signal comes once for each app that has models, and this waits for the last."""
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if app_config == with_models[-1]:
        guards.install(connections[using])


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Without a sender: any room's migration may have rebuilt a guarded table.
        post_migrate.connect(install_guards, dispatch_uid="audit.install_guards")
