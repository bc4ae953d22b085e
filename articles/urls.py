"""The paper's addresses. They are permanent: Vietnamese nouns, ASCII, no dates."""

from django.urls import path

from articles import feeds
from articles.views import files, lists, readership, story

urlpatterns = [
    # lists
    path("", lists.home, name="home"),
    path("tin-moi/", lists.latest, name="latest"),
    path("chuyen-muc/<slug:slug>/", lists.section, name="section"),
    path("tac-gia/<slug:slug>/", lists.author, name="author"),
    path("su-kien/", lists.topics, name="topics"),
    path("su-kien/<slug:slug>/", lists.topic, name="topic"),
    path("tu-khoa/<slug:slug>/", lists.tag, name="tag"),
    # stories and pages
    path("bai/<slug:slug>-<int:pk>/", story.article, name="article"),
    path("bai/<slug:slug>-<int:pk>/in/", story.printed, name="print"),
    path("trang/<slug:slug>/", story.page, name="page"),
    # views
    path("luot-xem/", readership.beacon, name="beacon"),
    path("luot-xem/<int:pk>.json", readership.number, name="views"),
    # feeds
    path("rss/", feeds.stories, name="feed"),
    path("chuyen-muc/<slug:slug>/rss/", feeds.section_stories, name="section-feed"),
    path("tac-gia/<slug:slug>/rss/", feeds.author_stories, name="author-feed"),
    # files
    path("media/<path:name>", files.media, name="media"),
    path("robots.txt", files.robots, name="robots"),
    path("favicon.ico", files.favicon, name="favicon"),
]
