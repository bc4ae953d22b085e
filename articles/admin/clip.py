"""Video and audio: the list, the form, and what the story's dialog asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import embeds, recordings, text
from articles.admin.base import FoldedSearch
from articles.admin.bins import WithBin
from articles.models import Clip, Photo

SHOWN = 24
PLAYED = "video/mp4,video/webm,audio/mpeg,audio/mp4,audio/ogg,.mp4,.webm,.mp3,.m4a,.ogg"


class Unkept(Exception):
    """The disk would not take a file; the message is a sentence."""


class ClipForm(forms.ModelForm):
    """An address or a file; the form has looked into it, and keeps it."""

    address = forms.URLField(
        label=_("Address"), required=False, max_length=400, assume_scheme="https",
        help_text=_(
            "YouTube, Vimeo, Facebook, TikTok, Dailymotion, SoundCloud, Spotify: loaded only when a reader asks for it."
        ),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("or a file"), required=False, widget=forms.FileInput({"accept": PLAYED}),
        help_text=_("MP4, WebM, MP3, M4A or Ogg."),
    )  # fmt: skip
    subtitles = forms.FileField(
        label=_("Captions (.vtt)"), required=False, widget=forms.FileInput({"accept": ".vtt,text/vtt"}),
        help_text=_("What is said, for those who can't hear it."),
    )  # fmt: skip

    class Meta:
        model = Clip
        fields = ("title", "caption", "credit", "poster")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("caption", "credit"):
            self.fields[name].required = True  # The gate asks for them, and whoever brings a clip knows them.
        self.fields["poster"].queryset = Photo.objects.kept()  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["address"], self.fields["upload"]  # What readers play stays; another is another clip.

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"]
        found = embeds.embed(typed) if typed else None
        if typed and found is None:
            raise ValidationError(_t("No player is known for this address. Copy it from the video's own page."))
        return found.link if found else ""

    def clean_upload(self) -> Any:
        file = self.cleaned_data["upload"]
        self.kind = None
        if file:
            try:
                self.kind = recordings.kind(file, file.size, settings.CLIP_MAX_MB * 2**20)
            except recordings.Refused as refused:
                raise ValidationError(str(refused)) from refused
        return file

    def clean_subtitles(self) -> bytes | None:
        file = self.cleaned_data["subtitles"]
        try:
            return recordings.captions(file.read(recordings.MAX_CAPTIONS + 1)) if file else None
        except recordings.Refused as refused:
            raise ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.instance.pk and not self.errors and bool(found.get("address")) == bool(found.get("upload")):
            raise ValidationError(_t("Give either an address or a file."))
        self.instance.link = found.get("address") or self.instance.link
        return found

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "file", "link"}  # type: ignore[misc]

    def validate_constraints(self) -> None:
        """`clean` has seen to it: the file's name is given when it is kept."""

    def keep(self, by: Any) -> Clip | None:
        """The clip with its files; None with a sentence where the disk won't take them."""
        clip: Clip = self.instance
        clip.uploaded_by_id = clip.uploaded_by_id or by.pk
        try:
            clip.keep(self.cleaned_data.get("upload"), getattr(self, "kind", None), self.cleaned_data["subtitles"])
        except OSError:
            clip.pk = None if clip._state.adding else clip.pk
            self.add_error(
                None, _t("The file couldn't be stored: a full disk, or the bucket away. Please tell an administrator.")
            )
            return None
        return clip

    @property
    def sentences(self) -> list[str]:
        labels = {name: f"{field.label}: " for name, field in self.fields.items()}
        return [f"{labels.get(name, '')}{said}" for name, found in self.errors.items() for said in found]


@admin.register(Clip)
class ClipAdmin(WithBin, FoldedSearch):
    going_told = _(
        "It leaves the library. For thirty days it lies in the bin and can be taken out again, with its words and its "
        "files."
    )
    form = ClipForm
    list_display = ("title", "kind", "credit", "uploaded_by", "uploaded_at")
    list_select_related = ("uploaded_by",)
    search_help_text = _("Title, caption or credit, with or without diacritics")
    raw_id_fields = ("poster",)
    actions = None

    def get_fields(self, request: HttpRequest, obj: Clip | None = None) -> Any:
        words = ("title", "caption", "credit", "poster", "subtitles")
        return words if obj else ("address", "upload", *words)

    @admin.display(description=_("kind"))
    def kind(self, clip: Clip) -> str:
        return clip.site or format_html("{} · {} MB", clip.type, clip.size // 2**20 + 1)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Unkept as full:
            messages.error(request, str(full))
            return redirect("admin:articles_clip_changelist")

    def save_model(self, request: HttpRequest, obj: Clip, form: Any, change: bool) -> None:
        if form.keep(request.user) is None:
            raise Unkept(form.sentences[-1])


def clips(request: HttpRequest) -> JsonResponse:
    """GET `?q=words`: clips, newest first; `?keys=a,b` those that stand in a text. POST: a new one, or sentences."""
    if request.method == "POST":
        if not request.user.has_perm("articles.add_clip"):
            return JsonResponse({"errors": [_t("You may not add videos or recordings.")]}, status=403)
        form = ClipForm(request.POST, request.FILES)
        made = form.keep(request.user) if form.is_valid() else None
        return (
            JsonResponse({"clips": [_shown(made)]}, status=201)
            if made
            else JsonResponse({"errors": form.sentences}, status=400)
        )
    if not request.user.has_perm("articles.view_clip"):
        return JsonResponse({"errors": [_t("You may not look into the library.")]}, status=403)
    keys = request.GET.get("keys", "")[:2000].split(",")
    library = Clip.objects.kept()
    found = library.filter(key__in=keys) if keys != [""] else library.search(request.GET.get("q", "")[:200])
    page = text.number(request.GET.get("page", "1"), 4) or 1
    rows = list(found.select_related("poster")[(page - 1) * SHOWN : page * SHOWN + 1])
    return JsonResponse({"clips": [_shown(clip) for clip in rows[:SHOWN]], "more": len(rows) > SHOWN})


def _shown(clip: Clip) -> dict[str, Any]:
    thumb = clip.poster.thumbnail_url() if clip.poster else ""
    return {"key": clip.key, "title": clip.title, "site": clip.site or clip.type, "url": thumb}
