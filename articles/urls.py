"""The paper's addresses. They are permanent: Vietnamese nouns, ASCII, no dates."""

from django.urls import path

from articles import views

urlpatterns = [
    path("", views.soon, name="home"),
    path("tin-moi/", views.soon, name="latest"),
    path("rss/", views.soon, name="feed"),
    path("chuyen-muc/<slug:slug>/", views.soon, name="section"),
    path("tac-gia/<slug:slug>/", views.soon, name="author"),
    path("trang/<slug:slug>/", views.soon, name="page"),
    path("bai/<slug:slug>-<int:pk>/", views.soon, name="article"),
    path("bai/<slug:slug>-<int:pk>/in/", views.soon, name="print"),
]
