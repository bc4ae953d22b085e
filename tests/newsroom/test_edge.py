"""Ready pages: handed out without asking Django, gone the moment that what they show changes, and nobody's."""

from __future__ import annotations

import gzip
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Page, Photo, Redirect
from articles.pagestore.pages import Page as Ready
from articles.pagestore.pages import encoded
from articles.pagestore.store import PageStore
from comments.models import Discussion, HouseRules, Mode
from newsroom.edge import Edge
from tests import cast
from tests.comments import cast as readers
from tests.newsroom.store import Door, opened

pytestmark = pytest.mark.django_db
Done = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    cast.masthead()
    with opened(tmp_path / "pages") as found:
        yield found


@pytest.fixture
def done(django_capture_on_commit_callbacks: Any) -> Done:
    """`with done():` ends like a transaction: what waits for its end is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def story(door: Door, done: Done) -> Article:
    with done():
        return cast.live_article("Lúa xuân được mùa ở Mường Thanh")


# Made once


def test_the_second_reader_of_a_page_asks_neither_django_nor_the_database(
    door: Door, story: Article, django_assert_num_queries: Any
) -> None:
    first = door.get(story.get_absolute_url())
    assert (first.status, first.how) == (200, "fwd=miss; stored")
    with django_assert_num_queries(0):
        again = door.get(story.get_absolute_url())
    assert (again.status, again.how, again.body) == (200, "hit", first.body)
    assert again.text == Client().get(story.get_absolute_url()).content.decode()
    assert len(door.made) == 1


def test_each_encoding_is_ready_and_holds_the_same_page(door: Door, story: Article) -> None:
    plain = door.get(story.get_absolute_url())
    br = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    gz = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="gzip, br;q=0")
    assert (br.headers["content-encoding"], gz.headers["content-encoding"]) == ("br", "gzip")
    assert brotli.decompress(br.body) == gzip.decompress(gz.body) == plain.body
    assert {got.headers["vary"] for got in (plain, br, gz)} == {"Accept-Encoding"}
    assert len({got.headers["etag"] for got in (plain, br, gz)}) == 3
    assert len(door.made) == 1


def test_who_has_the_page_is_told_so_and_head_has_no_body(door: Door, story: Article) -> None:
    whole = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="br")
    known = door.get(story.get_absolute_url(), HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=whole.headers["etag"])
    assert (known.status, known.body, known.headers["etag"]) == (304, b"", whole.headers["etag"])
    other = door.get(story.get_absolute_url(), HTTP_IF_NONE_MATCH='"another"')
    assert other.status == 200
    head = door.get(story.get_absolute_url(), method="HEAD", HTTP_ACCEPT_ENCODING="br")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == {**whole.headers, "cache-status": "newsroom; hit"}


def test_head_first_keeps_the_whole_page(door: Door, story: Article) -> None:
    assert door.get(story.get_absolute_url(), method="HEAD").body == b""
    assert story.headline in door.get(story.get_absolute_url()).text
    assert len(door.made) == 1


def test_a_browser_asks_again_and_headers_are_those_of_the_page(door: Door, story: Article) -> None:
    kept, made = door.get(story.get_absolute_url()), Client().get(story.get_absolute_url())
    assert kept.headers["cache-control"] == "public, no-cache"
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Content-Type"):
        assert kept.headers[name.lower()] == made.headers[name]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/tin-moi/",
        "/rss/",
        "/atom/",
        "/sitemap.xml",
        "/sitemap-news.xml",
        "/su-kien/",
        "/luu-tru/",
        "/tin-moi/?trang=1",
    ],
)
def test_lists_and_feeds_are_kept_too(door: Door, story: Article, address: str) -> None:
    assert door.get(address).status == 200
    assert door.get(address).how == "hit"


@pytest.mark.parametrize("address", ["/khong-co/", "/tim-kiem/?q=lua", "/quan-tri/", "/luot-xem/1.json", "/robots.txt"])
def test_what_is_nobodys_page_is_not_kept(door: Door, story: Article, address: str) -> None:
    assert door.get(address).how in {"", "fwd=miss"}
    assert door.get(address).how in {"", "fwd=miss"}


# Nothing of a request but its address


NOISE = [
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_X_ORIGINAL_URL": "/quan-tri/"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
    {"HTTP_COOKIE": "sessionid=x; csrftoken=y; django_language=en"},
    {"HTTP_ACCEPT_LANGUAGE": "en"},
    {"HTTP_AUTHORIZATION": "Basic eA=="},
    {"HTTP_RANGE": "bytes=0-9"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_USER_AGENT": "<script>alert(1)</script>"},
    {"HTTP_REFERER": "http://evil.example/"},
    {"HTTP_FORWARDED": "host=evil.example"},
]


@pytest.mark.parametrize("sent", NOISE, ids=lambda sent: next(iter(sent)))
def test_what_a_stranger_sends_with_it_is_not_kept_with_the_page(
    door: Door, story: Article, sent: dict[str, str]
) -> None:
    first = door.get(story.get_absolute_url(), **sent)
    assert first.how == "fwd=miss; stored"
    assert "evil" not in first.text
    assert "set-cookie" not in first.headers
    assert door.get(story.get_absolute_url()).body == first.body
    assert len(door.made) == 1


def test_noise_in_the_query_neither_splits_nor_poisons(door: Door, story: Article) -> None:
    for query in (
        "",
        "?utm_source=zalo",
        "?fbclid=x&utm_source=y",
        "?trang=2",
        "?a[]=1&&=",
        "?<script>",
        "?q=" + "x" * 400,
    ):
        assert door.get(story.get_absolute_url() + query).status == 200
    assert door.made == [story.get_absolute_url()]
    assert "utm_source" not in door.get("/tin-moi/?utm_source=evil&trang=1").text
    assert door.made[-1] == "/tin-moi/?trang=1"


def test_a_parameter_of_many_values_is_answered_but_not_kept(door: Door, story: Article) -> None:
    for number in range(3):
        assert door.get(f"/tin-moi/?truoc=17000000000000{number}-1").how == ""
    address = reverse("comments", args=[story.slug, story.pk])
    assert [door.get(f"{address}?tu=1").how, door.get(address).how] == ["", "fwd=miss; stored"]


def test_another_host_is_refused_and_hosts_of_ours_are_kept_apart(door: Door, story: Article, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "bao.example.vn"]
    address = story.get_absolute_url()
    assert door.get(address, HTTP_HOST="evil.example").status == 400
    assert "http://bao.example.vn/" in door.get(address, HTTP_HOST="bao.example.vn").text
    assert "http://testserver/" in door.get(address).text
    assert door.get(address, HTTP_HOST="BAO.example.vn").how == "hit"


def test_a_body_or_another_method_is_not_answered_from_the_store(door: Door, story: Article) -> None:
    door.get(story.get_absolute_url())
    assert door.get(story.get_absolute_url(), CONTENT_LENGTH="5").how == ""
    assert door.get(story.get_absolute_url(), method="POST").status == 405
    assert door.get(story.get_absolute_url(), method="BREW").status == 405
    assert door.get(story.get_absolute_url()).how == "hit"


def test_an_old_address_that_is_known_with_its_query_still_leads_on(door: Door, story: Article) -> None:
    Redirect.moved("/bai/cu-99/?p=7", story.get_absolute_url())
    moved = door.get("/bai/cu-99/?p=7")
    assert (moved.status, moved.headers["location"]) == (301, story.get_absolute_url())
    assert door.get("/bai/cu-99/").status == 404


def test_an_encoded_path_is_the_same_page_and_a_strange_one_is_none(door: Door, story: Article) -> None:
    door.get(story.get_absolute_url())
    for path in (
        story.get_absolute_url() + "%2e%2e/",
        "//evil.example/",
        "/bai/\x00/",
        "/bai/\udcff/",
        "/" + "a" * 3000,
    ):
        raw = path.encode("utf-8", "surrogateescape").decode("latin-1")
        assert door.get("/", PATH_INFO=raw).status in {400, 404}


# Gone the moment that it changes


def everywhere(story: Article) -> list[str]:
    """All pages that show a story's headline."""
    here = [
        story.get_absolute_url(),
        reverse("print", args=[story.slug, story.pk]),
        "/",
        "/tin-moi/",
        "/rss/",
        "/atom/",
    ]
    return [*here, story.filed_section.get_absolute_url(), story.filed_section.get_absolute_url() + "rss/"]


