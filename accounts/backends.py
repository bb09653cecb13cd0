"""Login by folded username."""

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from words.folding import fold


class FoldedUsernameBackend(ModelBackend):
    """``UserManager.get_by_natural_key`` folds, so ``ModelBackend`` finds "Hoa" by "hoa"."""


def lockout_name(request: HttpRequest | None, credentials: dict[str, str] | None) -> str | None:
    """The name under which failed logins are counted: "Hoa" and "hoa" are one account."""
    given = credentials or (request.POST if request else {})
    username = given.get("username")
    return None if username is None else fold(username)
