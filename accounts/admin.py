"""Operators look at people here; they change rights through the product, so that the record knows."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Brand, Membership, Role, Team, User


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Domain rows can be looked at, never changed behind the record's back."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


class PersonAdmin(ReadOnlyAdmin):
    exclude = ("password",)


admin.site.register(User, PersonAdmin)
admin.site.register([Brand, Team, Role, Membership], ReadOnlyAdmin)