def test_a_changed_headline_is_on_every_page_once_the_button_has_answered(
    door: Door, story: Article, done: Done
) -> None:
    for address in everywhere(story):
        door.get(address)
    with done():
        story.headline = "Lúa xuân mất mùa ở Mường Thanh"
        story.version += 1
        story.save()
        story.publish(cast.ed())
    for address in everywhere(story):
        got = door.get(address)
        assert "mất mùa" in got.text, address
        assert "được mùa" not in got.text, address
        assert door.get(address).how == "hit"


def test_a_withdrawn_story_is_gone_everywhere_at_once_also_beside_other_stories(
    door: Door, story: Article, done: Done
) -> None:
    with done():
        other = cast.live_article("Mưa lớn ở Tủa Chùa")
    pages = [*everywhere(story)[2:], other.get_absolute_url()]
    assert all(story.headline in door.get(address).text for address in pages)
    assert door.get(story.get_absolute_url()).status == 200
    with done():
        story.withdraw(cast.ed(), "Nhầm nguồn.")
    assert [address for address in pages if story.headline in door.get(address).text] == []
    assert door.get(story.get_absolute_url()).status == 410
    assert door.get(reverse("print", args=[story.slug, story.pk])).status == 410
    assert door.get(reverse("comments", args=[story.slug, story.pk])).status == 410


