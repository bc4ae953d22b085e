"""What can happen to a story, in every state and at every moment; and that happening twice is happening once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, Credit, Edition, Revision, Section, Status
from articles.models.refusals import NotNow, NotReady, Stale
from tests import cast

NOW = timezone.now()
MOMENTS = {"before": NOW - timedelta(hours=1), "now": NOW, "after": NOW + timedelta(hours=1)}


def in_state(state: str, due: str) -> Article:
    """A story in a state, whose hour of publication is before, at or after NOW."""
    story = cast.article()
    story.publish(by=cast.ed(), at=MOMENTS[due], now=NOW)
    if state == Status.WITHDRAWN:
        story.withdraw(by=cast.ed(), reason="Sai", at=NOW)
    elif state != Status.PUBLISHED:
        Article.objects.filter(pk=story.pk).update(status=state)
    story.refresh_from_db()
    return story


@pytest.mark.django_db
@pytest.mark.parametrize("due", MOMENTS)
@pytest.mark.parametrize("state", Status.values)
def test_the_row_and_the_query_agree_on_what_is_live(state: str, due: str) -> None:
    story = in_state(state, due)
    for at in (*MOMENTS.values(), MOMENTS["after"] + timedelta(microseconds=1), NOW - timedelta(days=1)):
        assert story.is_live(at) == Article.objects.live(at).filter(pk=story.pk).exists()
        assert story.is_scheduled(at) == Article.objects.scheduled(at).filter(pk=story.pk).exists()
    assert story.is_live(NOW) == (state == Status.PUBLISHED and due != "after")


@pytest.mark.django_db
@pytest.mark.parametrize("due", MOMENTS)
@pytest.mark.parametrize("state", Status.values)
def test_a_reader_gets_what_is_live_410_for_what_was_and_404_for_all_else(state: str, due: str) -> None:
    story = in_state(state, due)
    status = Client().get(story.get_absolute_url()).status_code
    was_public = state == Status.WITHDRAWN and due != "after"
    assert status == (200 if story.is_live() else 410 if was_public else 404)


def act(story: Article, verb: str) -> None:
    reasons = {"send_back": {"reason": "Thiếu nguồn"}, "withdraw": {"reason": "Sai sự thật"}}
    getattr(story, verb)(by=cast.ed(), **reasons.get(verb, {}))


ALLOWED = {
    "submit": {"draft", "returned", "submitted"},
    "send_back": {"submitted", "approved", "returned"},
    "approve": {"draft", "submitted", "returned", "approved"},
    "publish": set(Status.values),
    "withdraw": {"published", "withdrawn"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", Status.values)
@pytest.mark.parametrize("verb", ALLOWED)
def test_every_verb_in_every_state_is_done_or_refused_with_a_sentence(verb: str, state: str) -> None:
    story = in_state(state, "before")
    changes = story.changes.count()
    if state in ALLOWED[verb]:
        act(story, verb)
    else:
        with pytest.raises(NotNow) as refused:
            act(story, verb)
        assert refused.value.messages[0]
        story.refresh_from_db()
        assert (story.status, story.changes.count()) == (state, changes)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ALLOWED)
def test_done_twice_is_done_once(verb: str) -> None:
    start = {"withdraw": "published", "send_back": "submitted"}.get(verb, "draft")
    story = cast.live_article() if start == "published" else cast.article(status=start)
    before = story.changes.count()
    act(story, verb)
    act(story, verb)
    assert story.changes.count() == before + 1
    assert story.editions.count() <= 1


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["send_back", "withdraw"])
def test_what_needs_a_reason_is_not_done_without_one(verb: str) -> None:
    story = cast.live_article()
    with pytest.raises(NotNow):
        getattr(story, verb)(by=cast.ed(), reason=" \n")
    assert story.is_live()


@pytest.mark.django_db
def test_all_that_is_missing_is_said_at_once() -> None:
    story = cast.article("", lead="", credits=[], body='<figure data-photo="zzzzzzzzzz"></figure>')
    story.section = None
    story.save()
    story.photos.create(photo=cast.photo(caption="", alt=""))
    with pytest.raises(NotReady) as refused:
        story.publish(by=cast.ed())
    assert refused.value.messages == story.missing()
    assert len(story.missing()) == 8  # headline, lead, section, credit; the photo's alt, caption, credit; the marker
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_a_photos_credit_may_be_the_storys() -> None:
    bare = cast.article(credits=[("text", "Mai Lan")], lead_photo=cast.photo())
    covered = cast.article(credits=[("text", "Mai Lan"), ("photo", "Đức Hạnh")], lead_photo=cast.photo())
    own = cast.article(credits=[("text", "Mai Lan")], lead_photo=cast.photo(credit="TTXVN"))
    assert [len(story.missing()) for story in (bare, covered, own)] == [1, 0, 0]


@pytest.mark.django_db
def test_an_edition_is_frozen() -> None:
    story = cast.live_article(lead_photo=cast.photo(), credits=[("text_photo", "Đức Hạnh")])
    first = Edition.objects.values().get()
    story.headline = "Khác"
    story.save()
    story.credits.all().delete()
    story.photos.all().delete()
    assert Edition.objects.values().get() == first


@pytest.mark.django_db
def test_a_withdrawn_story_is_gone_everywhere_kept_inside_and_can_come_back_with_its_date() -> None:
    story = cast.live_article()
    date, person = story.published_at, cast.author()
    story.withdraw(by=cast.ed(), reason="Sai tên")
    assert not Article.objects.live().exists()
    assert not Article.objects.by_author(person).exists()
    assert list(Article.objects.gone()) == [story]
    assert (story.edition.headline, story.changes.first().reason) == ("Điện Biên vào mùa gặt", "Sai tên")
    story.publish(by=cast.ed())
    assert (story.published_at, story.is_live()) == (date, True)
    assert list(Article.objects.by_author(person)) == [story]


@pytest.mark.django_db
def test_a_story_once_read_stays_gone_when_its_return_is_called_off() -> None:
    story = cast.live_article()
    story.withdraw(by=cast.ed(), reason="Sai")
    story.publish(by=cast.ed(), at=timezone.now() + timedelta(days=1))
    story.withdraw(by=cast.ed(), reason="Vẫn sai")
    assert Article.objects.gone().filter(pk=story.pk).exists()


@pytest.mark.django_db
def test_a_scheduled_story_withdrawn_before_its_hour_was_never_public() -> None:
    story = cast.article()
    story.publish(by=cast.ed(), at=timezone.now() + timedelta(hours=2))
    story.withdraw(by=cast.ed(), reason="Hoãn")
    assert not Article.objects.gone().exists()


@pytest.mark.django_db
def test_a_live_storys_date_stays() -> None:
    story = cast.live_article()
    with pytest.raises(NotNow):
        story.publish(by=cast.ed(), at=timezone.now() + timedelta(days=1))


@pytest.mark.django_db
def test_a_scheduled_story_may_be_given_another_hour() -> None:
    story, first, then = cast.article(), timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=9)
    story.publish(by=cast.ed(), at=first)
    story.publish(by=cast.ed(), at=then)
    assert story.published_at == then


@pytest.mark.django_db
def test_a_second_save_of_the_same_version_is_stale() -> None:
    story = cast.article()
    again = Article.objects.get(pk=story.pk)
    story.claim(1)
    with pytest.raises(Stale):
        again.claim(1)
    assert Article.objects.get().version == 2


@pytest.mark.django_db
def test_a_version_is_remembered_once() -> None:
    story = cast.article()
    for _time in range(3):
        story.remember(cast.rosa())
    assert (Revision.objects.count(), story.changes.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"author": None, "name": ""}, {"author": "both", "name": "PV"}])
def test_a_credit_names_an_author_or_a_free_name(facts: dict[str, str | None]) -> None:
    person = cast.author() if facts["author"] else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.create(article=cast.article(), author=person, name=facts["name"] or "")


@pytest.mark.django_db
def test_equal_headlines_have_addresses_of_their_own_in_ascii() -> None:
    one, two = cast.live_article("Điện Biên đổi mới"), cast.live_article("Điện Biên đổi mới")
    assert one.get_absolute_url() == f"/bai/dien-bien-doi-moi-{one.pk}/"
    assert one.get_absolute_url() != two.get_absolute_url()


@pytest.mark.django_db
def test_a_changed_address_leads_on_for_good() -> None:
    story = cast.live_article("Tít cũ")
    old = story.get_absolute_url()
    story.wanted_slug = "tit-moi"
    story.claim(story.version)
    story.save()
    story.publish(by=cast.ed())
    response = Client().get(old)
    assert (response.status_code, response["Location"]) == (301, f"/bai/tit-moi-{story.pk}/")


@pytest.mark.django_db
def test_a_renamed_section_leaves_a_redirect_and_two_of_one_name_differ() -> None:
    first, second = Section.objects.create(name="Xã hội"), Section.objects.create(name="Xã hội")
    assert (first.slug, second.slug) == ("xa-hoi", "xa-hoi-2")
    first.slug = "doi-song"
    first.save()
    assert Client().get("/chuyen-muc/xa-hoi/")["Location"] == "/chuyen-muc/doi-song/"


def at_once(count: int, deed) -> list[BaseException]:
    """`deed(number)` in so many threads at one moment, each with its own connection; what they raised."""
    start, raised = Barrier(count), []

    def run(number: int) -> None:
        try:
            start.wait()
            deed(number)
        except (IntegrityError, Stale, NotNow) as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_saves_of_one_version_one_goes_through() -> None:
    story = cast.article()

    def save(number: int) -> None:
        mine = Article.objects.get(pk=story.pk)
        with transaction.atomic():
            mine.claim(1)
            mine.headline = f"Của {number}"
            mine.save()

    raised = at_once(6, save)
    assert [type(error) for error in raised] == [Stale] * 5
    assert Article.objects.get().version == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_editors_who_publish_at_once_make_one_edition() -> None:
    story, editor = cast.article(), cast.ed()
    raised = at_once(4, lambda _number: Article.objects.get(pk=story.pk).publish(by=editor))
    assert (raised, story.editions.count(), story.changes.count()) == ([], 1, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sections_of_one_name_made_at_once_get_addresses_of_their_own() -> None:
    raised = at_once(4, lambda _number: Section.objects.create(name="Pháp luật"))
    assert not raised
    assert Section.objects.values("slug").distinct().count() == 4
