"""One login for each role of the newsroom, with passwords that nobody could guess, shown once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_noop

from articles.models import Author
from articles.models.darkroom import ALPHABET

# username, group, what the role is called, the demo author who writes under this login
ROLES = (
    ("admin", "Administrator", gettext_noop("Administrator"), ""),
    ("thu-ky", "Secretary", gettext_noop("Secretary"), ""),
    ("bien-tap", "Editor", gettext_noop("Editor"), ""),
    ("phong-vien", "Reporter", gettext_noop("Reporter"), "duc-hanh"),
    ("kiem-duyet", "Moderator", gettext_noop("Moderator"), ""),
)


@dataclass(frozen=True)
class Login:
    user: User
    role: str
    password: str


def create() -> list[Login]:
    """The five logins. `admin` may do everything."""
    made = []
    for username, group, role, author in ROLES:
        password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(3))
        is_admin = username == "admin"
        user = User(username=username, is_staff=True, is_superuser=is_admin)
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get(name=group))
        Author.objects.filter(slug=author, user=None).update(user=user)
        made.append(Login(user, role, password))
    return made