def test_a_new_story_is_on_its_lists_and_no_other_page_is_made_anew(door: Door, story: Article, done: Done) -> None:
    with done():
        elsewhere = cast.section("Thể thao")
    untouched = [story.get_absolute_url(), reverse("print", args=[story.slug, story.pk]), elsewhere.get_absolute_url()]
    lists = ["/", "/tin-moi/", "/rss/", story.filed_section.get_absolute_url()]
    for address in [*untouched, *lists]:
        door.get(address)
    with done():
        new = cast.live_article("Khánh thành cầu treo Nậm Rốm")
    assert [address for address in untouched if door.get(address).how != "hit"] == []
    assert [address for address in lists if new.headline not in door.get(address).text] == []


def test_the_desks_text_touches_no_ready_page(door: Door, story: Article, done: Done) -> None:
    for address in everywhere(story):
        door.get(address)
    with done():
        story.headline = "Bản nháp mới"
        story.version += 1
        story.save()
        story.remember(cast.rosa())
    assert {door.get(address).how for address in everywhere(story)} == {"hit"}


def test_the_masthead_a_section_and_a_static_page_are_on_all_pages(door: Door, story: Article, done: Done) -> None:
    address = story.get_absolute_url()
    door.get(address)
    with done():
        cast.masthead(name="Báo Mới")
    assert "Báo Mới" in door.get(address).text
    with done():
        cast.section("Du lịch")
    assert "Du lịch" in door.get(address).text
    with done():
        page = Page.objects.create(title="Liên hệ tòa soạn", body="<p>Ở đây.</p>")
    assert "Liên hệ tòa soạn" in door.get(address).text
    with done():
        page.delete()
    assert "Liên hệ tòa soạn" not in door.get(address).text


def test_names_of_authors_topics_tags_and_photos_change_where_they_stand(door: Door, done: Done) -> None:
    topic, tag, author = cast.topic(), cast.tag(), cast.author()
    with done():
        story = cast.live_article("Bão đổ bộ", topics=[topic.pk], tags=[tag.pk], credits=[("text", author.name)])
    address = story.get_absolute_url()
    assert all(name in door.get(address).text for name in (topic.headline, tag.name, author.name))
    for row, field, new in ((topic, "headline", "Bão số 4"), (tag, "name", "Tủa Chùa"), (author, "name", "Hạnh Đức")):
        setattr(row, field, new)
        with done():
            row.save()
        assert new in door.get(address).text, field


