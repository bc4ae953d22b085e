"""The desk's buttons: each calls a verb of the story and says in a sentence what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin import notes
from articles.models import Article, Masthead, Status, Steps, powers_of
from articles.models.chain import PASSED
from articles.text import coming_date

UNPUBLISHED = frozenset({Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.APPROVED})


def _submit(request: HttpRequest, story: Article) -> str:
    story.submit(by=request.user)
    return _t("Submitted: the editors will see it.")


def _return(request: HttpRequest, story: Article) -> str:
    story.send_back(by=request.user, reason=request.POST.get("return_reason", ""))
    return _t("Returned to its writer with your reason.")


def _approve(request: HttpRequest, story: Article) -> str:
    story.approve(by=request.user)
    return _t("Approved.")


def _publish(request: HttpRequest, story: Article) -> str:
    """Readers have it from now on; a story that was to wait waits no longer."""
    had_it = story.is_live()
    if had_it and not story.has_unpublished_edits:
        return _t("Readers have this text already: nothing had changed.")
    story.publish(by=request.user, at=timezone.now() if story.is_scheduled() else None)
    return _t("Updated: readers now have this text.") if had_it else _t("Published: readers have it.")


def _schedule(request: HttpRequest, story: Article) -> str:
    at = _moment(request.POST.get("publish_at", ""))
    if at <= timezone.now():
        raise ValidationError(_t("That moment has passed. Choose a later one, or publish now."))
    story.publish(by=request.user, at=at)
    return _t("Scheduled: readers will have it at %(moment)s.") % {"moment": coming_date(at)}


def _pass(request: HttpRequest, story: Article) -> str:
    story.let_pass(by=request.user, reason=request.POST.get("pass_reason", ""))
    return _t("This text may go out as it is; once it is changed it is looked at again.")


def _withdraw(request: HttpRequest, story: Article) -> str:
    story.withdraw(by=request.user, reason=request.POST.get("withdraw_reason", ""))
    return _t("Withdrawn: readers no longer have it.")


def _bring_back(request: HttpRequest, story: Article) -> str:
    story.bring_back(by=request.user)
    return _t("Brought back: readers have it again, as they last had it.")


def _end(request: HttpRequest, story: Article) -> str:
    until = _moment_or_none(request, "live_until")
    story.end_at(until, by=request.user)
    if until is None:
        return _t("The story has no take-down time: it stays until somebody withdraws it.")
    return _t("The story comes down by itself at %(moment)s.") % {"moment": coming_date(until)}


def _embargo(request: HttpRequest, story: Article) -> str:
    """Who may write the story may promise to hold it back; to break a promise takes an editor."""
    until, before = _moment_or_none(request, "embargo_until"), story.embargo_until
    is_less = before is not None and (until is None or until < before)
    if is_less and not story.lets(request.user, "approve"):
        raise ValidationError(_t("Only an editor lifts or shortens an embargo."))
    story.embargo(until, by=request.user)
    if until is None:
        return _t("The embargo is lifted.")
    return _t("Under embargo: the story can't reach readers before %(moment)s.") % {"moment": coming_date(until)}


def _moment_or_none(request: HttpRequest, name: str) -> datetime | None:
    typed = request.POST.get(name, "").strip()
    return _moment(typed) if typed else None


def _moment(typed: str) -> datetime:
    try:
        found = parse_datetime(typed)
        moment = timezone.make_aware(found) if found and timezone.is_naive(found) else found
        if moment and 2000 < moment.year < 2200:
            return moment
    except (ValueError, OverflowError):  # No such day, or a year beyond the calendar: the sentence below says so.
        pass
    raise ValidationError(_t("Choose a day and a time."))


@dataclass(frozen=True)
class Verb:
    """A button: the states in which it is shown, the right it needs, what is asked beside it."""

    name: str
    label: Any
    do: Callable[[HttpRequest, Article], str]
    states: frozenset[str]
    right: str = ""
    asks: str = ""
    hint: Any = ""
    is_moment: bool = False


VERBS = {
    verb.name: verb
    for verb in (
        Verb("submit", _("Submit"), _submit, frozenset({Status.DRAFT, Status.RETURNED})),
        Verb("approve", _("Approve"), _approve, UNPUBLISHED, "approve"),
        Verb("publish", _("Publish"), _publish, frozenset(Status.values), "publish"),
        Verb(
            "schedule",
            _("Schedule"),
            _schedule,
            frozenset(Status.values),
            "publish",
            asks="publish_at",
            hint=_("Readers get the story at"),
            is_moment=True,
        ),
        Verb(
            "return",
            _("Return"),
            _return,
            frozenset({Status.SUBMITTED, Status.APPROVED}),
            "approve",
            asks="return_reason",
            hint=_("Why? The writer reads it."),
        ),
        Verb(
            "pass",
            _("Let it pass"),
            _pass,
            frozenset(Status.values),
            "pass",
            asks="pass_reason",
            hint=_("Why may it go out all the same? It is kept with the story."),
        ),
        Verb(
            "withdraw",
            _("Withdraw"),
            _withdraw,
            frozenset({Status.PUBLISHED}),
            "withdraw",
            asks="withdraw_reason",
            hint=_("Why? It is kept with the story."),
        ),
        Verb("bring_back", _("Bring back"), _bring_back, frozenset({Status.WITHDRAWN}), "publish"),
        Verb(
            "end",
            _("Take-down time"),
            _end,
            frozenset(Status.values),
            "withdraw",
            asks="live_until",
            hint=_("The story comes down by itself at (empty: it stays)"),
            is_moment=True,
        ),
        Verb(
            "embargo",
            _("Embargo"),
            _embargo,
            frozenset(Status.values),
            asks="embargo_until",
            hint=_("Not to reach readers before (empty: no embargo)"),
            is_moment=True,
        ),
    )
}


def may(verb: Verb, user: Any, story: Article | None = None) -> bool:
    """The right to a verb: somewhere in the paper, or with this story. Who may write on a story may submit it."""
    if verb.right == "pass":
        return user.has_perm("articles.let_article_pass") and may(VERBS["publish"], user, story)
    if story is None or not story.pk:
        return not verb.right or powers_of(user).may_somewhere(verb.right)
    return story.lets(user, verb.right) if verb.right else story.is_editable_by(user)


def offered(story: Article, user: Any, paper: Masthead, is_blocked: bool = False) -> list[dict[str, Any]]:
    """The buttons that make sense for this story, person and paper, in order; `is_blocked` by what may be let pass."""
    return [
        {
            "name": verb.name,
            "label": _t("Update story") if verb.name == "publish" and story.is_live() else verb.label,
            "asks": verb.asks,
            "hint": verb.hint,
            "is_moment": verb.is_moment,
            "value": _known(verb.asks, story),
        }
        for verb in VERBS.values()
        if (verb.name != "pass" or is_blocked)
        and (may(verb, user, story) and story.status in verb.states and _fits(verb.name, story, user, paper))
    ]


def _fits(name: str, story: Article, user: Any, paper: Masthead) -> bool:
    """Whether this paper has the step, and the story has come to it."""
    match name:
        case "submit":
            return paper.steps > Steps.ONE or not may(VERBS["publish"], user, story)
        case "approve":
            is_due = paper.steps == Steps.THREE and (paper.may_skip or story.status == Status.SUBMITTED)
            return (is_due or story.status == Status.APPROVED) and _has_something_to_approve(story, user, paper)
        case "publish" | "schedule":
            has_come = paper.may_skip or story.status in PASSED[Steps(paper.steps)]
            return has_come and not (name == "schedule" and story.is_live())
        case "bring_back":
            return story.gone_at is not None
        case "embargo":
            return not story.is_live() and not story.is_past()
    return True


def _known(asks: str, story: Article) -> datetime | None:
    """The moment that a button's field shows already."""
    if asks == "publish_at":
        return None if story.is_live() else story.published_at
    return getattr(story, asks) if asks in {"live_until", "embargo_until"} else None


def _has_something_to_approve(story: Article, user: Any, paper: Masthead) -> bool:
    is_own = paper.needs_another and story.pk and story.is_work_of(user)
    return not is_own and (story.status != Status.APPROVED or not story.is_approved_as_it_stands())


def asked(request: HttpRequest, story: Article | None = None) -> Verb | None:
    """The verb whose button was pressed; None for a plain save. Raises PermissionDenied without the right to it."""
    name = request.POST.get("_verb", "")
    if name in {"", "preview", "autosave"} or notes.asked(request):
        return None
    verb = VERBS.get(name)
    if verb is None or not may(verb, request.user, story):
        raise PermissionDenied
    return verb


def act(request: HttpRequest, verb: Verb, story: Article, naming: bool = False) -> bool:
    """Do it and say so; a refusal becomes sentences, and what was saved stays saved."""
    prefix = f"{story}: " if naming else ""
    try:
        if not may(verb, request.user, story):  # Many at once; or the save has moved it to another section.
            raise ValidationError(_t("You have no right to that in the section where this story stands."))
        said = verb.do(request, story)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, f"{prefix}{sentence}")
        return False
    messages.success(request, f"{prefix}{said}")
    return True
