"""The seam behind which the editor stands: the only place that knows CKEditor."""

from typing import Any

from django import forms

from articles import markup


class RichTextFormField(forms.CharField):
    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        if kwargs.get("widget") is None:
            kwargs["widget"] = self.widget
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return markup.clean(super().to_python(value))
