"""Coming in, going out, and the sheet that outlives its session."""

from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import login as begin_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.defaults import permission_denied

from accounts import kept_sheets
from accounts.forms import LoginForm
from accounts.kept_sheets import KeptSheet
from accounts.open_doors import OPEN_DOORS
from accounts.views.sheets import password_first, unsaved_page

BACKEND = "accounts.backends.FoldedUsernameBackend"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(_next(request))
        return _login_page(request, LoginForm(request))
    if "again" in request.POST:  # From the page of a locked-out login, with a sheet only.
        return _login_page(request, LoginForm(request))
    form = LoginForm(request, request.POST)
    if not form.is_valid() or form.user is None:
        return _login_page(request, form, status=422)
    begin_session(request, form.user)
    sheet = kept_sheets.unseal(request.POST.get(kept_sheets.FIELD, ""))
    if sheet is not None and sheet.belongs_to(form.user.pk):
        if form.user.must_change_password:
            return password_first(request, form.user, sheet)
        return unsaved_page(request, sheet)
    return redirect(_next(request))


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the session and wipes what the browser kept of it: pages and drafts."""
    end_session(request)
    response = redirect("accounts:login")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def login_page_for_sheet(request: HttpRequest, ended_user_id: int | None) -> HttpResponse:
    """The answer to a form posted without a session. 401 and not 200, so that a program that
    posted it knows that nothing was saved; browsers show the page."""
    response = _login_page(
        request, LoginForm(request), sheet=kept_sheets.sheet_of(request, ended_user_id), status=401
    )
    response.headers["WWW-Authenticate"] = 'Form realm="giothong"'
    response.headers["Cache-Control"] = "no-store"
    return response


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """After too many failed logins: when to try again, and whom to ask. A kept sheet stays."""
    pause = get_cool_off(request)
    context = {
        "again_at": localtime(now() + pause) if pause else None,
        "sheet": request.POST.get(kept_sheets.FIELD, ""),
        "next": request.POST.get("next", ""),
    }
    return render(request, "accounts/locked_out.html", context, status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is older than the present login, as when one logged in again in another
    tab. The sheet is shown to be sent once more; never one that another site sent."""
    match = _match_of(request.path_info)
    if match in OPEN_DOORS or match == "accounts:logout":
        return redirect("accounts:login")
    if not _is_own_page(request):
        return permission_denied(request, PermissionError(reason))
    if not request.user.is_authenticated:
        return login_page_for_sheet(request, getattr(request, "ended_user_id", None))
    sheet = kept_sheets.sheet_of(request, None)
    if sheet is None:
        return permission_denied(request, PermissionError(reason))
    return unsaved_page(request, sheet, status=403)


def _login_page(
    request: HttpRequest, form: LoginForm, *, sheet: KeptSheet | None = None, status: int = 200
) -> HttpResponse:
    text, too_large = request.POST.get(kept_sheets.FIELD, ""), False
    if status == 401:
        text = ""
        try:
            text = kept_sheets.seal(sheet) if sheet else ""
        except kept_sheets.TooLarge:
            too_large = True
    context = {
        "form": form,
        "sheet": text if kept_sheets.unseal(text) else "",
        "too_large": too_large,
        "ended": "ended" in request.GET or status == 401,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    if status == 401:
        context["next"] = ""
    return render(request, "accounts/login.html", context, status=status)


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next", "")
    if address and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _match_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _is_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == own
