"""Passwords: changed by oneself, or set with a one-time link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as begin_session
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import actions, kept_sheets
from accounts.forms import ChangePasswordForm, NewPasswordForm
from accounts.models import Invitation, User
from accounts.views.login import BACKEND
from accounts.views.sheets import password_page, unsaved_page


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (LoginRequired lets nobody else in)
    form = ChangePasswordForm(user, request.POST if request.method == "POST" else None)
    sheet = kept_sheets.unseal(request.POST.get(kept_sheets.FIELD, ""))
    if sheet is not None and not sheet.belongs_to(user.pk):
        sheet = None
    if request.method == "POST" and form.is_valid():
        user = actions.change_password(
            user=user, password=form.cleaned_data["new_password"], at=now()
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed."))
        if sheet is not None:
            return unsaved_page(request, sheet)
        return redirect(settings.LOGIN_REDIRECT_URL)
    status = 422 if form.errors else 200
    return password_page(request, user, form, sheet=sheet, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    link = Invitation.objects.select_related("user").filter(
        token_hash=actions.hash_of(token)
    ).first()  # fmt: skip
    if link is None:
        return _closed(request, _("This link is not known. Check that it is complete."), 404)
    if not Invitation.objects.usable(now()).filter(pk=link.pk).exists():
        return _no_longer(request)
    form = NewPasswordForm(link.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.use_link(
                invitation=link, password=form.cleaned_data["new_password"], at=now()
            )
        except actions.LinkNotUsable:
            return _no_longer(request)
        begin_session(request, user, backend=BACKEND)
        messages.success(request, _("Your password is set. Welcome!"))
        return redirect(settings.LOGIN_REDIRECT_URL)
    status = 422 if form.errors else 200
    context = {"form": form, "link": link}
    return render(request, "accounts/invitation.html", context, status=status)


def _no_longer(request: HttpRequest) -> HttpResponse:
    sentence = _("This link was already used or has run out. Ask your administrator for a new one.")
    return _closed(request, sentence, 410)


def _closed(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "accounts/link_closed.html", {"sentence": sentence}, status=status)
