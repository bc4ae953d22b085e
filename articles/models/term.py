"""The paper's vocabulary: how its stories write a word, or two that stand side by side."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """A row while a published story uses it, kept current with the search index by `articles.models.indexing`.

    Read by `folded`, the key's first part. `stories` weighs one way of writing against another; whether readers would
    find any is asked of the index itself, for a scheduled story's words are here before it is live.
    """

    pk = models.CompositePrimaryKey("folded", "written")
    folded = models.CharField(max_length=100)
    written = models.CharField(max_length=100)
    stories = models.IntegerField()

    class Meta:
        verbose_name = _("term of the vocabulary")
        verbose_name_plural = _("terms of the vocabulary")
        default_permissions = ()

    def __str__(self) -> str:
        return self.written
