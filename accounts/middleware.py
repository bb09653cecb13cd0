"""What every request carries: its actor and scope; how long a session lasts; who must log in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, now

from accounts import kept_sheets
from accounts.models import User
from accounts.open_doors import OPEN_BEFORE_NEW_PASSWORD, OPEN_DOORS
from accounts.scopes import scope_of
from accounts.views.login import login_page_for_sheet
from accounts.views.sheets import password_first
from ledger.actor import SYSTEM
from ledger.requests import HouseRequest
from ledger.scope import NOBODY

Handler = Callable[[HttpRequest], HttpResponse]

STARTED = "started"
SEEN = "seen"
STAMP_EVERY = timedelta(minutes=5)


def _stamp_login(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    at = now().isoformat()
    request.session[STARTED] = request.session[SEEN] = at


user_logged_in.connect(_stamp_login, dispatch_uid="accounts.stamp_login")


class SessionLimits:
    """Ends a session that was idle too long, or is too old. The stamp of the last request is
    written at most once in five minutes. ``request.ended_user_id`` says whose session ended, so
    that a sheet just posted goes back to nobody else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponse:
        ended_user_id = _user_id(request.session.get(SESSION_KEY))
        if request.user.is_authenticated:
            at = now()
            if self._is_over(request, at):
                logout(request)
            else:
                ended_user_id = None
                self._stamp(request, at)
        request.ended_user_id = ended_user_id
        return self.get_response(request)

    @staticmethod
    def _is_over(request: HttpRequest, at: datetime) -> bool:
        started, seen = (_read(request.session.get(name)) for name in (STARTED, SEEN))
        if started is None or seen is None:
            return True
        return at - started > timedelta(
            seconds=settings.SESSION_ABSOLUTE_SECONDS
        ) or at - seen > timedelta(seconds=settings.SESSION_IDLE_SECONDS)

    @staticmethod
    def _stamp(request: HttpRequest, at: datetime) -> None:
        seen = _read(request.session.get(SEEN))
        every = min(STAMP_EVERY, timedelta(seconds=settings.SESSION_IDLE_SECONDS / 4))
        if seen is None or at - seen >= every:
            request.session[SEEN] = at.isoformat()


class ActorAndScope:
    """Puts ``request.actor`` and ``request.scope`` on the request; everything below takes those
    two values, never a user."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            request.actor, request.scope = user.actor, scope_of(user, localdate())
        else:
            request.actor, request.scope = SYSTEM, NOBODY
        return self.get_response(request)


class LoginRequired:
    """Every page needs a login unless ``open_doors`` lists it. A form that was posted without one
    gets the login page with the typed sheet in it, and status 401: nothing was saved."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        user = request.user
        if user.is_authenticated:
            if user.must_change_password and name not in OPEN_BEFORE_NEW_PASSWORD:
                return self._password_first(request, user)
            return None
        if name in OPEN_DOORS:
            return None
        ended_user_id: int | None = getattr(request, "ended_user_id", None)
        if request.method not in ("GET", "HEAD"):
            return login_page_for_sheet(request, ended_user_id)
        query = {"next": request.get_full_path()} | ({"ended": "1"} if ended_user_id else {})
        return redirect(f"{reverse('accounts:login')}?{urlencode(query)}")

    @staticmethod
    def _password_first(request: HttpRequest, user: User) -> HttpResponse:
        """What was posted meanwhile is not lost: it waits on the page of the new password."""
        posted = request.method not in ("GET", "HEAD")
        sheet = kept_sheets.sheet_of(request, user.pk) if posted else None
        if sheet is None:
            return redirect("accounts:password")
        return password_first(request, user, sheet)


def _user_id(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isdecimal() else None


def _read(stamp: object) -> datetime | None:
    return datetime.fromisoformat(stamp) if isinstance(stamp, str) else None
