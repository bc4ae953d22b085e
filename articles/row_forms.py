"""The rows of a story's form: which photo, with which words; who did what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import text
from articles.models import ArticlePhoto, Author, Credit, Photo
from articles.models.photo import new_key

KEY = re.compile(r"[a-z0-9]{6,12}")


class AtHand(forms.ModelChoiceField):
    """Rows that have been loaded already are not asked for again."""

    rows: Iterable[Any] = ()

    def to_python(self, value: Any) -> Any:
        return next((row for row in self.rows if str(row.pk) == str(value)), None) or super().to_python(value)


class ArticlePhotoForm(forms.ModelForm):
    """A photo's use in the story. `key` ties it to its place in the text, also before it has a row."""

    key = forms.CharField(widget=forms.HiddenInput({"class": "photo-key"}), required=False, max_length=12)

    class Meta:
        model = ArticlePhoto
        fields = ("photo", "is_lead", "caption", "credit", "alt", "order")
        field_classes = {"photo": AtHand}
        error_messages = {"photo": {"invalid_choice": _("The library has no photo of this number.")}}
        widgets = {
            "photo": forms.NumberInput({"class": "photo-id", "min": 1}),
            "caption": forms.Textarea({"rows": 2, "class": "photo-caption"}),
            "credit": forms.TextInput({"class": "vTextField"}),
            "alt": forms.TextInput({"class": "vTextField"}),
            "order": forms.HiddenInput({"class": "row-order"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = self.instance.key if self.instance.pk else ""
        if "photo" in self.fields:
            self.fields["photo"].queryset = Photo.objects.to_use()  # type: ignore[attr-defined]
        if "order" in self.fields:
            self.fields["order"].required = False

    @cached_property
    def chosen(self) -> Photo | None:
        """The photo that the row shows: the one just chosen, else the one it has."""
        sent = str(self["photo"].value() or "") if "photo" in self.fields else ""
        if self.instance.photo_id and sent in {"", str(self.instance.photo_id)}:
            return self.instance.photo
        return next((photo for photo in self.fields["photo"].rows if str(photo.pk) == sent), None)  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        sent: str = self.cleaned_data["key"]
        if self.instance.pk:
            return self.instance.key
        return sent if KEY.fullmatch(sent) else new_key()

    def clean_order(self) -> int:
        return self.cleaned_data.get("order") or 0

    def clean_caption(self) -> str:
        return text.clean_line(self.cleaned_data["caption"])

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "photo"}  # type: ignore[misc]  # The field has found it.

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "key"]

    def save(self, commit: bool = True) -> ArticlePhoto:
        self.instance.key = self.cleaned_data["key"]
        return super().save(commit)


class StoryRows(BaseInlineFormSet):
    """The rows that the story was loaded with. Ten cost the database no more than one."""

    form: Any
    choice = ""  # The field that names a row of another noun.
    offered: QuerySet[Any]

    @cached_property
    def at_hand(self) -> list[Any]:
        """The rows that are named; those that didn't come with the story are found, in order, by one query."""
        known = {getattr(row, f"{self.choice}_id"): getattr(row, self.choice) for row in self.get_queryset()}
        sent = (self.data.get(f"{self.prefix}-{n}-{self.choice}", "") for n in range(self.total_form_count()))
        missing = {text.number(str(number)) for number in sent} - {None, *known} if self.is_bound else set()
        return [*filter(None, known.values()), *(self.offered.filter(pk__in=missing).order_by("pk") if missing else [])]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.choice in form.fields:
            form.fields[self.choice].rows = self.at_hand
        field: Any = AtHand(self.get_queryset(), widget=forms.HiddenInput, required=False, initial=form.instance.pk)
        field.rows = self.get_queryset()
        form.fields["id"] = field

    def get_queryset(self) -> Any:
        if not hasattr(self, "_queryset"):
            related = self.fk.remote_field.get_accessor_name()
            rows = getattr(self.instance, related)
            self._queryset = rows.all() if self.instance.pk else rows.model.objects.none()
        return self._queryset

    def save(self, commit: bool = True) -> Any:
        """What is taken away, what has changed, what is new: each in one go."""
        saved = super().save(commit=False)
        if commit:
            form, rows = self.form, self.get_queryset().model._default_manager
            rows.filter(pk__in=[row.pk for row in self.deleted_objects]).delete()
            changed = {name for _row, names in self.changed_objects for name in names} & {*form.Meta.fields}
            if changed:
                rows.bulk_update([row for row, _names in self.changed_objects], sorted(changed))
            rows.bulk_create(self.new_objects)
        return saved


class ArticlePhotoFormSet(StoryRows):
    """The photos of a story: at most one leads, each has a place of its own."""

    choice, offered = "photo", Photo.objects.to_use()

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.is_valid()]
        rows = [row for row in rows if row.get("photo")]
        if sum(bool(row.get("is_lead")) for row in rows) > 1:
            raise ValidationError(_t("Choose one lead photo: the others stand in the text."))
        seen: set[str] = set()
        for row in rows:
            if row["key"] in seen:
                row["key"] = new_key()
            seen.add(row["key"])

    def save(self, commit: bool = True) -> Any:
        """The old lead photo steps back first, so that the new one can step forward."""
        lead = next((form.instance.pk for form in self.forms if form.cleaned_data.get("is_lead")), None)
        if self.has_changed():
            ArticlePhoto.objects.filter(article=self.instance, is_lead=True).exclude(pk=lead or 0).update(is_lead=False)
        return super().save(commit)


class CreditForm(forms.ModelForm):
    class Meta:
        model = Credit
        fields = ("role", "author", "name", "order")
        field_classes = {"author": AtHand}
        widgets = {"order": forms.HiddenInput({"class": "row-order"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False
        if "author" in self.fields and self.instance.author_id:
            self.fields["author"].widget.widget.known = self.instance.author

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "author"}  # type: ignore[misc]  # The field has found it.

    def _post_clean(self) -> None:
        """As the database will see to it, without asking it for each row."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and bool(self.instance.author_id) == bool(self.instance.name):
            (rule,) = Credit._meta.constraints
            self.add_error(None, rule.get_violation_error_message())

    def clean_order(self) -> int:
        return self.cleaned_data.get("order") or 0


class CreditFormSet(StoryRows):
    choice, offered = "author", Author.objects.all()
