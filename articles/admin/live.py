"""The desk of a live report: an entry is written and posted in seconds, corrected, taken away, all in one page."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import editor
from articles.admin import verbs
from articles.models import Article, Coverage, Entry, Genre, Photo
from articles.models.coverage import use_of

SHOWN = 30
FEW = [["Bold", "Italic"], ["BulletedList", "Blockquote"], ["Link", "Unlink"], ["Undo", "Redo"]]


def _few(rows: int = 8) -> editor.EditorWidget:
    """The editor with what one needs in a hurry."""
    widget = editor.EditorWidget({"rows": rows})
    widget.config |= {"toolbar": FEW, "height": f"{rows}em", "startupFocus": False}
    return widget


class EntryForm(forms.Form):
    title = forms.CharField(
        label=_("Headline"), required=False, max_length=160, widget=forms.TextInput({"class": "vTextField"})
    )
    body = editor.RichTextFormField(label=_("Text"), required=False)
    nonce = forms.RegexField(r"^[0-9a-f]{24}$", widget=forms.HiddenInput)
    photo = forms.IntegerField(
        label=_("Photo"), required=False, min_value=1, max_value=2**31 - 1,
        help_text=_("Its number in the library; it stands under the text."), widget=forms.NumberInput,
    )  # fmt: skip
    caption = forms.CharField(
        label=_("Caption"), required=False, max_length=400, widget=forms.TextInput({"class": "vTextField"}),
        help_text=_("Where it is not the library's."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = _few()
        self.fields["nonce"].initial = secrets.token_hex(12)

    def clean_photo(self) -> Photo | None:
        number = self.cleaned_data["photo"]
        photo = Photo.objects.kept().filter(pk=number).first() if number else None
        if number and photo is None:
            raise ValidationError(_t("The library has no photo of this number."))
        return photo

    def post(self, coverage: Coverage, by: Any) -> Entry:
        typed, uses, body = self.cleaned_data, [], self.cleaned_data["body"]
        if typed["photo"]:
            uses = [use_of(typed["photo"], typed["caption"])]
            body += f'<figure data-photo="{uses[0]["key"]}"></figure>'
        return coverage.post(body, by=by, title=typed["title"], uses=uses, nonce=typed["nonce"])


class CorrectionForm(forms.Form):
    title = EntryForm.base_fields["title"]
    body = editor.RichTextFormField(label=_("Text"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = _few()


class SummaryForm(forms.Form):
    summary = editor.RichTextFormField(label=_("Summary"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].widget = _few(5)


def may_report(story: Article, user: Any) -> bool:
    """Whoever may publish the story: what is posted is with readers at once."""
    return story.is_editable_by(user) and verbs.may(verbs.VERBS["publish"], user, story)


def desk(admin_site: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the form, the entries so far. POST: one act; what is refused comes back as it was typed."""
    story = get_object_or_404(
        Article.objects.visible_to(request.user).select_related("edition"), pk=pk, genre=Genre.LIVE
    )
    if not may_report(story, request.user):
        raise PermissionDenied
    forms_ = {"post": EntryForm(), "summarise": None, "correct": None}
    if request.method == "POST":
        act = request.POST.get("act", "")
        if _done(request, story, act, forms_):
            return redirect("admin:articles_article_live", story.pk)
    chosen = _chosen(story, request.GET.get("entry", ""))
    coverage = Coverage.objects.filter(pk=story.pk).first()
    context = {
        **admin_site.each_context(request),
        "title": _t("Live report: %(story)s") % {"story": story},
        "story": story,
        "coverage": coverage,
        "form": forms_["post"],
        "summary": forms_["summarise"] or SummaryForm(initial={"summary": coverage.summary if coverage else ""}),
        "chosen": chosen,
        "correction": forms_["correct"] or (chosen and CorrectionForm(initial=_as_typed(chosen))),
        "entries": story.entries.select_related("by")[:SHOWN],
    }
    response = TemplateResponse(request, "admin/articles/live/desk.html", context)
    response.headers["Content-Security-Policy"] = editor.POLICY
    return response


def _as_typed(entry: Entry) -> dict[str, str]:
    return {"title": entry.title, "body": entry.body}


def _chosen(story: Article, number: str) -> Entry | None:
    whole = number.isascii() and number.isdigit() and len(number) < 10
    return story.entries.filter(number=int(number)).first() if whole else None


def _done(request: HttpRequest, story: Article, act: str, forms_: dict[str, Any]) -> bool:
    """Do it and say so; False where something is wrong, with the form that says what."""
    try:
        if act == "post":
            forms_[act] = form = EntryForm(request.POST)
            said = form.is_valid() and _posted(story, form, request)
        elif act == "summarise":
            forms_[act] = summary = SummaryForm(request.POST)
            said = summary.is_valid() and _summarised(story, summary, request)
        elif act == "correct":
            forms_[act] = correction = CorrectionForm(request.POST)
            said = correction.is_valid() and _corrected(story, correction, request)
        else:
            said = _moved(story, act, request)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return False
    if said:
        messages.success(request, said)
    return bool(said)


def _posted(story: Article, form: EntryForm, request: HttpRequest) -> str:
    form.post(Coverage.of(story), request.user)
    return _t("Posted: readers have it.") if story.is_live() else _t("Posted: readers get it with the story.")


def _summarised(story: Article, form: SummaryForm, request: HttpRequest) -> str:
    Coverage.of(story).summarise(form.cleaned_data["summary"], by=request.user)
    return _t("The summary stands on top.")


def _corrected(story: Article, form: CorrectionForm, request: HttpRequest) -> str:
    entry = _of(story, request)
    entry.correct(form.cleaned_data["body"], by=request.user, title=form.cleaned_data["title"])
    return _t("Corrected: readers have the new text.")


def _moved(story: Article, act: str, request: HttpRequest) -> str:
    coverage = Coverage.of(story)
    if act == "end":
        coverage.end(by=request.user)
        return _t("The live report has ended.")
    if act == "go_on":
        coverage.go_on(by=request.user)
        return _t("The live report goes on.")
    if act == "take_away":
        _of(story, request).take_away(by=request.user, reason=request.POST.get("reason", ""))
        return _t("Taken away: readers no longer have it.")
    if act == "bring_back":
        _of(story, request).bring_back(by=request.user)
        return _t("Brought back: readers have it again.")
    raise ValidationError(_t("There is no such button."))


def _of(story: Article, request: HttpRequest) -> Entry:
    entry = _chosen(story, request.POST.get("number", ""))
    if entry is None:
        raise ValidationError(_t("There is no such entry."))
    return entry
