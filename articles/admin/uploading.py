"""New photos for the library, many at a time: each is kept or gets its sentence, then their words are looked over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _t

from articles import text
from articles.admin.picker import warnings
from articles.forms import PhotoUploadForm, PhotoWordsForm
from articles.models import Photo

AT_ONCE = 100


def add(desk: Any, request: HttpRequest) -> HttpResponse:
    """The form, with or without script; a bad file stops no other."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _form(desk, request, PhotoUploadForm())
    kept: list[Photo] = []
    refused: list[tuple[str, PhotoUploadForm]] = []
    files: list[Any] = request.FILES.getlist("upload")
    for file in files or [None]:
        form = PhotoUploadForm(request.POST, MultiValueDict({"upload": [file]} if file is not None else {}))
        photo = form.keep(request.user) if form.is_valid() else None
        if photo is None:
            refused.append((str(file or ""), form))
            continue
        desk.log_addition(request, photo, [{"added": {}}])
        kept.append(photo)
    if len(refused) == 1 and not kept:
        return _form(desk, request, refused[0][1])
    for name, form in refused:
        messages.error(request, f"{name}: {' '.join(form.sentences)}")
    if not kept:
        return _form(desk, request, PhotoUploadForm(request.POST))
    told = _t("%(count)d photos are in the library. Look over their words.") % {"count": len(kept)}
    messages.success(request, told if len(kept) > 1 else _t("The photo is in the library. Look over its words."))
    return redirect(f"{reverse('admin:articles_photo_words')}?{urlencode({'photo': [p.pk for p in kept]}, doseq=True)}")


def _form(desk: Any, request: HttpRequest, form: PhotoUploadForm) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": _t("Upload photos"),
        "opts": desk.opts,
        "adminform": AdminForm(form, [], {}, (), model_admin=desk),
        "media": desk.media + forms.Media(js=["desk/uploading.js"]),
        "blank": {"form": PhotoWordsForm(prefix="photo-__id__")},
    }
    return TemplateResponse(request, "admin/articles/photo/add.html", context)


def words(desk: Any, request: HttpRequest) -> HttpResponse:
    """The words of photos that have just come in, for correction: those that this person may describe."""
    asked = (request.POST if request.method == "POST" else request.GET).getlist("photo")[:AT_ONCE]
    numbers = [pk for typed in asked if (pk := text.number(typed)) is not None]
    found = Photo.objects.kept().in_bulk(numbers)
    photos = [found[pk] for pk in dict.fromkeys(numbers) if pk in found]
    if not photos or not all(photo.may_be_described_by(request.user) for photo in photos):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    sheets = [PhotoWordsForm(data, instance=photo, prefix=f"photo-{photo.pk}") for photo in photos]
    valid = [form.is_valid() for form in sheets]  # All of them, so that each shows what is wrong with it.
    if all(valid):
        _save(desk, request, sheets)
        messages.success(request, _t("The words are saved."))
        return redirect("admin:articles_photo_changelist")
    context = {
        **desk.admin_site.each_context(request),
        "title": _t("The photos' words"),
        "opts": desk.opts,
        "rows": [_row(photo, form) for photo, form in zip(photos, sheets, strict=True)],
        "media": desk.media,
    }
    return TemplateResponse(request, "admin/articles/photo/words.html", context)


def _row(photo: Photo, form: PhotoWordsForm) -> dict[str, Any]:
    twin = photo.twin()
    in_bin = twin if twin is not None and twin.binned_at is not None else None
    return {"photo": photo, "form": form, "warnings": list(warnings(photo, twin)), "in_bin": in_bin}


@transaction.atomic
def _save(desk: Any, request: HttpRequest, sheets: list[PhotoWordsForm]) -> None:
    for form in sheets:
        if form.has_changed():
            form.save()
            desk.log_change(request, form.instance, [{"changed": {"fields": form.changed_data}}])
