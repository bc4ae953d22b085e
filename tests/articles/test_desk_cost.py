"""What the desk's pages ask of the database: twelve queries at most each, with ten of everything in the paper. A page
that asked again for each row would ask more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from articles.models import (
    Article,
    ArticlePhoto,
    Clip,
    Correction,
    Credit,
    HouseWord,
    Masthead,
    Note,
    Official,
    Page,
    Photo,
    PreviewLink,
    Redirect,
    Section,
    SectionRight,
)
from articles.models.coverage import Coverage, Entry, use_of
from articles.models.history import Change, Revision
from articles.models.placement import FrontPage, Pin, in_block
from articles.models.ribbon import Ribbon
from comments.models import Decision, Discussion, ReasonTemplate, Report, Sanction, WordRule
from tests import cast
from tests.articles import desk
from tests.comments.cast import comment

pytestmark = pytest.mark.django_db
TEN = range(10)
MOST, LESS = 12, {"articles_article_history": 8, "versions": 8}  # A story's history less than others.
LISTED = 'IN (SELECT U0."id" FROM "articles_article"'  # On SQLite made whole: seconds at a million.
ALIKE = re.compile(r"_(add|history)$")  # Django's own, the same for every noun: tried with the story's
STATES = ("draft", "submitted", "returned", "approved", "withdrawn")


def test_every_page_of_the_desk_asks_twelve_queries_at_most() -> None:
    everything()
    client = desk.signed_in(chief())
    seen, wrong = set(), []
    client.get(desk.LIST)  # What a process asks once in its life.
    for name, address in [*addresses(), *asked_more()]:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        if answer.status_code == 200:
            seen.add(name)
            if len(asked) > LESS.get(name, MOST):
                wrong.append(f"{address}: {len(asked)}")
            wrong += [f"{address} lists all stories: {one['sql']}" for one in asked if LISTED in one["sql"]]
    assert not wrong
    own = {f"articles_{name}" for name in (*ROOMS, *PAGES)}
    assert {"index", "auth_user_delete", "words", "found", "wall", "comments_comment_changelist", *own} <= seen


PAGES = (
    *(f"article_{page}" for page in ("board", "coming", "bin", "corrections", "gate", "look", "live", "readers")),
    *("article_preview", "article_preview_print", "frontpage_look", "photo_uses", "section_delete"),
)
ROOMS = [
    f"{noun}_{page}"
    for noun in (
        "article",
        "author",
        "photo",
        "clip",
        "section",
        "topic",
        "tag",
        "sectionright",
        "official",
        "houseword",
    )
    for page in ("changelist", "change")
]


def addresses() -> Iterator[tuple[str, str]]:
    """Of every route of the desk, with the row's number where it wants one."""
    story = Article.objects.get(headline="Bài có đủ").pk
    for route, name in routes(get_resolver().url_patterns):
        if not route.startswith("quan-tri/") or "(?P" in route or (ALIKE.search(name) and "_article_" not in name):
            continue
        _desk, app, noun, *_rest = [*route.split("/"), "", ""]
        known = app in {"articles", "comments", "auth"} and noun in apps.all_models[app]
        row = apps.get_model(app, noun)._default_manager.order_by("pk").first() if known else None
        number = story if noun == "article" else row.pk if row else 1
        address = route.replace("<str:kind>", "tags").replace("<int:number>", "1")
        yield name, "/" + re.sub(r"<[^>]*>", str(number), address)


def asked_more() -> Iterator[tuple[str, str]]:
    """Pages that ask more when they are asked more."""
    story = Article.objects.get(headline="Bài có đủ")
    section = f"section={story.section_id}"
    yield "words", f"{desk.LIST}?q=dang&{section}&state=published&all="
    yield "found", f"{desk.LIST}?q=dang"
    yield "board", f"{desk.LIST}board/?whose=for-me&{section}"
    yield "versions", f"{desk.LIST}{story.pk}/history/?version=5&with=5"
    yield "wall", f"/quan-tri/articles/photo/?q=cau&{section}&since=2020-01-01"


def routes(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each.name or ""


def chief() -> User:
    """Administers and moderates, with rows for the whole paper and for a section."""
    user = cast.ada()
    user.groups.add(Group.objects.get(name="Moderator"))
    for section in (None, cast.section()):
        SectionRight.objects.create(
            user=user, section=section, may_edit=section is None, may_approve=True, may_publish=True
        )
    return user


def everything() -> None:
    """Ten of each noun, most of them around one story that readers have."""
    cast.masthead()
    by, now, photos = cast.ed(), timezone.now(), ten_photos()
    sections = [cast.section(f"Mục {n}") for n in TEN]
    Section.objects.bulk_create(Section(name=f"Con {n}", slug=f"con-{n}", parent=cast.section()) for n in TEN)
    people = User.objects.bulk_create(User(username=f"p{n}", is_staff=True) for n in TEN)
    SectionRight.objects.bulk_create(SectionRight(user=person, section=sections[0]) for person in people)
    older = cast.live_article("Cũ")
    same = {"edition_id": older.edition_id, "filed_section": older.filed_section, "filed_root": older.filed_root}
    facts = {"section": older.section, "created_by": cast.ada(), **same}
    live = Article.objects.bulk_create(
        Article(headline=f"Đã đăng {n}", status="published", published_at=now, slug="x", **facts) for n in TEN
    )
    Article.objects.bulk_create(
        Article(headline=f"Sẽ đăng {n}", status="published", published_at=now + timedelta(hours=1),
                live_until=now + timedelta(days=1), **facts) for n in TEN
    )  # fmt: skip
    Article.objects.bulk_create(
        Article(headline=f"{state} {n}", status=state, **facts) for state in STATES for n in TEN
    )
    Article.objects.filter(status="draft").update(embargo_until=now + timedelta(days=1))
    Credit.objects.bulk_create(Credit(article=row, author=cast.author(f"Ký {n}")) for n, row in enumerate(live))
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(article=row, photo=photo, is_lead=True) for row, photo in zip(live, photos, strict=True)
    )
    story_with(live, photos, by)
    around(live, sections, by)
    thrown_away(older.section, by)


