"""Readers' words and what was decided about them."""

from comments.models.comment import AlreadyDecided, Comment
from comments.models.decision import Actor, Decision
from comments.models.discussion import Discussion, HouseRules, Mode
from comments.models.outbox import Letter
from comments.models.privacy import HashKey
from comments.models.report import Report
from comments.models.sanction import Sanction
from comments.models.shelf import State
from comments.models.word_rule import ReasonTemplate, WordRule

__all__ = [
    "Actor",
    "AlreadyDecided",
    "Comment",
    "Decision",
    "Discussion",
    "HashKey",
    "HouseRules",
    "Letter",
    "Mode",
    "ReasonTemplate",
    "Report",
    "Sanction",
    "State",
    "WordRule",
]
