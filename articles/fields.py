"""The fields that hold people's words: whatever writes them, they are clean when stored."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from articles import markup, text
from articles.editor import RichTextFormField


class LineField(models.CharField):
    """One line of plain text: NFC, no control or zero-width characters, no stray white space."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return text.clean_line(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "articles.fields.LineField", args, kwargs


class PlainTextField(models.TextField):
    """Plain text of several lines, cleaned like a line but with its line breaks."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return text.clean_text(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "articles.fields.PlainTextField", args, kwargs


class RichTextField(models.TextField):
    """Safe, editor-neutral HTML. The seam behind which the editor stands: `articles.editor` names the widget."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return markup.clean(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{**kwargs, "form_class": RichTextFormField, "widget": None})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "articles.fields.RichTextField", args, kwargs


class IdsField(models.JSONField):
    """Numbers of other rows, in order, each once. Rows that are gone by now are passed over by whoever reads them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = list(dict.fromkeys(int(pk) for pk in getattr(model_instance, self.attname)))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "articles.fields.IdsField", args, kwargs


class Unread(str):
    """JSON as the database gives it."""


class ReadWhenAsked(DeferredAttribute):
    def __set__(self, instance: Any, value: Any) -> None:
        """With this a row asks us before it looks for what it holds itself."""
        instance.__dict__[self.field.attname] = value

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Unread):
            value = instance.__dict__[self.field.attname] = json.loads(value)
        return value


class LateJSONField(models.JSONField):
    """JSON that most pages carry about and few look into: it is read when a row is asked for it. `values()` gives it
    as text."""

    descriptor_class = ReadWhenAsked

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Unread(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """What `values()` gave is no text to be written as JSON once more."""
        return super().get_prep_value(json.loads(value) if isinstance(value, Unread) else value)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """To the database it is none but Django's."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
