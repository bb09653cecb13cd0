"""What every request carries: its actor and scope; and who must log in first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from accounts.scopes import scope_of
from ledger.actor import SYSTEM
from ledger.scope import NOBODY

Handler = Callable[[HttpRequest], HttpResponse]


class SessionLimits:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class LoginRequired(SessionLimits):
    pass


class ActorAndScope:
    """Puts ``request.actor`` and ``request.scope`` on the request; everything below takes those
    two values, never a user."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            request.actor, request.scope = user.actor, scope_of(user, localdate())
        else:
            request.actor, request.scope = SYSTEM, NOBODY
        return self.get_response(request)
