from django.apps import AppConfig


class DemoNetworkConfig(AppConfig):
    name = "demo_network"
    verbose_name = "Demo network"
    default_auto_field = "django.db.models.BigAutoField"
