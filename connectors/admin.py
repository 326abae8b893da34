"""Operators look at channels here. Credentials are never shown, not even encrypted."""

from typing import Any

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from connectors.models import Channel, Rejected


@admin.register(Channel)
class ChannelAdmin(ReadOnlyAdmin):
    list_display = ("name", "brand", "team", "network", "is_active", "last_received_at", "last_error")
    list_filter = ("network", "is_active", "is_protected", "brand")
    exclude = ("secrets",)

    @admin.display(description="credentials")
    def credentials(self, channel: Channel) -> str:
        return "••••••••" if channel.secrets else "none"

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        return [*super().get_fields(request, obj), "credentials"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        del request, obj
        return ["credentials"]


@admin.register(Rejected)
class RejectedAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "channel", "source", "position", "reason", "repaired_at")
    list_filter = ("channel",)
