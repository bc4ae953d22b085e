"""The desk's list leafed through: as fast among a million stories, whatever is chosen beside it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

from articles.known import along
from articles.models import Article

COUNTED = 10_000  # stories of a list, at most: nobody leafs beyond, and a million is slow to count


class CalmPaginator(Paginator):
    """Asks for the stories' numbers once, in order, to count and to leaf."""

    @cached_property
    def numbers(self) -> list[int]:
        rows: Any = self.object_list
        return list(rows.values_list("pk", flat=True)[:COUNTED])

    @cached_property
    def count(self) -> int:
        return len(self.numbers)


class StoriesLeafed(ChangeList):
    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[str]:
        """By date alone, one way or the other along the list's index."""
        sign = "" if super().get_ordering(request, queryset)[0] == "saved_at" else "-"
        return [f"{sign}saved_at", f"{sign}pk"]

    def get_results(self, request: HttpRequest) -> None:
        """The rows of one page, in the list's order; along the list's index, where no filter has left few."""
        self.queryset = along(self.queryset, "stories_on_the_desk")
        super().get_results(request)
        numbers: list[int] = self.paginator.numbers
        first = (self.page_num - 1) * self.list_per_page
        is_whole = not self.multi_page or (self.show_all and self.can_show_all)
        shown = numbers if is_whole else numbers[first : first + self.list_per_page]
        rows = Article.objects.for_desk().in_bulk(shown)
        self.result_list: Any = [rows[pk] for pk in shown if pk in rows]
