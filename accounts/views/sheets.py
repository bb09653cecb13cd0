"""The pages that carry a kept sheet on: to be saved again, or behind a new password."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from accounts import kept_sheets
from accounts.forms import ChangePasswordForm
from accounts.kept_sheets import KeptSheet
from accounts.models import User


def unsaved_page(request: HttpRequest, sheet: KeptSheet, status: int = 200) -> HttpResponse:
    """The sheet with one button that sends it once more."""
    context = {"sheet": sheet, "away": resolve_url(settings.LOGIN_REDIRECT_URL)}
    response = render(request, "accounts/unsaved_sheet.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def password_page(
    request: HttpRequest,
    user: User,
    form: ChangePasswordForm,
    *,
    sheet: KeptSheet | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form of a new password; ``sheet`` travels in it and is offered again afterwards."""
    text, too_large = "", False
    try:
        text = kept_sheets.seal(sheet) if sheet else ""
    except kept_sheets.TooLarge:
        too_large = True
    context = {"form": form, "user": user, "sheet": text, "too_large": too_large}
    response = render(request, "accounts/password.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def password_first(request: HttpRequest, user: User, sheet: KeptSheet) -> HttpResponse:
    """The answer to a form posted by someone who has to choose a password before anything else.
    403, so that a program that posted it knows that nothing was saved."""
    return password_page(request, user, ChangePasswordForm(user), sheet=sheet, status=403)