def test_a_decision_about_a_comment_is_seen_at_once_and_touches_its_story_alone(
    door: Door, story: Article, done: Done
) -> None:
    with done():
        other = cast.live_article("Bài khác")
    talk = reverse("comments", args=[story.slug, story.pk])
    pages = [story.get_absolute_url(), talk, f"{talk}rss/"]
    for address in [*pages, other.get_absolute_url(), "/"]:
        door.get(address)
    comment = readers.comment(story, "Chúc mừng bà con nông dân!", state="pending")
    assert {door.get(address).how for address in pages} == {"hit"}
    with done():
        comment.approve(cast.mo())
    assert all("Chúc mừng bà con" in door.get(address).text for address in pages)
    with done():
        comment.reject(cast.mo())
    assert not any("Chúc mừng bà con" in door.get(address).text for address in pages)
    assert [door.get(address).how for address in (other.get_absolute_url(), "/")] == ["hit", "hit"]


def test_how_readers_may_talk_is_seen_at_once(door: Door, story: Article, done: Done) -> None:
    address = story.get_absolute_url()
    opened_form = door.get(address).text
    with done():
        Discussion.objects.create(article=story, mode=Mode.CLOSED)
    assert door.get(address).text != opened_form
    with done():
        Discussion.objects.get(article=story).delete()
    assert door.get(address).text == opened_form
    with done():
        HouseRules(pk=1, mode=Mode.CLOSED).save()
    assert door.get(address).text != opened_form


def test_a_photo_with_other_files_is_seen_at_once(door: Door, done: Done) -> None:
    with done():
        story = cast.live_article("Có ảnh", lead_photo=cast.photo(credit="Lê Lan"))
    photo = Photo.objects.get()
    door.get(story.get_absolute_url())
    photo.renditions = [{**one, "name": one["name"].replace("photos/", "photos/moi/")} for one in photo.renditions]
    with done():
        photo.save()
    assert "photos/moi/" in door.get(story.get_absolute_url()).text


# Two at once, and what is under way


def test_what_is_made_while_a_change_is_under_way_is_not_kept(door: Door, story: Article, done: Done) -> None:
    with done():
        story.withdraw(cast.ed(), "Nhầm nguồn.")
        assert door.get("/").how == "fwd=miss"  # The transaction is not over: this may be what was before.
        assert door.get("/").how == "fwd=miss"
    assert door.get("/").how == "fwd=miss; stored"
    assert door.get("/").how == "hit"


def test_a_page_overtaken_by_a_change_is_not_kept(door: Door, story: Article, done: Done) -> None:
    django = door.edge.application

    def slow(environ: Any, start: Any) -> Any:
        answer = django(environ, start)
        with done():
            story.withdraw(cast.ed(), "Nhầm nguồn.")
        return answer

    door.edge.application = slow
    assert door.get(story.get_absolute_url()).how == "fwd=miss"
    door.edge.application = django
    assert door.get(story.get_absolute_url()).status == 410


def test_a_scheduled_story_is_on_the_page_at_its_second_and_no_sooner(door: Door, story: Article, done: Done) -> None:
    due = timezone.now() + timedelta(seconds=1)
    with done():
        new = cast.article("Hẹn đăng sáu giờ")
        new.publish(cast.ed(), at=due)
    assert new.headline not in door.get("/").text
    assert door.get("/").how == "hit"
    time.sleep(max((due - timezone.now()).total_seconds(), 0) + 0.02)
    assert new.headline in door.get("/").text


def test_every_process_of_the_machine_sees_a_purge_and_reads_what_another_made(
    door: Door, story: Article, done: Done, tmp_path: Path
) -> None:
    neighbour = Door(Edge(lambda environ, start: pytest.fail("it was ready"), PageStore(tmp_path / "pages", 5000)))
    page = door.get(story.get_absolute_url())
    assert neighbour.get(story.get_absolute_url()).body == page.body
    neighbour.edge.application = door.edge.application
    with done():
        story.withdraw(cast.ed(), "Nhầm nguồn.")
    assert neighbour.get(story.get_absolute_url()).status == 410


def page_of(text: str, wait: float = 0) -> Callable[..., Any]:
    """A stand-in for Django: one page, after a while."""
    calls: list[str] = []

    def application(environ: Any, start: Any) -> Any:
        calls.append(environ["PATH_INFO"])
        time.sleep(wait)
        start("200 OK", [("Content-Type", "text/html")])
        return [text.encode()]

    application.calls = calls  # type: ignore[attr-defined]
    return application


