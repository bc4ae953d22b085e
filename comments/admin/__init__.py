"""The moderators' desk."""

from comments.admin import comment, house

__all__ = ["comment", "house"]
