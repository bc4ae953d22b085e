"""The seam behind which the editor stands: the only place that knows CKEditor."""

from __future__ import annotations

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.forms.widgets import Media
from django.utils.translation import gettext_lazy as _

from articles import markup, policy, text

POLICY = policy.writing(settings.MEDIA_ORIGIN)
REMOVED = (  # Pasting from Google Docs breaks off in its own filter: desk/story-paste.js reads that instead.
    "about,adobeair,autoembed,bbcode,bidi,codesnippet,codesnippetgeshi,colorbutton,colordialog,devtools,div,"
    "docprops,elementspath,embed,embedbase,embedsemantic,exportpdf,flash,font,forms,iframe,iframedialog,image,"
    "image2,language,mathjax,newpage,pagebreak,pastefromgdocs,pastefromlibreoffice,placeholder,preview,print,save,"
    "scayt,selectall,showblocks,smiley,sourcearea,stylescombo,templates,uploadimage,uploadwidget,wsc"
)
FORBIDDEN = {"codesnippet", "codesnippetgeshi", "docprops", "exportpdf", "flash", "iframe", "preview", "scayt", "wsc"}
# The words of `markup.TAGS` and `markup.ATTRIBUTES`; the editor adds what its own features write.
ALLOWED = (
    "p h2 h3 h4 ul li blockquote aside br hr strong em sub sup table caption thead tbody tfoot tr;"
    "ol[start];a[!href];th[scope,colspan,rowspan];td[colspan,rowspan];figure[data-photo,data-gallery,data-clip]"
)
CONFIG: dict[str, Any] = {
    "skin": "moono-lisa",
    "allowedContent": ALLOWED,
    "removePlugins": REMOVED,
    "extraPlugins": "divarea,storyphoto,storylink,storypaste",
    "entities": False,
    "basicEntities": True,
    "forcePasteAsPlainText": False,
    "format_tags": "p;h2;h3;h4",
    "disableNativeSpellChecker": False,
    "removeDialogTabs": "link:advanced;link:target;table:advanced",
    "linkShowAdvancedTab": False,
    "height": "28em",
    "width": "100%",
    "resize_dir": "vertical",
    "toolbarCanCollapse": False,
    "toolbar": [
        ["Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
        ["Format"],
        ["NumberedList", "BulletedList", "Blockquote"],
        ["StoryLink", "Link", "Unlink"],
        ["StoryPhoto", "StoryGallery", "StoryClip", "Table", "HorizontalRule", "SpecialChar"],
        ["Find", "Undo", "Redo", "Maximize"],
    ],
}


COUNTED = {  # What the form's script says below the text, and of one that is too long.
    "data-unit": _("words"),
    "data-minute": str(text.WORDS_A_MINUTE),
    "data-reading": _("{n} min to read"),
    "data-too-long": _(
        "The text is longer than two million characters. Please shorten it before saving: nothing has been lost."
    ),
}


class EditorWidget(CKEditorWidget):
    """CKEditor in the page itself, filter on. Without JavaScript the area holds the HTML, and saves as well."""

    needs_multipart_form = True  # Vietnamese is three times as long any other way: a long text would be turned away.

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"rows": 24, **COUNTED, **(attrs or {})})
        self.config = {**CONFIG}
        self.external_plugin_resources: list[list[str]] = []

    @property
    def media(self) -> Media:
        """One list: the plugin has to come after the editor."""
        editor = super().media
        return Media(
            css=editor._css, js=[*editor._js, "desk/story-photo.js", "desk/story-link.js", "desk/story-paste.js"]
        )

    def format_value(self, value: Any) -> str:
        """Sanitised once more on its way in: an old or imported text runs nothing at the desk either."""
        return markup.clean(value) if isinstance(value, str) else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """A text too long to be cleaned comes back as it was typed, in a plain area: nothing of it runs there."""
        try:
            return super().render(name, value, attrs, renderer)
        except markup.TooLong:
            return forms.Textarea(self.attrs).render(name, value, attrs, renderer)


class RichTextFormField(forms.CharField):
    widget = EditorWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        if kwargs.get("widget") is None:
            kwargs["widget"] = self.widget
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Safe HTML; raises `markup.TooLong`, a ValidationError with a sentence."""
        return markup.clean(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """White space between paragraphs and the editor's ways of writing the same are no change."""
        try:
            return markup.clean(initial or "") != markup.clean(data or "")
        except markup.TooLong:
            return True