def test_however_many_wait_for_a_cold_page_it_is_made_once(tmp_path: Path) -> None:
    application = page_of("Một lần", wait=0.3)
    door, got = Door(Edge(application, PageStore(tmp_path, 5000))), list[str]()
    crowd = [threading.Thread(target=lambda: got.append(door.get("/").text)) for _ in range(60)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert got == ["Một lần"] * 60
    assert application.calls == ["/"]  # type: ignore[attr-defined]


def test_while_an_old_page_is_made_anew_the_others_have_the_old_one(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 5000)
    door = Door(Edge(page_of("cũ"), store))
    door.get("/")
    page = next(iter(store.shelf._near.values()))
    page.fresh_until = 0
    door.edge.application = page_of("mới", wait=0.4)
    got: list[str] = []
    first = threading.Thread(target=lambda: got.append(door.get("/").text))
    first.start()
    time.sleep(0.1)
    meanwhile = door.get("/")
    first.join()
    assert (meanwhile.text, meanwhile.how, got) == ("cũ", "hit; stale", ["mới"])
    assert door.get("/").text == "mới"


# When something is broken


def broken(environ: Any, start: Any) -> Any:
    start("500 Internal Server Error", [("Content-Type", "text/html")])
    return [b"no database"]


def test_a_page_read_lately_stands_when_it_can_not_be_made_anew_and_says_so(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 5000)
    door = Door(Edge(page_of("cũ"), store))
    door.get("/")
    next(iter(store.shelf._near.values())).fresh_until = 0
    door.edge.application = broken
    got = door.get("/")
    assert (got.status, got.text, got.how) == (200, "cũ", "hit; stale; detail=failed")
    store.purge_all()
    assert door.get("/").status == 500


def test_a_torn_file_is_no_page(tmp_path: Path) -> None:
    Door(Edge(page_of("trang"), PageStore(tmp_path, 5000))).get("/")
    (file,) = [path for path in (tmp_path / "shelf").rglob("*") if path.is_file()]
    whole = file.read_bytes()
    for torn in (whole[:-1], whole[:40], b"", b"\n", b"{}\n", whole[:-2] + b"xx", b"\xff" * 99):
        file.write_bytes(torn)
        door = Door(Edge(page_of("trang"), PageStore(tmp_path, 5000)))
        assert (door.get("/").text, door.get("/").how) == ("trang", "hit")


def test_the_store_is_bounded(tmp_path: Path) -> None:
    store = PageStore(tmp_path, pages=2048, in_memory=20_000)
    for number in range(6000):
        ready = Ready(store.address(str(number)), [], encoded(b"x" * 100), [], 0, 0.0, time.time() + 60)
        assert store.keep(ready, [], store.counters.now)
    assert 1800 <= sum(path.is_file() for path in (tmp_path / "shelf").rglob("*")) <= 2048
    assert sum(page.weight for page in store.shelf._near.values()) <= 20_000


def test_a_folder_taken_away_while_it_works_is_made_anew(tmp_path: Path) -> None:
    store, neighbour = PageStore(tmp_path / "pages", 5000), PageStore(tmp_path / "pages", 5000)
    door, other = Door(Edge(page_of("một"), store)), Door(Edge(page_of("hai"), neighbour))
    door.get("/"), other.get("/")
    shutil.rmtree(tmp_path / "pages")
    store.purge_all()
    neighbour._looked = 0
    assert other.get("/").text == "hai"
    store.purge_all()
    other.edge.application = page_of("ba")
    assert other.get("/").text == "ba"


def test_a_page_of_somebody_is_not_kept(tmp_path: Path) -> None:
    for header in (("Set-Cookie", "a=b"), ("Vary", "Cookie"), ("Cache-Control", "no-store")):

        def own(environ: Any, start: Any, header: tuple[str, str] = header) -> Any:
            start("200 OK", [("Content-Type", "text/html"), header])
            return [b"x"]

        door = Door(Edge(own, PageStore(tmp_path, 5000)))
        assert [door.get("/").how, door.get("/").how] == ["fwd=miss", "fwd=miss"]
