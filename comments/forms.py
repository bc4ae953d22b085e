"""The border for what readers send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles import text as words
from articles.models import Masthead
from comments.models.report import Ground
from comments.skeleton import skeleton

RESERVED = ["admin", "administrator", "quản trị", "quản trị viên", "ban biên tập", "tòa soạn", "newsroom", "moderator"]


class CommentForm(forms.Form):
    """A guest's comment. `website` is for robots: people don't see it."""

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Not needed, never shown."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    text = forms.CharField(label=_("Comment"), max_length=6000, widget=forms.Textarea({"rows": 5}))
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def clean_name(self) -> str:
        name = words.clean_line(self.cleaned_data["name"])
        if not any(c.isalnum() for c in name):
            raise ValidationError(_("Write a name that can be read."))
        if is_reserved(name):
            raise ValidationError(_("This name belongs to the newsroom. Please choose another."))
        return name

    def clean_text(self) -> str:
        return words.clean_text(self.cleaned_data["text"]).strip()


class EditForm(forms.Form):
    text = forms.CharField(label=_("Comment"), max_length=6000, widget=forms.Textarea({"rows": 5}))

    def clean_text(self) -> str:
        return words.clean_text(self.cleaned_data["text"]).strip()


class ReportForm(forms.Form):
    ground = forms.ChoiceField(label=_("What is wrong with it?"), choices=Ground.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your words (not needed)"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )


def is_reserved(name: str) -> bool:
    """A name that looks like the newsroom's own, whatever letters it is written with."""
    looks = skeleton(name)
    paper: Any = Masthead.current()
    house = [*RESERVED, paper.name, paper.sign] if paper.sign else [*RESERVED, paper.name]
    return looks in {skeleton(one) for one in house if one}
