"""The publish gate: what the rules find in a story, what of it stands in its way, and who let it pass all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models.history import Action
from articles.models.masthead import Masthead
from articles.models.refusals import NotNow
from articles.models.rules import RULES, Level, Look, Rule


@dataclass(frozen=True)
class Finding:
    rule: Rule
    level: Level
    sentence: str

    @property
    def blocks(self) -> bool:
        return self.level == Level.BLOCK


class Gated(models.Model):
    # The story's own, in article.py.
    version: Any
    changes: Any
    _locked: Any
    _record: Any

    class Meta:
        abstract = True

    def findings(
        self, by: Any = None, paper: Masthead | None = None, look: Look | None = None, rules: Iterable[Rule] = RULES
    ) -> list[Finding]:
        """What the paper's rules say of the story as it stands on the desk: what blocks first. A few queries, fewer
        where a `look` knows some of it already."""
        paper = paper or Masthead.current()
        look = look or Look(self, paper, by)
        found = [
            Finding(rule, level, sentence)
            for rule in rules
            if (level := paper.level_of(rule)) != Level.OFF
            for sentence in rule.find(look)
        ]
        return sorted(found, key=lambda finding: not finding.blocks)

    def missing(self, by: Any = None, paper: Masthead | None = None) -> list[str]:
        """What stands between the story and its readers, a sentence each; empty when it may go out."""
        blocking = [finding for finding in self.findings(by, paper) if finding.blocks]
        passes = any(not finding.rule.is_fixed for finding in blocking) and self.pass_given() is not None
        return [finding.sentence for finding in blocking if finding.rule.is_fixed or not passes]

    def pass_given(self) -> Any:
        """The row that says who let this very text pass, and why; None where nobody has."""
        return self.changes.filter(action=Action.PASSED, version=self.version).select_related("by").first()

    def let_pass(self, by: Any, reason: str, at: datetime | None = None) -> None:
        """Let this text go out in spite of what the rules hold against it; an edited one is looked at again.

        The reason is kept with what stood in the way. Once a version.
        """
        if not reason.strip():
            raise NotNow(_t("Say why the story may go out all the same: it is kept with the story."))
        with self._locked():
            if self.pass_given():
                return
            found = [each.sentence for each in self.findings(by) if each.blocks and not each.rule.is_fixed]
            if not found:
                raise NotNow(_t("Nothing stands in the way that could be let pass."))
            self._record(
                Action.PASSED, by, at or timezone.now(), "\n".join([reason.strip(), *(f"– {s}" for s in found)])
            )
