"""The operators' admin: a window on the rooms' rows, through which nothing can be changed.

Packages offer pages of their own (groups, e-mail addresses, second factors, tokens). They are left out: whoever could
edit them could make themselves a signatory behind the record's back.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

ROOMS = {"accounts", "audit", "playbook", "connectors", "interactions", "approvals", "oncall"}


class Operators(AdminSite):
    site_header = site_title = "Escalation Desk, operators"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """By the product's own door: its second factor and its limits hold for operators too."""
        return secure_admin_login(super().login)(request, extra_context=extra_context)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only the rooms' models; what a package registers is passed over."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label in ROOMS]
        super().register(ours, admin_class, **options)
