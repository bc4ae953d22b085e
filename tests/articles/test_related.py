"""What stands beside a story: topic and tags, what came before, related stories."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.admin import suggest
from articles.models import Article
from articles.related import EARLIER, RELATED, beside
from tests import cast
from tests.articles.desk import change, opened, send, signed_in
from tests.reading import edition_of, part

pytestmark = pytest.mark.django_db
MOST = 14


def shown(client: Client, story: Article, box: str) -> list[str]:
    """Headlines in one of the boxes of a story's page: "truoc-do", "lien-quan", "tin-khac"."""
    html = client.get(story.get_absolute_url()).content.decode()
    inside = html.partition(f'aria-labelledby="{box}"')[2].partition("</aside>")[0]
    return [piece.partition("</a>")[0].rpartition(">")[2] for piece in inside.split('<a href="/bai/')[1:]]


def hours(count: int) -> Any:
    return timezone.now() - timedelta(hours=count)


def test_it_links_its_topics_and_tags_as_they_are_called_now(client: Client) -> None:
    topic, tag, gone = cast.topic("Bão số 3"), cast.tag("Điện Biên Phủ"), cast.tag("TP. Điện Biên")
    story = cast.live_article(topics=[topic.pk, 999_999], tags=[gone.pk, tag.pk])
    gone.merge_into(tag, by=cast.sam())
    topic.headline = "Siêu bão số 3"
    topic.save()
    html = part(client.get(story.get_absolute_url()), '<p class="filed">', "</article>")
    assert '<a href="/su-kien/bao-so-3/">Siêu bão số 3</a>' in html
    assert html.count("/tu-khoa/") == 1
    assert '<a rel="tag" href="/tu-khoa/dien-bien-phu/">Điện Biên Phủ</a>' in html
    assert "filed" not in client.get(f"{story.get_absolute_url()}in/").content.decode()


def test_what_came_before_are_the_topics_earlier_stories_and_none_is_shown_twice(client: Client) -> None:
    topic = cast.topic("Bão số 3")
    before = [cast.live_article(f"Bão trước {n}", topics=[topic.pk], at=hours(10 + n)) for n in range(7)]
    story = cast.live_article("Bão vào bờ", topics=[topic.pk], at=hours(5))
    after = cast.live_article("Sau bão", topics=[topic.pk], at=hours(2))
    assert shown(client, story, "truoc-do") == [old.headline for old in before[:EARLIER]]
    assert shown(client, story, "lien-quan") == [after.headline, before[5].headline, before[6].headline]
    everything = [*shown(client, story, "truoc-do"), *shown(client, story, "lien-quan")]
    assert not {*everything} & {*shown(client, story, "tin-khac")}
    picked = cast.live_article("Bão tan", topics=[topic.pk], related=[after.pk])
    assert shown(client, picked, "lien-quan")[0] == after.headline
    assert shown(client, picked, "truoc-do") == [story.headline, *(old.headline for old in before[:3])]


def test_what_editors_chose_comes_first_in_their_order_and_only_while_it_is_live(client: Client) -> None:
    tag = cast.tag("Lúa")
    first, second, gone = (cast.live_article(f"Chọn {n}", at=hours(900 + n)) for n in range(3))
    draft, waiting = cast.article("Nháp"), cast.live_article("Mai", at=timezone.now() + timedelta(days=1))
    by_tag = cast.live_article("Cùng từ khóa", tags=[tag.pk], section=cast.section("Kinh tế"), at=hours(800))
    chosen = [second.pk, draft.pk, gone.pk, waiting.pk, first.pk]
    story = cast.live_article("Gặt lúa", related=[*chosen, 999_999], tags=[tag.pk], at=hours(1))
    story.related.append(story.pk)
    gone.withdraw(by=cast.ed(), reason="Sai")
    assert shown(client, story, "lien-quan") == [second.headline, first.headline, by_tag.headline]
    assert first.headline not in shown(client, story, "tin-khac")
    assert (
        second.headline in signed_in(cast.ed()).get(f"/quan-tri/articles/article/{story.pk}/preview/").content.decode()
    )


def test_the_engine_takes_up_stories_whose_headlines_share_words_but_not_those_that_all_share(client: Client) -> None:
    for n in range(12):
        cast.live_article(f"Tỉnh Điện Biên họp phiên {n}", at=hours(50 + n))
    kin = cast.live_article("Ðường lên Mường Phăng sạt lở, hàng trăm hộ bị chia cắt", at=hours(100))
    story = cast.live_article("Tỉnh Điện Biên: duong len Mường Phăng đã thông", at=hours(1))
    assert shown(client, story, "lien-quan") == [kin.headline]


def test_a_page_with_ever_so_many_topics_tags_and_kin_asks_no_more_than_one_with_few(
    client: Client, select_only: Any, django_assert_max_num_queries: Any
) -> None:
    topics, tags = [cast.topic(f"Sự kiện {n}").pk for n in range(6)], [cast.tag(f"Từ khóa {n}").pk for n in range(9)]
    few = cast.live_article("Ít", topics=topics[:1], tags=tags[:1], at=hours(2))
    crowd = edition_of(30, topics=topics, tags=tags)
    many = cast.live_article("Nhiều", topics=topics, tags=tags, related=[story.pk for story in crowd[:12]])
    counts = []
    for story in (few, many):
        client.get(story.get_absolute_url())
        with select_only(at_most=MOST) as queries:
            assert len(shown(client, story, "lien-quan")) == RELATED
        counts.append(len(queries))
    assert counts[0] == counts[1]
    story = Article.objects.for_page().get(pk=many.pk)
    with django_assert_max_num_queries(3):
        beside(story, story.edition)


def test_editors_choose_by_number_or_address_only_what_readers_have_had(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, draft = cast.live_article("Một"), cast.live_article("Hai"), cast.article("Nháp của ai")
    story, ed = cast.article(), signed_in(cast.ed())
    sent = opened(ed, change(story))
    send(ed, change(story), sent, related=f"https://bao.vn{second.get_absolute_url()}\n#{first.pk}\n{second.pk} · Hai")
    story.refresh_from_db()
    assert story.related == [second.pk, first.pk]
    assert opened(ed, change(story))["related"] == f"{second.pk} · Hai\n{first.pk} · Một"
    refused = send(ed, change(story), {**sent, "version": story.version}, related=str(draft.pk))
    assert str(draft.pk) in str(refused.context["adminform"].form.errors["related"])
    offers = ed.get("/quan-tri/articles/article/suggest/related/?q=hai").json()["offers"]
    assert [offer["line"] for offer in offers] == [f"{second.pk} · Hai"]
    assert ed.get("/quan-tri/articles/article/suggest/related/?q=nhap").json()["offers"] == []
    monkeypatch.setattr(suggest, "LOOKED_AT", 1)
    cast.live_article("Ba", at=timezone.now())
    assert ed.get("/quan-tri/articles/article/suggest/related/?q=hai").json()["offers"] == []
    assert len(ed.get("/quan-tri/articles/article/suggest/related/?q=ba").json()["offers"]) == 1
