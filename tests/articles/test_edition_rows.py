"""How a published text lies in the database."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from articles.models import Edition
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_storys_text_lies_in_its_editions_row_not_elsewhere() -> None:
    """A search reads forty of them at a time: each is then one look at the disk."""
    chance = random.Random(7)
    body = " ".join("".join(chance.choices("abcdeghiklmnopqrstuvxy", k=6)) for _word in range(900))
    edition = cast.live_article("Bài dài", body=f"<p>{body}</p>").edition
    assert edition
    assert body in Edition.objects.get(pk=edition.pk).body
    outside = 0
    if connection.vendor == "postgresql":  # SQLite's rows hold all that is theirs.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_column_size(body), pg_relation_size(reltoastrelid) FROM articles_edition, pg_class"
                " WHERE articles_edition.id = %s AND pg_class.oid = 'articles_edition'::regclass",
                [edition.pk],
            )
            size, outside = cursor.fetchone()
        assert size > 2500, "It is too short to be laid elsewhere."
    assert outside == 0
