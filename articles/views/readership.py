"""Views told by readers' browsers, and the number they come to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from articles.models import Article
from articles.readership import door
from articles.views.paper import masthead_of, reader_page


@csrf_exempt  # It changes nothing that is anybody's: a foreign page's beacon is told by its headers and not counted.
def beacon(request: HttpRequest) -> HttpResponse:
    """Always the same answer: nobody learns whether a view was counted."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        door.keep(request)
    except OSError as error:
        door.alarm.raise_for(error)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


@reader_page
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The number of views as readers see it; null where the paper hides it."""
    story = Article.objects.live().select_related("views").only("pk", "views").filter(pk=pk).first()
    if story is None:
        raise Http404
    views = story.views.all if hasattr(story, "views") else 0
    response = JsonResponse({"views": masthead_of(request).shown(views)})
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
