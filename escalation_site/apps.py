from django.apps import AppConfig


class EscalationSiteConfig(AppConfig):
    name = "escalation_site"
    verbose_name = "Escalation site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from escalation_site import checks, wiring  # noqa: PLC0415, F401 - every room's models must be loaded first

        wiring.connect()
