"""Who may moderate, and what a new paper's moderators begin with: words, reasons, the rules of the house."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth.management import create_permissions

WORDS = Path(__file__).parent / "moderation" / "wordlists" / "default.txt"
MODERATOR = [
    "view_comment",
    "moderate_comment",
    "sanction_writer",
    "view_sanction",
    "change_sanction",
    "view_discussion",
]
HOUSE = [
    *MODERATOR, "add_wordrule", "change_wordrule", "delete_wordrule", "view_wordrule", "add_reasontemplate",
    "change_reasontemplate", "delete_reasontemplate", "view_reasontemplate", "change_houserules", "view_houserules",
    "add_discussion", "change_discussion", "delete_discussion",
]  # fmt: skip
GROUPS = {
    "Moderator": [*MODERATOR, "view_wordrule", "view_reasontemplate"],
    "Editor": ["view_comment", "add_discussion", "change_discussion", "view_discussion"],
    "Secretary": HOUSE,
    "Administrator": HOUSE,
}
REASONS = {
    "Xúc phạm": "Bình luận có lời lẽ xúc phạm người khác.",
    "Không dấu, khó đọc": "Bình luận viết không dấu hoặc khó đọc. Bạn vui lòng viết lại bằng tiếng Việt có dấu.",
    "Quảng cáo": "Bình luận mang nội dung quảng cáo, rao bán.",
    "Ngoài chủ đề": "Bình luận không liên quan đến nội dung bài viết.",
    "Thông tin cá nhân": "Bình luận nêu thông tin cá nhân của người khác.",
    "Chưa kiểm chứng": "Bình luận nêu thông tin chưa được kiểm chứng.",
}


def grant(apps: Any) -> None:
    """Give the newsroom's groups their rights over comments; what they have beyond them stays. May be run again."""
    config = apps.get_app_config("comments")
    module = getattr(config, "models_module", None)
    config.models_module = module or True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = module
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(codename__in=codenames, content_type__app_label="comments"))


def furnish(apps: Any) -> None:
    """Words, reasons and rules that a newsroom then makes its own; nothing that is there is changed."""
    WordRule, Reason = apps.get_model("comments", "WordRule"), apps.get_model("comments", "ReasonTemplate")
    lines = (line.strip() for line in WORDS.read_text(encoding="utf-8").splitlines())
    for term in lines:
        if term and not term.startswith("#"):
            WordRule.objects.get_or_create(term=term)
    for order, (name, text) in enumerate(REASONS.items()):
        Reason.objects.get_or_create(name=name, defaults={"text": text, "order": order})
    apps.get_model("comments", "HouseRules").objects.get_or_create(pk=1)  # `Discussion.mode_of` asks this row.
