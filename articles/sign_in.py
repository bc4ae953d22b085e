"""Who may sign in, and how often one may try."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import SignIn
from articles.models.powers import asked_for

WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=30)
PER_ACCOUNT = 10
PER_ADDRESS = 50


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"articles.sign_in.{kind}", value, algorithm="sha256").hexdigest()


def account_hash(username: str) -> str:
    return _hash("account", username.strip().casefold())


def address_hash(address: str) -> str:
    """Of an IPv6 address its /64 counts: one house has 2^64 of them. What is no address counts as one."""
    try:
        found = ip_address(address)
    except ValueError:
        return _hash("address", "unknown")
    if found.version == 6 and not found.ipv4_mapped:
        return _hash("address", str(ip_network((found, 64), strict=False)))
    return _hash("address", str(found.ipv4_mapped if found.version == 6 else found))


class Try:
    """One try, counted before the password is looked at, so that a hundred at once are a hundred."""

    def __init__(self, username: str, address: str, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        self.row = SignIn.objects.create(
            account=account_hash(username), address=address_hash(address), succeeded=False, at=self.now
        )

    def refused_until(self) -> datetime | None:
        """When one may try again; None where one may try now."""
        others = SignIn.objects.filter(succeeded=False, at__gt=self.now - WINDOW).exclude(pk=self.row.pk)
        of_account, from_here = others.filter(account=self.row.account), others.filter(address=self.row.address)
        found = [_full(from_here, PER_ADDRESS), _full(of_account.filter(address=self.row.address), PER_ACCOUNT)]
        if not self._is_known():
            found.append(_full(of_account, PER_ACCOUNT))
        return max((until for until in found if until), default=None)

    def _is_known(self) -> bool:
        """The account has been signed in to from this address lately: an attacker elsewhere can't shut it out."""
        return SignIn.objects.filter(
            account=self.row.account, address=self.row.address, succeeded=True, at__gt=self.now - KEPT
        ).exists()

    def forget(self) -> None:
        """A refused try isn't counted: refusal ends by itself."""
        self.row.delete()

    def succeed(self) -> None:
        SignIn.objects.filter(pk=self.row.pk).update(succeeded=True)
        SignIn.objects.filter(at__lt=self.now - KEPT).delete()


def _full(failures: Any, most: int) -> datetime | None:
    """When the oldest of the `most` latest failures no longer counts; None where there are fewer."""
    moments: Iterable[datetime] = failures.order_by("-at").values_list("at", flat=True)[:most]
    found = list(moments)
    return found[-1] + WINDOW if len(found) == most else None


class GuardedBackend(ModelBackend):
    """Django's own backend; trying is throttled per account and address.

    Known and unknown names answer alike: the hasher runs once, whatever happens.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        if request is None or not username or password is None:
            return super().authenticate(request, username, password, **kwargs)
        this = Try(username, request.META.get("REMOTE_ADDR", ""))
        until = this.refused_until()
        if until:
            this.forget()
            make_password(password)
            request.refused_until = until  # type: ignore[attr-defined]  # The form says when to try again.
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if user is not None:
            this.succeed()
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """With what the sections' rows say, in one query: every page of the desk asks for both."""
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        return asked_for(user_obj).permissions
