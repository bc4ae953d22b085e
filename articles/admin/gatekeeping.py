"""What is looked at before a story goes out: how strictly, set on one page; and what was found, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin.sheet import Sheet
from articles.models import Article, Masthead
from articles.models.gate import Finding
from articles.models.rules import RULES, Level
from articles.views.paper import masthead_of

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

RIGHT = "articles.set_gate"
SET = [rule for rule in RULES if not rule.is_fixed]


class GateForm(forms.ModelForm):
    class Meta:
        model = Masthead
        fields = ("headline_limit",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in SET:
            self.fields[rule.name] = forms.ChoiceField(
                label=rule.label,
                choices=Level.choices,
                initial=self.instance.level_of(rule),
                widget=forms.RadioSelect(),
            )

    def rules(self) -> list[Any]:
        return [self[rule.name] for rule in SET]

    def save(self, commit: bool = True) -> Masthead:
        self.instance.gate_levels = {rule.name: self.cleaned_data[rule.name] for rule in SET}
        return super().save(commit)


def gate(desk: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Everybody at the desk may read it; whoever has the right sets it, and a row remembers who and what."""
    may_set = request.user.has_perm(RIGHT)
    if not request.user.has_perm("articles.view_article") or (request.method == "POST" and not may_set):
        raise PermissionDenied
    form = GateForm(request.POST or None, instance=Masthead.current())
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            paper = form.save()
            said = ", ".join(f"{form[name].label}: {form.cleaned_data[name]}" for name in form.changed_data)
            LogEntry.objects.log_actions(request.user.pk or 0, [paper], CHANGE, said[:2000], single_object=True)
        messages.success(request, _("Kept: from now on stories are looked at so."))
        return redirect("admin:articles_article_gate")
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Before a story goes out"),
        "opts": desk.opts,
        "form": form,
        "may_set": may_set,
        "fixed": [rule.label for rule in RULES if rule.is_fixed],
    }
    return TemplateResponse(request, "admin/articles/gate.html", context)


def findings(request: HttpRequest, story: Article, sheet: Sheet | None = None) -> list[Finding]:
    """What the rules say of the saved story to the person who looks at it."""
    paper, by = masthead_of(request), request.user if story.lets(request.user, "publish") else None
    return story.findings(by, paper, sheet.look(paper, by) if sheet else None)


def as_data(found: Iterable[Finding]) -> list[dict[str, Any]]:
    return [{"blocks": finding.blocks, "sentence": finding.sentence} for finding in found]
