"""Addresses of readers' comments."""

from django.urls import path

from comments.feeds import comments_feed
from comments.views import own, reading, sending

urlpatterns = [
    path("bai/<slug:slug>-<int:pk>/binh-luan/", sending.comments, name="comments"),
    path("bai/<slug:slug>-<int:pk>/binh-luan/xac-nhan/", sending.confirmed, name="confirm-comment"),
    path("bai/<slug:slug>-<int:pk>/binh-luan/rss/", comments_feed, name="comments-feed"),
    path("bai/<slug:slug>-<int:pk>/binh-luan/atom/", comments_feed, {"form": "atom"}, name="comments-atom"),
    path("binh-luan/<int:pk>/", reading.comment, name="comment"),
    path("binh-luan/<int:pk>/tra-loi/", reading.replies, name="replies"),
    path("binh-luan/<int:pk>/bao-cao/", sending.report, name="report-comment"),
    path("binh-luan/cua-toi/<str:token>/", own.comment, name="my-comment"),
]
