"""The desk's door: it opens for the right person, and closes on those who guess."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import SignIn
from articles.sign_in import address_hash
from tests import cast

pytestmark = pytest.mark.django_db
DOOR = "/quan-tri/login/"


def tried(name: str, password: str, address: str = "203.0.113.5", **headers: str):
    return Client(REMOTE_ADDR=address, **headers).post(DOOR, {"username": name, "password": password})


def is_in(response) -> bool:
    return response.status_code == 302


def guessed(name: str, times: int, address: str = "203.0.113.5", **headers: str) -> None:
    for number in range(times):
        tried(name, f"guess {number}", address, **headers)


def test_the_right_password_opens() -> None:
    cast.ed()
    assert is_in(tried("ed", cast.PASSWORD))


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example/", ""])
def test_whoever_signs_in_stays_in_the_house(elsewhere: str) -> None:
    cast.ed()
    response = Client().post(DOOR, {"username": "ed", "password": cast.PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == "/quan-tri/"


def test_after_ten_failures_the_right_password_is_refused_too_and_the_page_says_until_when() -> None:
    cast.ed()
    guessed("ed", 10)
    response = tried("ed", cast.PASSWORD)
    assert not is_in(response)
    until = timezone.localtime(SignIn.objects.order_by("at").first().at + timedelta(minutes=10))
    assert f"{until:%H:%M:%S}" in response.content.decode()


def test_ten_failures_from_many_addresses_close_the_account_to_strangers() -> None:
    cast.ed()
    for number in range(10):
        guessed("ed", 1, f"198.51.100.{number}")
    assert not is_in(tried("ed", cast.PASSWORD, "198.51.100.99"))


def test_an_attacker_cannot_keep_the_editor_out_of_the_usual_address() -> None:
    cast.ed()
    assert is_in(tried("ed", cast.PASSWORD, "192.0.2.1"))
    guessed("ed", 12, "203.0.113.66")
    assert is_in(tried("ed", cast.PASSWORD, "192.0.2.1"))


def test_even_from_the_usual_address_ten_failures_are_enough() -> None:
    cast.ed()
    tried("ed", cast.PASSWORD, "192.0.2.1")
    guessed("ed", 10, "192.0.2.1")
    assert not is_in(tried("ed", cast.PASSWORD, "192.0.2.1"))


def test_a_forged_forwarding_header_makes_no_new_address() -> None:
    cast.ed()
    for number in range(10):
        guessed("ed", 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert SignIn.objects.values("address").distinct().count() == 1
    assert not is_in(tried("ed", cast.PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.77"))


def test_one_address_that_tries_many_names_is_refused() -> None:
    cast.ed()
    for number in range(50):
        guessed(f"name{number}", 1)
    assert not is_in(tried("ed", cast.PASSWORD))


def test_refusal_ends_by_itself() -> None:
    cast.ed()
    guessed("ed", 10)
    assert not is_in(tried("ed", cast.PASSWORD))
    SignIn.objects.update(at=timezone.now() - timedelta(minutes=10, seconds=1))
    assert is_in(tried("ed", cast.PASSWORD))


def test_names_differing_in_case_are_one_account() -> None:
    cast.ed()
    guessed("ED", 5)
    guessed("ed ", 5)
    assert not is_in(tried("ed", cast.PASSWORD))


def test_known_and_unknown_names_answer_alike_open_and_closed() -> None:
    cast.ed()

    def answers(name: str) -> list[tuple[int, str]]:
        found = []
        for number in range(11):
            response = tried(name, f"guess {number}", f"203.0.113.{len(name)}")
            form = response.context["form"]
            error = form.errors.as_data()["__all__"][0]
            found.append((response.status_code, error.code))
        return found

    assert answers("ed") == answers("nobody")


def test_the_hasher_runs_once_for_every_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a, **k: runs.append("x") or encode(self, *a, **k))
    cast.ed()
    counts = []
    for name, times in (("ed", 10), ("ed", 1), ("nobody", 10), ("nobody", 1)):
        for _try in range(times):
            runs.clear()
            tried(name, "wrong", f"203.0.113.{len(name)}")
            counts.append(len(runs))
    assert set(counts) == {1}


def test_neither_name_nor_address_is_kept_in_clear() -> None:
    guessed("ed", 1, "203.0.113.5")
    row = SignIn.objects.get()
    assert {len(row.account), len(row.address)} == {64}
    assert "203.0.113.5" not in row.address


def test_a_house_with_ipv6_is_one_address() -> None:
    assert address_hash("2001:db8:1:2::1") == address_hash("2001:db8:1:2:ffff::9")
    assert address_hash("2001:db8:1:2::1") != address_hash("2001:db8:1:3::1")
    assert address_hash("::ffff:192.0.2.1") == address_hash("192.0.2.1")


def test_rows_of_more_than_thirty_days_go() -> None:
    cast.ed()
    guessed("ed", 1)
    SignIn.objects.update(at=timezone.now() - timedelta(days=31))
    tried("ed", cast.PASSWORD)
    assert SignIn.objects.filter(succeeded=False).count() == 0


@pytest.mark.parametrize("name", ["", "\x00ed", "a" * 5000, "'; drop table", "<script>"])
def test_nonsense_at_the_door_is_answered_in_words(name: str) -> None:
    assert tried(name, "x").status_code == 200


def test_a_person_taken_off_the_staff_is_out_at_once() -> None:
    client = Client()
    client.force_login(cast.ed())
    assert client.get("/quan-tri/").status_code == 200
    User.objects.filter(username="ed").update(is_active=False)
    assert client.get("/quan-tri/").status_code == 302