def thrown_away(section: Section, by: User) -> None:
    facts = {"binned_at": timezone.now(), "binned_by": by}
    Article.objects.bulk_create(Article(headline=f"Bỏ {n}", section=section, **facts) for n in TEN)
    Page.objects.bulk_create(Page(title=f"Bỏ {n}", slug=f"bo-{n}", **facts) for n in TEN)
    thrown = [Photo(caption=f"Bỏ {n}", width=3, height=2, key=f"bo-{n}", **facts) for n in TEN]
    posters = Photo.objects.bulk_create(thrown)
    link = "https://youtu.be/dQw4w9WgXcQ"
    Clip.objects.bulk_create(Clip(title=f"Bỏ {n}", link=link, poster=p, **facts) for n, p in enumerate(posters))


def ten_photos() -> list[Photo]:
    """One picture, ten rows."""
    first = cast.photo(credit="Vũ Lợi")
    for n in range(9):
        row = Photo.objects.get(pk=first.pk)
        row.pk, row.key = None, f"photo-{n}"
        row.save()
    return list(Photo.objects.order_by("-pk")[:10])


def story_with(live: list[Article], photos: list[Photo], by: User) -> None:
    now, links = timezone.now(), "".join(f'<p><a href="{each.get_absolute_url()}">x</a></p>' for each in live)
    named = {
        "topics": [cast.topic(f"Sự kiện {n}").pk for n in range(5)],
        "tags": [cast.tag(f"Thẻ {n}").pk for n in TEN],
    }
    clips = [Clip(title=f"Phim {n}", caption="x", credit="x", link="https://youtu.be/dQw4w9WgXcQ") for n in TEN]
    links += "".join(f'<figure data-clip="{clip.key}"></figure>' for clip in Clip.objects.bulk_create(clips))
    story = cast.article("Bài có đủ", genre="live", body=links, related=[each.pk for each in live], **named)
    Credit.objects.bulk_create(Credit(article=story, author=cast.author(f"Tác giả {n}"), order=n) for n in TEN)
    ArticlePhoto.objects.bulk_create(ArticlePhoto(article=story, photo=photo) for photo in photos)
    story.remember(by)
    story.publish(by=by)
    content = story.content()
    Revision.objects.bulk_create(
        Revision(article=story, version=n, content=content, by=by, at=now) for n in range(2, 12)
    )
    Change.objects.bulk_create(Change(article=story, action="edited", by=by, version=n, at=now) for n in TEN)
    Note.objects.bulk_create(Note(article=story, text=f"Hỏi {n}", by=by, at=now) for n in TEN)
    Note.objects.bulk_create(
        Note(article=story, text=f"Xong {n}", by=by, at=now, resolved_by=by, resolved_at=now) for n in TEN
    )
    Correction.objects.bulk_create(Correction(article=story, wrong=f"a{n}", right="b", at=now, by=by) for n in TEN)
    PreviewLink.objects.bulk_create(
        PreviewLink(article=story, made_by=by, made_at=now, expires_at=now + timedelta(days=1)) for _n in TEN
    )
    reported(story, photos, by)
    told = [comment(story, f"Hay {n}", state="pending") for n in TEN]
    comment(story, "Đã đăng")
    Report.objects.bulk_create(Report(comment=each, at=now) for each in told)
    Decision.objects.bulk_create(Decision(comment=each, by=by, at=now) for each in told)


def reported(story: Article, photos: list[Photo], by: User) -> None:
    """Live, with a photo that stands in an entry alone; and put right."""
    now, pictured = timezone.now(), [use_of(cast.photo("Chỉ trong tường thuật"))]
    Coverage.objects.create(article=story, last_number=10, began_at=now, changed_at=now)
    Entry.objects.bulk_create(
        Entry(article=story, number=n + 1, body="<p>Tin</p>", photos=pictured, at=now, by=by) for n in TEN
    )
    Article.objects.filter(pk=story.pk).update(corrected_at=now)
    Masthead.objects.update(logo=photos[0])


def around(live: list[Article], sections: list[Section], by: User) -> None:
    later = timezone.now() + timedelta(days=1)
    FrontPage.arrange(
        {in_block(place.pk)[0]: Pin(story.pk) for place, story in zip(sections, live, strict=True)}, by=by, on=0
    )
    Ribbon.hang("Nóng", later, by)
    Redirect.objects.bulk_create(Redirect(old_path=f"/a{n}/", new_path=f"/b{n}/", by=by) for n in TEN)
    Official.objects.bulk_create(Official(name=f"Lò Văn {n}", title="Chủ tịch") for n in TEN)
    HouseWord.objects.bulk_create(HouseWord(avoid=f"từ {n}", use="x", key=f"từ {n}") for n in TEN)
    Page.objects.bulk_create(Page(title=f"Trang {n}", slug=f"trang-{n}", body="x") for n in TEN)
    WordRule.objects.bulk_create(WordRule(term=f"từ {n}") for n in TEN)
    ReasonTemplate.objects.bulk_create(ReasonTemplate(name=f"Lý do {n}", text="x") for n in TEN)
    Sanction.objects.bulk_create(Sanction(name=f"x{n}", reason="x", until=later) for n in TEN)
    Discussion.objects.bulk_create(Discussion(article=story) for story in live)
