"""The staff's logins and groups. Groups and rights are kept under English names and shown in each person's language."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin

ONLY_ABOVE = ("is_superuser", "user_permissions")


def name_of(kept: Group | Permission) -> str:
    """A group's or right's name in the language of the page."""
    return gettext(kept.name)


class InOurWords(DeskAdmin):
    """Chooses groups and rights by their translated names."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.related_model in {Group, Permission}:
            field.label_from_instance = name_of
        return field


class GroupFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, gettext(str(name))) for key, name in super().field_choices(field, request, model_admin)]


class StaffAdmin(InOurWords, UserAdmin):
    """Who is no superuser can neither make one nor touch one."""

    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = (("groups", GroupFilter), "is_active")
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


class RoleAdmin(InOurWords, GroupAdmin):
    list_display = ("shown_name",)
    actions = None

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, group: Group) -> str:
        return name_of(group)


for noun, room in ((User, StaffAdmin), (Group, RoleAdmin)):
    admin.site.unregister(noun)
    admin.site.register(noun, room)
