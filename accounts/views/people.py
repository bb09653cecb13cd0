"""The administrators' pages: who works here, as what, and how they come in."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.forms import EndForm, JobForm, LockForm, PeopleFilter, PersonForm
from accounts.models import Membership, User
from directory.paging import page_of
from ledger.actions import KeyUsedBefore, Stale
from ledger.forms import TrackedForm
from ledger.requests import HouseRequest
from ledger.scope import Verb


@require_safe
def people(request: HouseRequest) -> HttpResponse:
    _administrators_only(request)
    form = PeopleFilter(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = User.objects.visible_to(request.scope).matching(text)
    page = page_of(
        found,
        column="folded_name",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    ids = [person.pk for person in page.rows]
    jobs: dict[int, list[Membership]] = {pk: [] for pk in ids}
    seen = Membership.objects.visible_to(request.scope).not_ended(localdate())
    for job in seen.filter(user__in=ids).with_links().order_by("organisation__folded", "pk"):
        jobs[job.user_id].append(job)
    rows = [(person, jobs[person.pk]) for person in page.rows]
    return render(
        request, "accounts/people.html", {"rows": rows, "page": page, "form": form, "q": text}
    )


@require_safe
def person(request: HouseRequest, pk: int) -> HttpResponse:
    someone = _person(request, pk)
    scope, today = request.scope, localdate()
    jobs = Membership.objects.visible_to(scope).filter(user=someone).with_links()
    editable = Membership.objects.editable_by(scope).filter(user=someone).not_ended(today)
    context = {
        "person": someone,
        "jobs": jobs.order_by("-valid_from", "-pk"),
        "may_end": set()
        if _oneself(request, someone)
        else set(editable.values_list("pk", flat=True)),
        "manageable": _manageable(request, someone),
        "oneself": _oneself(request, someone),
        "joined": someone.has_usable_password(),
        "today": today,
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HouseRequest) -> HttpResponse:
    _administrators_only(request)
    form = PersonForm(_posted(request), scope=request.scope)
    if request.method == "POST" and form.is_valid():
        try:
            someone, receipt = actions.add_person(
                by=request.actor,
                scope=request.scope,
                key=form.cleaned_data["key"],
                username=form.cleaned_data["username"],
                full_name=form.cleaned_data["full_name"],
                job=form.job,
            )
        except KeyUsedBefore:
            _sent_before(request, form)
        except IntegrityError:  # Somebody took the username at the same moment.
            form.add_error("username", _("Somebody already has this username. Choose another one."))
        else:
            messages.success(
                request,
                _("%(name)s is added. Receipt code %(code)s. Now make a one-time link.")
                % {"name": someone, "code": receipt.code},
            )
            return redirect("accounts:person", pk=someone.pk)
    return _form_page(request, "accounts/person_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def new_membership(request: HouseRequest, pk: int) -> HttpResponse:
    someone = _person(request, pk)
    if _oneself(request, someone) or (someone.is_superuser and not request.scope.everything):
        raise PermissionDenied
    form = JobForm(_posted(request), scope=request.scope)
    if request.method == "POST" and form.is_valid():
        try:
            _membership, receipt = actions.grant_membership(
                by=request.actor,
                scope=request.scope,
                key=form.cleaned_data["key"],
                user=someone,
                job=form.job,
            )
        except KeyUsedBefore:
            _sent_before(request, form)
        else:
            messages.success(
                request, _("The role is given. Receipt code %(code)s.") % {"code": receipt.code}
            )
            return redirect("accounts:person", pk=pk)
    return _form_page(request, "accounts/membership_form.html", {"form": form, "person": someone})


@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request: HouseRequest, pk: int) -> HttpResponse:
    seen = Membership.objects.visible_to(request.scope).with_links()
    membership = get_object_or_404(seen, pk=pk)
    form = EndForm(membership, _posted(request))
    _refuse_unless(Membership.objects.editable_by(request.scope).filter(pk=pk).exists())
    _refuse_unless(not _oneself(request, membership.user))
    if request.method == "POST" and form.is_valid():
        try:
            receipt = actions.end_membership(
                by=request.actor,
                scope=request.scope,
                key=form.cleaned_data["key"],
                membership=membership,
                version=form.cleaned_data["version"],
                ends_on=form.cleaned_data["ends_on"],
                reason=form.cleaned_data["reason"],
            )
        except Stale:
            _changed_since(form)
        except KeyUsedBefore:
            _sent_before(request, form)
        else:
            messages.success(
                request,
                _("The end of the role is recorded. Receipt code %(code)s.")
                % {"code": receipt.code},
            )
            return redirect("accounts:person", pk=membership.user_id)
    return _form_page(
        request, "accounts/membership_end.html", {"form": form, "membership": membership}
    )


@never_cache
@require_POST
def new_link(request: HouseRequest, pk: int) -> HttpResponse:
    """Makes a one-time link and shows it, this once: only its hash is kept."""
    someone = _person(request, pk)
    _refuse_unless(_manageable(request, someone))
    link, token = actions.make_link(by=request.actor, scope=request.scope, user=someone, at=now())
    address = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    response = render(
        request,
        "accounts/link_made.html",
        {"person": someone, "link": link, "address": address},
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HouseRequest, pk: int) -> HttpResponse:
    """Locks an account, or opens a locked one."""
    someone = _person(request, pk)
    _refuse_unless(_manageable(request, someone))
    form = LockForm(someone, _posted(request))
    opens = request.POST.get("active") == "yes"
    if request.method == "POST" and form.is_valid():
        try:
            receipt = actions.set_active(
                by=request.actor,
                scope=request.scope,
                key=form.cleaned_data["key"],
                user=someone,
                version=form.cleaned_data["version"],
                active=opens,
                reason=form.cleaned_data["reason"],
            )
        except Stale:
            _changed_since(form)
        except KeyUsedBefore:
            _sent_before(request, form)
        else:
            opened = _("The account is open again. Receipt code %(code)s.")
            locked = _("The account is locked. Receipt code %(code)s.")
            messages.success(request, (opened if opens else locked) % {"code": receipt.code})
            return redirect("accounts:person", pk=pk)
    return _form_page(request, "accounts/person_lock.html", {"form": form, "person": someone})


def _posted(request: HouseRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _form_page(request: HouseRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form; 422 when it comes back with what is missing in it."""
    return render(request, template, context, status=422 if context["form"].errors else 200)


def _administrators_only(request: HouseRequest) -> None:
    _refuse_unless(request.scope.may(Verb.ADMINISTER))


def _person(request: HouseRequest, pk: int) -> User:
    _administrators_only(request)
    return get_object_or_404(User.objects.visible_to(request.scope), pk=pk)


def _oneself(request: HouseRequest, someone: User) -> bool:
    return request.actor.id == someone.pk


def _manageable(request: HouseRequest, someone: User) -> bool:
    if _oneself(request, someone):
        return False
    found = User.objects.manageable_by(request.scope, localdate())
    return found.filter(pk=someone.pk).exists()


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _sent_before(request: HouseRequest, form: TrackedForm) -> None:
    """The key belongs to an earlier post with other values: a new key, and a look at the page."""
    post = request.POST.copy()
    post["key"] = str(uuid4())
    form.data = post
    form.add_error(
        None, _("This page was sent before with other values. Check them, then save again.")
    )


def _changed_since(form: TrackedForm) -> None:
    form.add_error(
        None, _("Somebody changed this in the meantime. Open the page again and look once more.")
    )
