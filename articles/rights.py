"""Who may do what at the desk: five groups and their rights, granted by a migration; administrators may change them."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions

WRITING = ["articles.view_article", "articles.add_article", "articles.change_article", "articles.delete_article"]
READING = [
    "articles.view_photo",
    "articles.view_clip",
    "articles.view_author",
    "articles.view_section",
    "articles.view_topic",
    "articles.view_tag",
    "articles.view_houseword",
    "articles.view_official",
]
REPORTER = [*WRITING, *READING, "articles.add_photo", "articles.add_clip"]
EDITOR = [
    *REPORTER,
    "articles.edit_any_article",
    "articles.approve_article",
    "articles.publish_article",
    "articles.withdraw_article",
    "articles.change_photo",
    "articles.delete_photo",
    "articles.change_clip",
    "articles.delete_clip",
    "articles.add_author",
    "articles.change_author",
    *(f"articles.{act}_{noun}" for noun in ("topic", "tag") for act in ("add", "change")),
    *(f"articles.{act}_houseword" for act in ("add", "change", "delete")),
]
SECRETARY = [
    *EDITOR,
    "articles.destroy_article",
    "articles.delete_author",
    "articles.delete_topic",
    "articles.delete_tag",
    *(
        f"articles.{act}_{noun}"
        for noun in ("section", "page", "redirect")
        for act in ("view", "add", "change", "delete")
    ),
    "articles.view_masthead",
    "articles.arrange_frontpage",
    "articles.set_ribbon",
    "articles.view_sectionright",
    "articles.let_article_pass",
    "articles.set_gate",
    *(f"articles.{act}_official" for act in ("add", "change", "delete")),
]
GROUPS: dict[str, list[str]] = {
    "Reporter": REPORTER,
    "Editor": EDITOR,
    "Secretary": SECRETARY,
    "Moderator": ["articles.view_article"],
    "Administrator": [
        *SECRETARY,
        "articles.add_masthead",
        "articles.change_masthead",
        *(f"articles.{act}_sectionright" for act in ("add", "change", "delete")),
        "articles.redirect_elsewhere",
        *(f"auth.{act}_{noun}" for noun in ("user", "group") for act in ("view", "add", "change", "delete")),
    ],
}


def grant(apps: Any) -> None:
    """Make the groups and give them their rights; what a group has beyond them stays. May be run again.

    A right to a noun that a later migration makes waits for the grant that follows it.
    `apps` is the registry of a migration, or `django.apps.apps`.
    """
    for label in ("articles", "auth"):
        _make_permissions(apps, label)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    made = Permission.objects.filter(content_type__app_label__in=["articles", "auth"]).select_related("content_type")
    known = {f"{right.content_type.app_label}.{right.codename}": right for right in made}
    for name, rights in GROUPS.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[right] for right in rights if right in known))


def _make_permissions(apps: Any, label: str) -> None:
    """Django makes them after the last migration; a migration that grants them has to make them first."""
    config: AppConfig = apps.get_app_config(label)
    module = getattr(config, "models_module", None)
    config.models_module = module or True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = module
