"""The desk's forms: what stands between a person's typing and the story."""

from __future__ import annotations

import secrets
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import choosing, images, text
from articles.models import Article, Photo, Revision, Section, Tag
from articles.models.section import as_tree

BEST = {"data-best": _("at most {n} is best")}
HEADLINE = {"data-good": "70", "data-fair": "90", "data-most": "110", "data-unit": _("characters"), **BEST}
LEAD_WORDS = 45
LEAD = {"data-words": str(LEAD_WORDS), "data-unit": _("words"), **BEST}
ANY_PICTURE = {"accept": "image/jpeg,image/png,image/webp,image/gif"}


class SignInForm(AdminAuthenticationForm):
    """The desk's door. Whoever has tried too often is told when to try again."""

    def get_invalid_login_error(self) -> ValidationError:
        until = getattr(self.request, "refused_until", None)
        if until is None:
            return super().get_invalid_login_error()
        sentence = _t("Too many failed tries. Please try again after %(time)s.")
        return ValidationError(sentence % {"time": f"{timezone.localtime(until):%H:%M:%S}"}, code="refused")


class PlainTextFormField(forms.CharField):
    """Several lines, cleaned as the model cleans them: a browser's own line ends are no change."""

    def to_python(self, value: Any) -> Any:
        return text.clean_text(super().to_python(value) or "")


class ArticleForm(forms.ModelForm):
    """A story as its writer sees it. `version` is the state that was on the screen; `nonce` names a new form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    nonce = forms.RegexField(r"^[0-9a-f]{24}$", widget=forms.HiddenInput, required=False)
    topics, tags, related = choosing.topics_field(), choosing.tags_field(), choosing.related_field()
    may_make_tags = True
    filed: set[int] | None = None  # The sections in which this person may put a story; None for all.

    class Meta:
        model = Article
        fields = (
            *("kicker", "headline", "lead", "body", "section", "genre", "topics", "tags", "related", "source"),
            *("show_sign", "wanted_slug"),
        )
        field_classes = {"lead": PlainTextFormField}
        widgets = {
            "kicker": forms.TextInput({"class": "vTextField"}),
            "headline": forms.Textarea({"class": "headline", "rows": 2, **HEADLINE}),
            "lead": forms.Textarea({"class": "lead", "rows": 4, **LEAD}),
            "source": forms.TextInput({"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last: Revision | None = None
        self.theirs: list[str] = []
        if not self.may_make_tags and "tags" in self.fields:
            self.fields["tags"].widget.attrs.pop("data-free")
        if "section" in self.fields:
            self._open_sections()
        self.fields["version"].initial = self.instance.version
        self.fields["nonce"].initial = secrets.token_hex(12)

    def _open_sections(self) -> None:
        field: Any = self.fields["section"]
        field.queryset, field.label_from_instance = Section.objects.in_tree(), attrgetter("indented")
        if self.filed is not None:
            field.queryset = field.queryset.filter(pk__in={*self.filed, self.instance.section_id or 0})
            field.error_messages["invalid_choice"] = _("You have no right to put a story into that section.")

    def offer(self, sections: list[Section]) -> None:
        """These, loaded with other things, instead of asking for them again."""
        field: Any = self.fields["section"]
        open_to = None if self.filed is None else {*self.filed, self.instance.section_id}
        shown = [section for section in as_tree(sections) if open_to is None or section.pk in open_to]
        field.choices = [("", field.empty_label), *((section.pk, section.indented) for section in shown)]

    @property
    def is_stale(self) -> bool:
        return self.last is not None

    def clean_version(self) -> int:
        """The caller holds the row's lock: what is compared here stays so until the save is done."""
        opened: int | None = self.cleaned_data["version"]
        if not self.instance.pk or opened == self.instance.version:
            return self.instance.version
        self._look_at_theirs(opened)
        raise ValidationError(_t("Somebody else has saved this story meanwhile."), code="stale")

    def _look_at_theirs(self, opened: int | None) -> None:
        """Who saved last and what they changed; the form then carries their version: it has been seen."""
        saved = Article.objects.get(pk=self.instance.pk)
        before = saved.revisions.filter(version=opened or 0).first()
        now = saved.content()
        self.last = saved.revisions.select_related("by").first() or Revision(
            article=saved, version=0, at=saved.saved_at
        )
        self.theirs = before.differences(now) if before else list(now)
        self.data = {**self.data.dict(), "version": str(saved.version)}  # type: ignore[attr-defined]

    def clean_headline(self) -> str:
        return text.clean_line(self.cleaned_data["headline"])

    def clean_tags(self) -> list[Any]:
        new = [name for name in self.cleaned_data["tags"] if isinstance(name, str)]
        if new and not self.may_make_tags:
            sentence = _t("There is no tag called “%(name)s”. An editor can make it.")
            raise ValidationError(sentence % {"name": new[0]}, code="unknown")
        return self.cleaned_data["tags"]

    def save(self, commit: bool = True) -> Article:
        """With the tags that are new, as rows."""
        self.instance.tags = [Tag.make(tag).pk if isinstance(tag, str) else tag for tag in self.instance.tags]
        return super().save(commit)

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in {"version", "nonce"}]


class PhotoWordsForm(forms.ModelForm):
    """What a photo says, apart from the picture."""

    class Meta:
        model = Photo
        fields: tuple[str, ...] = ("caption", "alt", "credit", "people", "place", "keywords")
        widgets = {
            "caption": forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
            **{
                name: forms.TextInput({"class": "vTextField"})
                for name in ("alt", "credit", "people", "place", "keywords")
            },
        }

    @property
    def sentences(self) -> list[str]:
        return [str(sentence) for found in self.errors.values() for sentence in found]


class ManyFiles(forms.FileInput):
    """Several may be chosen at once; the view takes them one by one."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any]) -> None:
        super().__init__({**attrs, "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name)


class PhotoUploadForm(PhotoWordsForm):
    """A new photo for the library: the picture is inspected here, and kept when all else is right."""

    upload = forms.FileField(
        label=_("file"), widget=ManyFiles(ANY_PICTURE), help_text=_("JPEG, PNG, WebP or GIF, up to 30 MB.")
    )

    def clean_upload(self) -> images.Prepared:
        try:
            return Photo.prepared(self.cleaned_data["upload"])
        except images.Refused as refused:
            raise ValidationError(str(refused), code="refused") from refused

    def keep(self, by: Any) -> Photo | None:
        """The photo, now in the library; None with a sentence among the errors where the disk won't take it."""
        words = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        try:
            return Photo.keep(self.cleaned_data["upload"], by=by, **words)
        except OSError:
            self.add_error(
                "upload",
                _t("The photo couldn't be stored: a full disk, or the bucket away. Please tell an administrator."),
            )
            return None
        except images.Refused as busy:
            self.add_error("upload", str(busy))
            return None
