"""The paper's addresses. They are permanent: Vietnamese nouns, ASCII, no dates."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, register_converter

from articles import converters, feeds, sitemaps
from articles.views import archive, clips, corrections, files, lists, live, preview, readership, search, story

for name, kind in (("yyyy", converters.Year), ("mm", converters.Month), ("dd", converters.Day)):
    register_converter(kind, name)


def by_day(root: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """An archive's addresses: all years, a year, a month, a day."""
    dates = ("", "<yyyy:year>/", "<yyyy:year>/<mm:month>/", "<yyyy:year>/<mm:month>/<dd:day>/")
    return [path(f"{root}luu-tru/{date}", view, name=name) for date in dates]


def in_both_forms(root: str, view: Callable[..., Any], name: str = "") -> list[URLPattern]:
    """A feed's addresses: RSS (`name` + "feed") and Atom (`name` + "atom")."""
    return [
        path(f"{root}{form}/", view, {"form": form}, name=f"{name}{last}")
        for form, last in (("rss", "feed"), ("atom", "atom"))
    ]


urlpatterns = [
    # lists
    path("", lists.home, name="home"),
    path("tin-moi/", lists.latest, name="latest"),
    path("chuyen-muc/<slug:slug>/", lists.section, name="section"),
    path("tac-gia/<slug:slug>/", lists.author, name="author"),
    path("su-kien/", lists.topics, name="topics"),
    path("su-kien/<slug:slug>/", lists.topic, name="topic"),
    path("tu-khoa/<slug:slug>/", lists.tag, name="tag"),
    # the archive
    *by_day("", archive.of_paper, "archive"),
    *by_day("chuyen-muc/<slug:slug>/", archive.of_section, "section-archive"),
    *by_day("tac-gia/<slug:slug>/", archive.of_author, "author-archive"),
    path("tim-kiem/", search.search, name="search"),
    path("cai-chinh/", corrections.corrections, name="corrections"),
    # stories and pages
    path("bai/<slug:slug>-<int:pk>/", story.article, name="article"),
    path("bai/<slug:slug>-<int:pk>/in/", story.printed, name="print"),
    path("bai/<slug:slug>-<int:pk>/tin/<int:number>/", live.from_entry, name="live-entry"),
    path("bai/<slug:slug>-<int:pk>/tin-sau/<int:number>/", live.new, name="live-new"),
    path("video/<slug:key>/", clips.clip, name="clip"),
    path("trang/<slug:slug>/", story.page, name="page"),
    path("xem-truoc/<str:token>/", preview.shared, name="shared"),
    # views
    path("luot-xem/", readership.beacon, name="beacon"),
    path("luot-xem/<int:pk>.json", readership.number, name="views"),
    # feeds
    *in_both_forms("", feeds.of_paper),
    *in_both_forms("chuyen-muc/<slug:slug>/", feeds.of_section, "section-"),
    *in_both_forms("tac-gia/<slug:slug>/", feeds.of_author, "author-"),
    *in_both_forms("su-kien/<slug:slug>/", feeds.of_topic, "topic-"),
    *in_both_forms("tu-khoa/<slug:slug>/", feeds.of_tag, "tag-"),
    *in_both_forms("cai-chinh/", corrections.corrections_feed, "corrections-"),
    # what search engines read
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-chung.xml", sitemaps.lists, name="sitemap-lists"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap-bai-<int:number>.xml", sitemaps.stories, name="sitemap-stories"),
    # files
    path("media/<path:name>", files.media, name="media"),
    path("robots.txt", files.robots, name="robots"),
    path(".well-known/security.txt", files.security, name="security"),
    path("site.webmanifest", files.manifest, name="manifest"),
    path("favicon.ico", files.favicon, name="favicon"),
]
