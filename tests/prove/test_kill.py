"""The server is killed while editors save: what was answered is kept, what is sent again is there once."""

from __future__ import annotations

import json
import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException

from tests.prove.desk import ADD, Desk

KILLS = 12
FACTS = """
import json
from articles.models import Article
stories = Article.objects.prefetch_related("changes", "revisions", "editions")
print(json.dumps([
    {"headline": story.headline, "status": story.status, "changes": len(story.changes.all()),
     "revisions": len(story.revisions.all()), "editions": len(story.editions.all()), "edition": story.edition_id}
    for story in stories
]))
"""


def save(desk: Desk, headline: str, kill_after: float | None = None) -> tuple[dict[str, str], bool]:
    """A new story's form as it was sent, and whether it was answered; the server is killed so many seconds after."""
    fields = desk.form(ADD) | {"headline": headline, "body": "<p>Bà con ra đồng từ sáng sớm.</p>" * 200}
    killer = threading.Timer(kill_after or 0, desk.kill)
    if kill_after is not None:
        killer.start()
    try:
        answer = desk.send(ADD, fields)
        assert "/change/" in answer, f"The desk refused a story: {answer}"
        is_answered = True
    except urllib.error.HTTPError:
        raise
    except (OSError, HTTPException):  # It was killed in the middle of it.
        is_answered = False
    if kill_after is not None:
        killer.join()
    return fields, is_answered


def test_what_the_desk_answered_is_kept_and_what_is_sent_again_is_there_once(desk: Desk) -> None:
    chance, answered, cut = random.Random(2022), list[str](), 0
    for number in range(KILLS):
        start = time.monotonic()
        answered.append(save(desk, f"Tin {number}")[0]["headline"])
        usual = time.monotonic() - start
        fields, is_answered = save(desk, f"Tin cắt {number}", kill_after=chance.uniform(0, usual))
        answered.append(fields["headline"])
        desk.start()
        if not is_answered:
            cut += 1
            desk.send(ADD, fields)
    desk.kill()
    stories = json.loads(desk.run(FACTS))
    assert cut, "No save was cut: nothing was proved."
    assert sorted(story["headline"] for story in stories) == sorted(answered)
    half = [story for story in stories if story["revisions"] != 1 or story["changes"] != 1]
    assert not half, f"Saved by halves: {half}"
