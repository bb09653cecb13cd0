"""Venues: the list, one of them, adding and mending."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.venues import add_venue, edit_venue
from directory.forms.venues import VenueFilter, VenueForm
from directory.models import Venue
from directory.paging import page_of
from directory.querysets import may_add
from ledger.actions import KeyUsedBefore, Stale
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.requests import HouseRequest


@require_safe
def venues(request: HouseRequest) -> HttpResponse:
    """The list in folded order, by name and area."""
    filters = VenueFilter(request.GET, scope=request.scope)
    rows = filters.narrow(Venue.objects.visible_to(request.scope).with_area())
    page = page_of(
        rows,
        column="folded",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "filters": filters,
        "filtered": any(request.GET.get(name) for name in filters.fields),
        "page": page,
        "count": rows.count(),
        "may_add": may_add(request.scope),
    }
    return render(request, "directory/venue_list.html", context)


@require_safe
def venue(request: HouseRequest, pk: int) -> HttpResponse:
    """One venue."""
    found = get_object_or_404(Venue.objects.visible_to(request.scope).with_area(), pk=pk)
    context = {"venue": found, "may_edit": _editable(request, pk)}
    return render(request, "directory/venue_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_new(request: HouseRequest) -> HttpResponse:
    """The form of a new venue; a likely duplicate is asked about once."""
    if not may_add(request.scope):
        raise PermissionDenied
    form = VenueForm(request.POST if request.method == "POST" else None, scope=request.scope)
    if form.is_valid():
        try:
            receipt = add_venue(by=request.actor, key=form.cleaned_data["key"], values=form.values)
        except KeyUsedBefore as refusal:
            return _sent_before(request, form, refusal)
        _say(request, _("The venue has been added. Receipt %(code)s."), receipt.code)
        return redirect("directory:venue", pk=receipt.target_id)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request: HouseRequest, pk: int) -> HttpResponse:
    """The form of a venue; a stale save shows both versions."""
    found = get_object_or_404(Venue.objects.visible_to(request.scope).with_area(), pk=pk)
    if not _editable(request, pk):
        raise PermissionDenied
    form = fresh = VenueForm.of(found, scope=request.scope)
    if request.method == "POST":
        form = VenueForm.of(found, scope=request.scope, data=settle(request.POST, fresh))
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            receipt = edit_venue(
                by=request.actor,
                key=cleaned["key"],
                venue=pk,
                version=cleaned["version"],
                values=form.values,
                reason=cleaned["reason"],
            )
        except (Stale, KeyUsedBefore) as refusal:
            found = Venue.objects.with_area().get(pk=pk)
            fresh = VenueForm.of(found, scope=request.scope)
            return conflict_page(request, form=form, fresh=fresh, refusal=refusal, record=found)
        _say(request, _("The venue has been saved. Receipt %(code)s."), receipt.code)
        return redirect("directory:venue", pk=pk)
    return _form_page(request, form, found)


def _form_page(request: HouseRequest, form: VenueForm, found: Venue | None = None) -> HttpResponse:
    context = {"form": form, "venue": found}
    status = 422 if form.errors else 200
    return render(request, "directory/venue_form.html", context, status=status)


def _editable(request: HouseRequest, pk: int) -> bool:
    return Venue.objects.editable_by(request.scope).filter(pk=pk).exists()


def _sent_before(request: HouseRequest, form: VenueForm, refusal: KeyUsedBefore) -> HttpResponse:
    """Back, changed, sent again: mend the one that was made, or make another."""
    made: Venue | None = earlier_record(
        refusal, Venue.objects.editable_by(request.scope).with_area()
    )
    return sent_before_page(
        request,
        form=form,
        refusal=refusal,
        record=made,
        fresh=VenueForm.of(made, scope=request.scope) if made else None,
        edit_page=reverse("directory:venue-edit", args=[made.pk]) if made else "",
    )


def _say(request: HouseRequest, sentence: str, code: str) -> None:
    messages.success(request, sentence % {"code": code})
