"""The server is killed while a story saves itself, and raced by two hands: what was answered is there, never under
another's text."""

from __future__ import annotations

import json
import random
import threading
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any

from tests.prove.desk import ADD, Desk

AUTOSAVES, KILLS, RACES = 1000, 8, 100
KEPT = """
import json
from articles.models import Article, Revision
rows = Revision.objects.order_by("version").values_list("article_id", "version", "content__headline")
print(json.dumps({"stories": list(Article.objects.values("pk", "headline", "version")), "revisions": list(rows)}))
"""


def autosave(desk: Desk, path: str, fields: dict[str, str]) -> dict[str, Any] | None:
    """What the desk answered; None where no answer came. A refusal has its number as `status`."""
    data = urllib.parse.urlencode(fields | {"_verb": "autosave"}).encode()
    try:
        with desk.open(f"http://127.0.0.1:{desk.port}{path}", data, timeout=20) as answer:
            return {"status": 200, **json.loads(answer.read())}
    except urllib.error.HTTPError as refused:
        return {"status": refused.code}
    except (OSError, HTTPException):
        return None


def kept(desk: Desk) -> Any:
    return json.loads(desk.run(KEPT))


def test_every_acknowledged_autosave_of_a_thousand_is_there(desk: Desk) -> None:
    chance, acknowledged, cut = random.Random(2026), list[str](), 0
    fields, path = desk.form(ADD), ADD
    deaths = set(chance.sample(range(10, AUTOSAVES), KILLS))
    for number in range(AUTOSAVES):
        fields["headline"] = f"Tít {number}"
        killer = threading.Timer(chance.uniform(0, 0.03), desk.kill)
        if number in deaths:
            killer.start()
        answer = autosave(desk, path, fields)
        if number in deaths:
            killer.join()
            desk.start()
        if answer is None:  # As the page does: from the copy in the browser, on the version that is there.
            cut += 1
            fields["version"] = desk.form(path)["version"] if path != ADD else "1"
            answer = autosave(desk, path, fields)
        assert answer, number
        assert answer["status"] == 200, f"{number}: {answer}"
        acknowledged.append(fields["headline"])
        fields["version"], path = str(answer["version"]), answer["address"]
    desk.kill()
    found = kept(desk)
    print(f"{AUTOSAVES} autosaves, {KILLS} kills, {cut} cut; {len(found['revisions'])} states kept")
    assert cut, "No autosave was cut: nothing was proved."
    assert [story["headline"] for story in found["stories"]] == [f"Tít {AUTOSAVES - 1}"]
    assert {headline for _story, _version, headline in found["revisions"]} >= set(acknowledged)


def test_of_two_saves_at_once_neither_overwrites_the_other_in_silence(desk: Desk) -> None:
    """Each hand changes the headline: whoever is refused is told, and nobody's accepted text is missing."""
    first = autosave(desk, ADD, desk.form(ADD) | {"headline": "Đầu"})
    assert first
    path, accepted = first["address"], ["Đầu"]
    with ThreadPoolExecutor(2) as hands:
        for race in range(RACES):
            fields = desk.form(path)
            sent = [fields | {"headline": f"{hand} {race}"} for hand in ("Trái", "Phải")]
            together = threading.Barrier(2)

            def save(typed: dict[str, str], together: threading.Barrier = together) -> int:
                together.wait()
                return (autosave(desk, path, typed) or {"status": 0})["status"]

            answers = list(hands.map(save, sent))
            assert sorted(answers) == [200, 409], f"race {race}: {answers}"
            accepted += [typed["headline"] for typed, status in zip(sent, answers, strict=True) if status == 200]
    assert [headline for _story, _version, headline in kept(desk)["revisions"]] == accepted


def test_four_first_saves_at_once_make_one_story(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as hands:
        for race in range(20):
            fields = desk.form(ADD) | {"headline": f"Một bài {race}"}
            together = threading.Barrier(4)

            def save(_hand: int, fields: dict[str, str] = fields, together: threading.Barrier = together) -> int:
                together.wait()
                return (autosave(desk, ADD, fields) or {"status": 0})["status"]

            assert set(hands.map(save, range(4))) <= {200, 409}
    stories = kept(desk)["stories"]
    assert sorted(story["headline"] for story in stories) == sorted(f"Một bài {race}" for race in range(20))
