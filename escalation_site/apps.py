from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig


class EscalationSiteConfig(AppConfig):
    default = True
    name = "escalation_site"
    verbose_name = "Escalation site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from escalation_site import checks, wiring  # noqa: PLC0415, F401 - every room's models must be loaded first

        wiring.connect()


class OperatorsConfig(SimpleAdminConfig):
    """Django's admin with our own site."""

    default = False
    default_site = "escalation_site.operators.Operators"

    def ready(self) -> None:
        super().ready()
        autodiscover()
