"""The staff's logins."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.base import DeskAdmin

ONLY_ABOVE = ("is_superuser", "user_permissions")


class StaffAdmin(DeskAdmin, UserAdmin):
    """Who is no superuser can neither make one nor touch one."""

    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        everybody = super().get_queryset(request)
        return everybody if request.user.is_superuser else everybody.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *ONLY_ABOVE)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new login is for the desk: there is no other use for one."""
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)


admin.site.unregister(User)
admin.site.register(User, StaffAdmin)
