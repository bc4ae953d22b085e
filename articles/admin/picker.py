"""The photo library as the form's dialog asks for it: found by words, added to by an upload."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from articles import text
from articles.forms import PhotoUploadForm
from articles.models import Photo

SHOWN = 24


def photos(request: HttpRequest) -> JsonResponse:
    """GET `?q=words&page=2`: photos, newest first. POST a file: the photo, or sentences that say why not."""
    if request.method == "POST":
        return _add(request)
    if not request.user.has_perm("articles.view_photo"):
        return JsonResponse({"errors": [_("You may not look into the photo library.")]}, status=403)
    page = text.number(request.GET.get("page", "1"), 4) or 1
    start = (page - 1) * SHOWN
    found = list(Photo.objects.kept().search(request.GET.get("q", "")[:200])[start : start + SHOWN + 1])
    return JsonResponse({"photos": [_shown(photo) for photo in found[:SHOWN]], "more": len(found) > SHOWN})


def _add(request: HttpRequest) -> JsonResponse:
    if not request.user.has_perm("articles.add_photo"):
        return JsonResponse({"errors": [_("You may not add photos.")]}, status=403)
    form = PhotoUploadForm(request.POST, request.FILES)
    photo = form.keep(request.user) if form.is_valid() else None
    if photo is None:
        return JsonResponse({"errors": form.sentences}, status=400)
    return JsonResponse({"photos": [_shown(photo)], "warnings": list(warnings(photo, photo.twin()))}, status=201)


def warnings(photo: Photo, twin: Photo | None) -> Iterator[str]:
    if twin is not None and twin.binned_at is not None:
        yield _("This very file lies in the bin: “%(words)s”. It can be taken out again there.") % {"words": twin}
    elif twin is not None and twin.sha256 == photo.sha256:
        yield _("The library has this very file already: “%(words)s”.") % {"words": twin}
    elif twin is not None:
        yield _("The library has a photo that looks the same: “%(words)s”.") % {"words": twin}
    if photo.is_expired():
        yield _("By what its file says, the rights to this photo have ended.")


def _shown(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.pk,
        "url": photo.thumbnail_url(),
        "width": photo.width,
        "height": photo.height,
        "alt": photo.alt,
        "caption": photo.caption,
        "credit": photo.credit,
        "people": photo.people,
        "place": photo.place,
        "keywords": photo.keywords,
    }
