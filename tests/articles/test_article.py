from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.models import Article, ArticlePhoto
from tests import cast
from tests.reading import edition_of, part, text_of

pytestmark = pytest.mark.django_db


def local(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def full_story(**facts: Any) -> Article:
    """Published on 14/10/2022 at 17:25, with everything that a story can have."""
    story = cast.article(
        "Gặt lúa chạy bão",
        **{
            "kicker": "Phóng sự",
            "lead": "Bà con gặt lúa xuyên đêm.",
            "source": "Bản tin xã",
            "section": cast.section("Y tế", parent=cast.section("Xã hội")),
            "credits": [("text", "Đức Hạnh"), ("photo", "Đức Hạnh")],
            "lead_photo": cast.photo("Cánh đồng sáng sớm"),
            **facts,
        },
    )
    use = ArticlePhoto.objects.create(article=story, photo=cast.photo("Máy tuốt lúa"), credit="Vũ Lợi", order=1)
    story.body = f'<p>Đoạn một.</p><figure data-photo="{use.key}"></figure><p>Đoạn hai.</p>'
    story.save()
    story.publish(by=cast.ed(), at=local(2022, 10, 14, 17, 25))
    return story


def test_its_parts_stand_in_the_order_of_a_vietnamese_papers_page(client: Any) -> None:
    cast.masthead(language="en")
    edition_of(2, section=cast.section("Y tế", parent=cast.section("Xã hội")))
    said = text_of(client.get(full_story().get_absolute_url())).split("Skip to the content")[1]
    order = [
        "Home",
        "Xã hội",
        "Y tế",
        "Phóng sự",
        "Gặt lúa chạy bão",
        "17:25 - Friday, 14/10/2022",
        "Print this story",
        "BTH - Bà con gặt lúa xuyên đêm.",
        "Cánh đồng sáng sớm",
        "Đoạn một.",
        "Máy tuốt lúa Photo: Vũ Lợi",
        "Đoạn hai.",
        ": Đức Hạnh",
        "Source: Bản tin xã",
        "Share on Facebook",
        "More stories",
        "Tin số 2",
        "Back to top",
    ]
    places, start = [], said.index("Gặt lúa chạy bão") - 200
    for words in order:
        start = said.index(words, max(start, 0))
        places.append(start)
    assert places == sorted(places)


def test_the_date_is_printed_as_the_paper_does_and_with_its_zone_for_machines(client: Any) -> None:
    cast.masthead(language="vi")
    page = client.get(full_story().get_absolute_url()).content.decode()
    assert '<time datetime="2022-10-14T17:25:00+07:00">17:25 - Thứ Sáu, 14/10/2022</time>' in page


def test_an_update_is_dated_and_the_first_publication_is_not(client: Any) -> None:
    cast.masthead(language="en")
    story = cast.live_article(at=local(2022, 10, 14, 17, 25))
    assert "Updated" not in text_of(client.get(story.get_absolute_url()))
    for now, said in (
        (local(2022, 10, 14, 19, 5), "Updated 19:05"),
        (local(2022, 10, 15, 8, 0), "Updated 08:00 - Saturday"),
    ):
        story.claim(story.version)
        story.publish(by=cast.ed(), now=now)
        page = client.get(story.get_absolute_url())
        assert said in text_of(page)
        assert (
            json.loads(part(page, '<script type="application/ld+json">', "</script>"))["dateModified"]
            == now.isoformat()
        )


def test_readers_keep_the_published_text_while_the_desk_works_on_another(client: Any) -> None:
    story = cast.live_article("Bản đầu")
    story.claim(story.version)
    story.headline, story.body = "Bản sau", "<p>Chữ mới.</p>"
    story.save()
    assert "Bản đầu" in text_of(client.get(story.get_absolute_url()))
    assert "Chữ mới." not in text_of(client.get(story.get_absolute_url()))
    story.publish(by=cast.ed())
    assert "Bản sau" in text_of(client.get(story.get_absolute_url()))


def test_the_sign_opens_the_lead_unless_the_story_or_the_paper_has_none(client: Any) -> None:
    cast.masthead(sign="ĐBP")
    signed, unsigned = cast.live_article("Một"), cast.live_article("Hai", show_sign=False)
    assert "ĐBP - Lúa chín vàng" in text_of(client.get(signed.get_absolute_url()))
    assert "ĐBP - " not in text_of(client.get(unsigned.get_absolute_url()))
    cast.masthead(sign="")
    assert " - Lúa chín vàng" not in text_of(client.get(signed.get_absolute_url()))


def test_a_photo_credit_that_the_story_prints_anyway_is_not_printed_twice(client: Any) -> None:
    cast.masthead(language="en")
    page = text_of(client.get(full_story(lead_photo=cast.photo("Bên sông", credit="Đức Hạnh")).get_absolute_url()))
    assert page.count("Photo: ") == 1  # the one by Vũ Lợi
    assert page.count("Đức Hạnh") == 1


def test_a_name_written_freely_and_chosen_from_the_authors_is_one_person(client: Any) -> None:
    cast.masthead(language="en")
    story = cast.article(credits=[("photo", "Đức Hạnh")])
    story.credits.create(role="text", name="Đức Hạnh")
    story.publish(by=cast.ed())
    line = part(client.get(story.get_absolute_url()), '<p class="credits">', "</p>")
    assert line.endswith(': <a rel="author" href="/tac-gia/duc-hanh/">Đức Hạnh</a>')
    assert line.count("Đức Hạnh") == 1


def test_a_typed_label_before_a_photos_credit_is_not_printed_twice(client: Any) -> None:
    cast.masthead()
    page = text_of(client.get(full_story(lead_photo=cast.photo("Bên sông", credit="Ảnh: Lò Văn")).get_absolute_url()))
    assert "Ảnh: Lò Văn" in page
    assert "Ảnh: Ảnh" not in page


def test_each_credited_author_is_linked_and_a_free_name_is_not(client: Any) -> None:
    story = cast.article(credits=[("text", "Đức Hạnh"), ("text", "Mai Giáp")])
    story.credits.create(role="photo", name="CTV Lò Pọng", order=5)
    story.publish(by=cast.ed())
    line = part(client.get(story.get_absolute_url()), '<p class="credits">', "</p>")
    assert '<a rel="author" href="/tac-gia/duc-hanh/">Đức Hạnh</a>, ' in line
    assert '<a rel="author" href="/tac-gia/mai-giap/">Mai Giáp</a> - ' in line
    assert line.endswith(": CTV Lò Pọng")


def test_photos_come_in_both_formats_with_their_size_and_only_the_first_at_once(client: Any) -> None:
    page = client.get(full_story().get_absolute_url()).content.decode()
    assert page.count("<picture>") == page.count('<source type="image/webp"') == 2
    hero, second = (piece.split(">")[0] for piece in page.split("<img ")[1:])
    for photo in (hero, second):
        assert 'width="900" height="600"' in photo
        assert 'alt="Một cây cầu sắt"' in photo
        assert "480w" in photo
    assert 'fetchpriority="high"' in hero
    assert 'loading="lazy"' not in hero
    assert 'loading="lazy"' in second


def test_more_stories_are_the_sections_neighbours_newer_and_older(client: Any) -> None:
    cast.masthead(language="en")
    stories = edition_of(12)
    edition_of(3, section=cast.section("Kinh tế"))
    more = part(client.get(stories[5].get_absolute_url()), '<aside class="more"', "</aside>")
    newer, older = more.split("Older")
    assert [n for n in range(1, 13) if f"Tin số {n}<" in newer] == [3, 4, 5]
    assert [n for n in range(1, 13) if f"Tin số {n}<" in older] == [7, 8, 9, 10, 11]


def test_more_stories_are_right_at_both_ends_and_among_stories_of_one_moment(client: Any) -> None:
    cast.masthead(language="en")
    at = timezone.now() - timedelta(hours=1)
    stories = [cast.live_article(f"Tin số {n}", at=at) for n in range(10, 20)][::-1]

    def around(story: Article) -> list[str]:
        more = part(client.get(story.get_absolute_url()), '<aside class="more"', "</aside>")
        return [other.headline[-2:] for other in stories if other.headline in more]

    assert around(stories[0]) == ["18", "17", "16", "15", "14"]
    assert around(stories[4]) == ["18", "17", "16", "14", "13", "12", "11", "10"]
    assert around(stories[9]) == ["13", "12", "11"]


def test_a_story_alone_in_its_section_has_no_list_of_others(client: Any) -> None:
    assert b'class="more"' not in client.get(cast.live_article().get_absolute_url()).content


def test_a_wrong_slug_with_the_right_number_leads_to_the_true_address(client: Any) -> None:
    story = cast.live_article()
    for path in (f"/bai/tieu-de-cu-{story.pk}/", f"/bai/x-{story.pk}/in/"):
        moved = client.get(path)
        assert moved.status_code == 301
        assert moved.headers["Location"] == story.get_absolute_url() + ("in/" if path.endswith("/in/") else "")


def test_equal_headlines_have_addresses_of_their_own(client: Any) -> None:
    first, second = cast.live_article(lead="Bài một."), cast.live_article(lead="Bài hai.")
    assert first.get_absolute_url() != second.get_absolute_url()
    assert "Bài một." in text_of(client.get(first.get_absolute_url()))


def test_a_reader_cannot_tell_that_a_draft_exists(client: Any) -> None:
    answers = set()
    draft = cast.article("Tin mật chưa đăng")
    scheduled = cast.live_article("Tin mật hẹn giờ", at=timezone.now() + timedelta(hours=1))
    nothing = "/bai/tin-mat-999999/"
    for address in (nothing, draft.get_absolute_url(), scheduled.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 404
        answers.add(answer.content.replace(address.encode(), b""))
    assert len(answers) == 1


def test_a_withdrawn_story_is_gone_under_all_its_addresses(client: Any) -> None:
    cast.masthead(language="en")
    story = cast.live_article("Tin sai")
    story.withdraw(by=cast.ed(), reason="Sai tên người.")
    for address in (story.get_absolute_url(), f"{story.get_absolute_url()}in/", f"/bai/khac-{story.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "This story has been withdrawn" in text_of(answer)
        assert "Tin sai" not in text_of(answer)
        assert "Sai tên người" not in text_of(answer)


def test_machines_read_the_same_facts(client: Any) -> None:
    cast.masthead()
    story = full_story(lead='Gặt "chạy bão" </script><script>alert(1)</script> & xong.')
    page = client.get(story.get_absolute_url())
    facts = json.loads(part(page, '<script type="application/ld+json">', "</script>"))
    address = f"http://testserver{story.get_absolute_url()}"
    assert facts["@type"] == "NewsArticle"
    assert facts["headline"] == "Gặt lúa chạy bão"
    assert facts["description"].startswith('Gặt "chạy bão" </script>')
    assert facts["mainEntityOfPage"] == address
    assert facts["datePublished"] == facts["dateModified"] == "2022-10-14T17:25:00+07:00"
    assert facts["author"] == [{"@type": "Person", "name": "Đức Hạnh", "url": "http://testserver/tac-gia/duc-hanh/"}]
    assert facts["publisher"]["name"] == "Báo Thử"
    assert facts["articleSection"] == "Y tế"
    html = page.content.decode()
    assert f'<link rel="canonical" href="{address}">' in html
    assert f'<meta property="og:url" content="{address}">' in html
    assert "-social-" in html.partition('<meta property="og:image" content="')[2].partition('"')[0]
    assert "<script>alert" not in html


def test_tables_scroll_by_themselves_and_links_outside_are_marked(client: Any) -> None:
    body = '<table><tr><td>1</td></tr></table><p><a href="https://example.org/">ngoài</a></p>'
    page = client.get(cast.live_article(body=body).get_absolute_url()).content.decode()
    assert '<div class="table-scroll" tabindex="0" role="region"' in page
    assert '<a href="https://example.org/" rel="noopener"' in page
