"""The people and stories that tests speak of: Rosa reports, Ed edits, Sam is secretary, Mo moderates, Ada administers.

Plain functions: `article()` is a draft of Rosa's that could go out, `live_article()` is one that has.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.models import Article, ArticlePhoto, Author, Credit, Masthead, Photo, Section, Tag, Topic

PASSWORD = "correct horse battery"


def person(name: str, group: str = "", **facts: Any) -> User:
    """A member of staff in a group, by username; made once."""
    user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True, **facts})
    if is_new:
        user.set_password(PASSWORD)
        user.save()
        if group:
            user.groups.add(Group.objects.get(name=group))
    return user


def rosa() -> User:
    return person("rosa", "Reporter")


def ed() -> User:
    return person("ed", "Editor")


def sam() -> User:
    return person("sam", "Secretary")


def mo() -> User:
    return person("mo", "Moderator")


def ada() -> User:
    return person("ada", "Administrator")


def masthead(**facts: Any) -> Masthead:
    paper = Masthead(**{"name": "Báo Thử", "sign": "BTH", **facts})
    paper.save()
    return paper


def section(name: str = "Xã hội", **facts: Any) -> Section:
    found = Section.objects.filter(name=name).first()
    return found or Section.objects.create(name=name, **facts)


def author(name: str = "Đức Hạnh", **facts: Any) -> Author:
    found = Author.objects.filter(name=name).first()
    return found or Author.objects.create(name=name, **facts)


def topic(headline: str = "Bão số 3", **facts: Any) -> Topic:
    return Topic.objects.get_or_create(headline=headline, defaults=facts)[0]


def tag(name: str = "Điện Biên Phủ", **facts: Any) -> Tag:
    return Tag.objects.get_or_create(name=name, defaults=facts)[0]


def picture(size: tuple[int, int] = (900, 600), colour: str = "#3a7", kind: str = "JPEG") -> bytes:
    """A plain picture's bytes."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def photo(caption: str = "Cầu Mường Thanh trong sương", **facts: Any) -> Photo:
    """A real photo with its files, through the same door as an upload."""
    data = ContentFile(picture(**facts.pop("picture", {})), name="cau.jpg")
    return Photo.upload(data, **{"caption": caption, "alt": "Một cây cầu sắt", "credit": "", **facts})


def article(headline: str = "Điện Biên vào mùa gặt", by: User | None = None, **facts: Any) -> Article:
    """A complete draft: it may be published as it stands. `credits=[(role, name)]`, `lead_photo=Photo`."""
    credits = facts.pop("credits", [("text", "Đức Hạnh")])
    lead_photo = facts.pop("lead_photo", None)
    story = Article.objects.create(
        headline=headline,
        created_by=by or rosa(),
        **{
            "lead": "Lúa chín vàng khắp các thung lũng.",
            "body": "<p>Bà con ra đồng từ sáng sớm.</p>",
            "section": facts.pop("section", None) or section(),
            **facts,
        },
    )
    for order, (role, name) in enumerate(credits):
        Credit.objects.create(article=story, role=role, author=author(name), order=order)
    if lead_photo:
        ArticlePhoto.objects.create(article=story, photo=lead_photo, is_lead=True)
    return story


def live_article(headline: str = "Điện Biên vào mùa gặt", at: datetime | None = None, **facts: Any) -> Article:
    """A story that readers have, since `at` (an hour ago where none is given)."""
    story = article(headline, **facts)
    story.publish(by=ed(), at=at or timezone.now() - timedelta(hours=1))
    return story
