"""What the desk's forms have in common."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import NoReverseMatch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import editor
from articles.admin.going import going
from articles.models.bin import Binnable

COMPARED = frozenset({"exact", "gte", "lt", "isnull", "in"})  # What the desk's filters ask.


class DeskAdmin(admin.ModelAdmin):
    """A row that isn't there, or isn't this person's, is a plain 404."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # A count for each filter is a query for each filter.

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """An address may ask no more than our filters do: a year 999999 is nothing that a database can compare."""
        asked = lookup.partition("__")[2] == "" or lookup.rpartition("__")[2] in COMPARED
        return asked and super().lookup_allowed(lookup, value, request)

    def view_on_site(self, obj: Any) -> str | None:
        """Straight to the page: Django's own detour would tell anybody at the desk any draft's address."""
        try:
            return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None
        except NoReverseMatch:  # A form was refused in which the address had been emptied.
            return None

    def get_urls(self) -> list[Any]:
        """Without Django's old short address of a row: it would send every mistyped one on to a form."""
        return [url for url in super().get_urls() if str(url.pattern) != "<path:object_id>/"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What lies in the bin can't be chosen."""
        model = db_field.remote_field.model
        if issubclass(model, Binnable):
            kwargs.setdefault("queryset", model._default_manager.filter(binned_at=None))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """In few queries, whatever holds on to the row."""
        return going(list(objs), request, self.admin_site)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one: each takes itself off readers' pages."""
        for row in queryset:
            row.delete()

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404(_("There is no such page at the desk."))


class FoldedSearch(DeskAdmin):
    """Search without diacritics, by the queryset's own `search()`; for the list and the autocomplete."""

    search_fields = ("folded",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.search(search_term), False


class WithEditor(DeskAdmin):
    """A form in which CKEditor works, under a policy of its own."""

    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().changeform_view(*args, **kwargs)
        response.headers["Content-Security-Policy"] = editor.POLICY
        return response


def without_doors(field: Any, add: bool = False) -> Any:
    """A choice without the admin's small buttons to other forms: whoever follows one leaves what they are writing."""
    if field is not None and hasattr(field.widget, "can_change_related"):
        field.widget.can_change_related = field.widget.can_view_related = field.widget.can_delete_related = False
        field.widget.can_add_related = field.widget.can_add_related and add
    return field
