"""The operators' admin: a window on the rooms' rows, through which nothing can be changed.

Packages offer pages of their own (groups, e-mail addresses, second factors, tokens). They are left out: whoever could
edit them could make themselves a signatory behind the record's back.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig

ROOMS = {"accounts", "audit", "playbook", "connectors", "interactions", "approvals", "oncall"}


class OperatorsConfig(AdminConfig):
    default_site = "escalation_site.operators.Operators"


class Operators(AdminSite):
    site_header = site_title = "Escalation Desk, operators"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only the rooms' models; what a package registers is passed over."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label in ROOMS]
        super().register(ours, admin_class, **options)
