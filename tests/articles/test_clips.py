"""Video and audio in a story: by an address, with nothing of the other site's before a press, or as a file of ours."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from articles import embeds, recordings
from articles.models import Article, Clip, ClipUse, NotReady, darkroom
from tests import cast
from tests.articles import desk
from tests.reading import text_of

CLIPS = f"{desk.LIST}clip-picker/"
FORM = "/quan-tri/articles/clip/"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(range(256)) * 8
MP3 = b"ID3\x04\x00" + bytes(600)
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nXin ch\xc3\xa0o\n"
WORDS = {"title": "Lũ về trong đêm", "caption": "Quay lúc nửa đêm", "credit": "Minh Châu"}
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=5"


@pytest.mark.parametrize(
    "address, site, link",
    [
        (YOUTUBE, "YouTube", "https://youtu.be/dQw4w9WgXcQ"),
        ("http://youtu.be/dQw4w9WgXcQ?si=x", "YouTube", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "YouTube", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://vimeo.com/channels/staff/76979871", "Vimeo", "https://vimeo.com/76979871"),
        ("https://www.facebook.com/bao/videos/123456/", "Facebook", "https://www.facebook.com/bao/videos/123456"),
        ("https://www.facebook.com/watch/?v=123456", "Facebook", "https://www.facebook.com/watch?v=123456"),
        ("https://www.tiktok.com/@bao/video/7123", "TikTok", "https://www.tiktok.com/@bao/video/7123"),
        ("https://soundcloud.com/bao/ban-tin", "SoundCloud", "https://soundcloud.com/bao/ban-tin"),
    ],
)
def test_known_addresses_have_a_player_and_lose_what_follows_people(address: str, site: str, link: str) -> None:
    found = embeds.embed(address)
    assert found is not None
    assert (found.site, found.link) == (site, link)
    assert found.frame.startswith(f"{found.host}/")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://youtube.com.evil.test/watch?v=dQw4w9WgXcQ", "https://youtube.com/watch?v=<x>",
     "https://evil.test/", "https://facebook.com/groups/1", "https://[::1", "", "https://vimeo.com/²"],
)  # fmt: skip
def test_other_addresses_have_none(address: str) -> None:
    assert embeds.embed(address) is None


@pytest.mark.parametrize(
    "data, kind",
    [(MP4, "video/mp4"), (MP4[:8] + b"M4A " + MP4[12:], "audio/mp4"), (MP3, "audio/mpeg"),
     (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + bytes(90), "video/webm"),
     (b"OggS" + bytes(24) + b"OpusHead" + bytes(50), "audio/ogg")],
)  # fmt: skip
def test_a_files_kind_is_told_by_what_is_in_it(data: bytes, kind: str) -> None:
    file = SimpleUploadedFile("phim.exe", data)
    assert recordings.kind(file, len(data), 2**20).type == kind


@pytest.mark.parametrize(
    "data", [b"", b"<html><video>", b"MZ" + bytes(99), MP4[:8] + b"qt  ", b"\x1a\x45\xdf\xa3matroska", bytes(2**20 + 1)]
)
def test_what_no_browser_plays_and_what_is_too_large_gets_a_sentence(data: bytes) -> None:
    with pytest.raises(recordings.Refused) as refused:
        recordings.kind(SimpleUploadedFile("phim.mp4", data), len(data), 2**20)
    assert str(refused.value)


@pytest.mark.parametrize("data", [b"", b"<html>", b"WEBVTT\n\nno times", b"\xff\xfe\x00"])
def test_captions_are_webvtt(data: bytes) -> None:
    with pytest.raises(recordings.Refused):
        recordings.captions(data)


def made(**sent: Any) -> Clip:
    response = desk.signed_in(cast.rosa()).post(CLIPS, {**WORDS, **sent})
    assert response.status_code == 201, response.json()
    return Clip.objects.get(key=response.json()["clips"][0]["key"])


def file(data: bytes = MP4, name: str = "lu.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def published(clip: Clip) -> Article:
    story = cast.article(body=f'<p>Trước.</p><figure data-clip="{clip.key}"></figure><p>Sau.</p>')
    story.publish(by=cast.ed())
    return story


@pytest.mark.django_db
def test_a_video_by_its_address_stands_in_the_story_with_nothing_of_the_other_site() -> None:
    clip = made(address=YOUTUBE)
    story = published(clip)
    page = Client().get(story.get_absolute_url())
    html = page.content.decode()
    assert f'href="/video/{clip.key}/"' in html
    assert "youtube" not in re.sub(r"\(YouTube\)|https://youtu.be/\w+", "", html)
    assert "<iframe" not in html
    player = Client().get(f"/video/{clip.key}/")
    assert 'src="https://www.youtube-nocookie.com/embed/' in player.content.decode()
    assert player.headers["Content-Security-Policy"].endswith("; frame-src https://www.youtube-nocookie.com")
    assert "frame-src" not in page.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_file_of_ours_plays_in_the_story_with_poster_and_captions(media: Path) -> None:
    clip = made(upload=file(), subtitles=file(VTT, "lu.vtt"), poster=cast.photo().pk)
    html = Client().get(published(clip).get_absolute_url()).content.decode()
    video = re.search(r"<video.*?</video>", html, re.S)
    assert video is not None
    assert f'<source src="{clip.file_url()}" type="video/mp4">' in video[0]
    assert f'<track kind="captions" src="{clip.captions_url}"' in video[0]
    assert 'poster="/media/photos/' in video[0]
    captions = Client().get(clip.captions_url)
    assert (captions.headers["Content-Type"], captions.getvalue()) == ("text/vtt; charset=utf-8", VTT)
    assert (media / clip.file).read_bytes() == MP4


@pytest.mark.django_db
def test_sound_plays_too() -> None:
    html = Client().get(published(made(upload=file(MP3, "tin.mp3"))).get_absolute_url()).content.decode()
    assert re.search(r'<audio controls preload="none" src="/media/clips/[^"]+\.mp3"', html)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked, status, part",
    [("bytes=0-9", 206, MP4[:10]), ("bytes=100-", 206, MP4[100:]), ("bytes=-7", 206, MP4[-7:]),
     ("bytes=0-999999", 206, MP4), ("bytes=999999-", 416, b""), ("bytes=-0", 416, b""), ("bytes=9-3", 416, b""),
     ("bytes=-", 200, MP4), ("bytes=0-1,3-4", 200, MP4), ("x", 200, MP4)],
)  # fmt: skip
def test_a_player_gets_the_part_it_asks_for(asked: str, status: int, part: bytes) -> None:
    clip = made(upload=file())
    response = Client().get(clip.file_url(), headers={"range": asked})
    assert response.status_code == status
    if status != 416:
        assert b"".join(response.streaming_content) == part
    if status == 206:
        assert response.headers["Content-Length"] == str(len(part))
        assert response.headers["Content-Range"].endswith(f"/{len(MP4)}")


@pytest.mark.django_db
def test_print_feeds_and_search_engines_are_told_where_it_is() -> None:
    linked, own = made(address=YOUTUBE), made(upload=file(), title="Cầu trôi")
    story = cast.article(body="".join(f'<figure data-clip="{clip.key}"></figure>' for clip in (linked, own)))
    story.publish(by=cast.ed())
    paper = text_of(Client().get(f"{story.get_absolute_url()}in/"))
    assert "https://youtu.be/dQw4w9WgXcQ" in paper
    assert f"http://testserver/video/{own.key}/" in paper
    feed = Client().get("/rss/").content.decode()
    assert f"http://testserver/video/{linked.key}/" in feed
    assert f"http://testserver/video/{own.key}/" in feed
    page = Client().get(story.get_absolute_url()).content.decode()
    facts = [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    videos = next(fact["video"] for fact in facts if fact.get("@type") == "NewsArticle")
    assert [video["name"] for video in videos] == ["Lũ về trong đêm", "Cầu trôi"]


@pytest.mark.django_db
def test_what_readers_have_keeps_its_words_until_the_button_is_pressed() -> None:
    clip = made(upload=file())
    story = published(clip)
    form = {**WORDS, "title": "Tên mới", "poster": ""}
    desk.signed_in(cast.ed()).post(f"{FORM}{clip.pk}/change/", form)
    clip.refresh_from_db()
    assert clip.title == "Tên mới"
    assert "Lũ về trong đêm" in text_of(Client().get(story.get_absolute_url()))
    Article.objects.filter(pk=story.pk).update(version=9)  # Written on.
    story.publish(by=cast.ed())
    assert "Tên mới" in text_of(Client().get(story.get_absolute_url()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", [{}, {"address": YOUTUBE, "upload": "both"}, {"address": "https://evil.test/x"}, {"upload": "html"},
             {"address": YOUTUBE, "title": ""}, {"address": YOUTUBE, "credit": ""},
             {"address": YOUTUBE, "subtitles": "html"}],
)  # fmt: skip
def test_what_can_not_be_played_gets_a_sentence_and_leaves_nothing(sent: dict[str, str], media: Path) -> None:
    files = {"both": MP4, "html": b"<html>"}
    told = {name: file(files[value]) if value in files else value for name, value in sent.items()}
    response = desk.signed_in(cast.rosa()).post(CLIPS, {**WORDS, **told})
    assert response.status_code == 400
    assert response.json()["errors"]
    assert not Clip.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_clips_are_found_without_diacritics_and_by_their_keys() -> None:
    clip = made(address=YOUTUBE)
    rosa = desk.signed_in(cast.rosa())
    assert rosa.get(CLIPS, {"q": "lu ve"}).json()["clips"][0]["key"] == clip.key
    assert rosa.get(CLIPS, {"keys": clip.key}).json()["clips"][0]["site"] == "YouTube"
    assert rosa.get(CLIPS, {"q": "bão"}).json()["clips"] == []
    assert desk.signed_in(cast.mo()).get(CLIPS).status_code == 403
    assert desk.signed_in(cast.mo()).post(CLIPS, {"title": "x", "address": YOUTUBE}).status_code == 403


@pytest.mark.django_db
def test_a_clip_in_use_stays_and_a_lost_one_stops_the_button() -> None:
    clip = made(address=YOUTUBE)
    published(clip)
    drafted = made(address=YOUTUBE)
    cast.article(body=f'<figure data-clip="{drafted.key}"></figure>')
    for used in (clip, drafted):
        desk.signed_in(cast.ed()).post(f"{FORM}{used.pk}/delete/", {"post": "yes"})
        assert Clip.objects.filter(pk=used.pk).exists()
    with pytest.raises(ProtectedError):
        clip.delete()
    with pytest.raises(NotReady):
        cast.article(body='<figure data-clip="zzzzzzzzzz"></figure>').publish(by=cast.ed())


@pytest.mark.django_db
def test_a_clip_without_words_stops_the_button_and_a_poster_in_print_stays() -> None:
    poster = cast.photo()
    clip = Clip.objects.create(title="Lũ", link="https://youtu.be/dQw4w9WgXcQ", poster=poster)
    story = cast.article(body=f'<figure data-clip="{clip.key}"></figure>')
    assert len([sentence for sentence in story.missing() if "“Lũ”" in sentence]) == 2
    Clip.objects.filter(pk=clip.pk).update(caption="Lũ về", credit="Minh Châu")
    story.publish(by=cast.ed())
    Clip.objects.filter(pk=clip.pk).update(poster=None)
    with pytest.raises(ProtectedError):
        poster.delete()


@pytest.mark.django_db
def test_a_withdrawn_storys_clips_are_nowhere_until_it_is_back(
    media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    own, shared, linked = made(upload=file(), subtitles=file(VTT, "lu.vtt")), made(upload=file()), made(address=YOUTUBE)
    body = "".join(f'<figure data-clip="{clip.key}"></figure>' for clip in (own, shared, linked))
    story, client = cast.article(body=body), Client()
    story.publish(by=cast.ed())
    published(shared)

    def answers() -> list[int]:
        pages = [clip.get_absolute_url() for clip in (own, linked, shared)]
        told = [client.get(path) for path in [own.file_url(), own.captions_url, *pages]]
        for answer in told:
            answer.getvalue()  # A file that is never read through stays open.
        return [answer.status_code for answer in told]

    assert answers() == [200] * 5
    with django_capture_on_commit_callbacks(execute=True):
        story.withdraw(by=cast.ed(), reason="Sai người")
    assert answers() == [404, 404, 410, 410, 200]
    kept = Clip.objects.get(pk=own.pk)
    assert darkroom.compared(Clip.objects.all(), "clips") == ([], [])
    assert (media / kept.file).read_bytes() == MP4
    ClipUse.take_down(story, timezone.now())
    assert Clip.objects.get(pk=own.pk).file == kept.file  # Once is enough.
    story.bring_back(by=cast.ed())
    assert kept.file_url() in client.get(story.get_absolute_url()).content.decode()
    assert client.get(kept.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_captions_give_way_to_new_ones_and_are_gone_after_a_month(media: Path) -> None:
    clip = made(upload=file(), subtitles=file(VTT, "lu.vtt"))
    later = VTT.replace(b"Xin", b"Em")
    desk.signed_in(cast.ed()).post(f"{FORM}{clip.pk}/change/", {**WORDS, "poster": "", "subtitles": file(later)})
    now = Clip.objects.get(pk=clip.pk)
    assert (media / now.captions).read_bytes() == later
    assert (media / clip.captions).exists()
    darkroom.sweep(timezone.now() + timedelta(days=31))
    assert not (media / clip.captions).exists()


@pytest.mark.django_db
def test_the_form_at_the_desk_takes_a_clip_too() -> None:
    ed = desk.signed_in(cast.ed())
    ed.post(f"{FORM}add/", {**WORDS, "title": "Lũ", "address": YOUTUBE})
    assert Clip.objects.get().link == "https://youtu.be/dQw4w9WgXcQ"
    assert "Lũ" in text_of(ed.get(FORM))
    again = ed.post(f"{FORM}add/", {"title": "Đã gõ", "upload": file(b"<html>")})
    assert "Đã gõ" in again.content.decode()
