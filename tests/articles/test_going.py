"""Before something is deleted: what goes along, what is in the way, which right is missing."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission, User

from articles.admin import going
from articles.models import Section, SectionRight
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.django_db


def page(address: str, person: User) -> str:
    html = desk.signed_in(person).get(f"/quan-tri/{address}/delete/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition('id="content"')[2]))


def test_what_holds_on_to_a_section_is_counted_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going, "COUNTED", 2)
    monkeypatch.setattr(going, "NAMED", 2)
    section, ada = cast.section("Y tế"), cast.ada()
    for n in range(3):
        cast.live_article(f"Bài {n}", section=section)
    Section.objects.create(name="Bên trong", slug="ben-trong", parent=section)
    said = page(f"articles/section/{section.pk}", ada)
    assert re.search(r"Bài viết: hơn 2 (Bài \d ){2}…", said)
    assert "Chuyên mục: 1 Bên trong" in said
    desk.signed_in(ada).post(f"/quan-tri/articles/section/{section.pk}/delete/", {"post": "yes"})
    assert Section.objects.filter(pk=section.pk).exists()


def test_rights_go_along_with_a_person_and_want_the_right_to_delete_them() -> None:
    gone, ada, section = User.objects.create(username="cu", is_staff=True), cast.ada(), cast.section("Y tế")
    SectionRight.objects.create(user=gone, section=section)
    assert "Quyền theo chuyên mục: 1 cu: Y tế" in page(f"auth/user/{gone.pk}", ada)
    may = Permission.objects.filter(codename__in=["delete_user", "view_user"])
    keeper = User.objects.create(username="giu", is_staff=True)
    keeper.user_permissions.set(may)
    address = f"/quan-tri/auth/user/{gone.pk}/delete/"
    assert "Không thể xóa người dùng" in page(f"auth/user/{gone.pk}", keeper)
    assert desk.signed_in(keeper).post(address, {"post": "yes"}).status_code == 403
    assert desk.signed_in(ada).post(address, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=gone.pk).exists()
