from django.apps import AppConfig


class EscalationSiteConfig(AppConfig):
    name = "escalation_site"
    verbose_name = "Escalation site"
    default_auto_field = "django.db.models.BigAutoField"
