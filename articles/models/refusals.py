"""What a story refuses, and how it says so."""

from django.core.exceptions import ValidationError


class Stale(Exception):
    """Somebody else has saved the story since this person opened it."""


class NotReady(ValidationError):
    """The story can't be published yet; `messages` says what is missing, a sentence each."""


class NotNow(ValidationError):
    """The act doesn't fit the story's state."""
