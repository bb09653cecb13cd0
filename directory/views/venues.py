"""Venues: the list, one of them, adding and mending."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.venues import add_venue, edit_venue
from directory.forms.venues import VenueFilter, VenueForm
from directory.models import Venue
from directory.paging import page_of
from directory.querysets import may_add
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new


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
    scope = request.scope
    return save_new(
        request,
        form=lambda posted: VenueForm(posted, scope=scope),
        save=lambda form: add_venue(
            by=request.actor, key=form.cleaned_data["key"], values=form.values
        ),
        page=partial(_form_page, request),
        said=_("The venue has been added."),
        then=lambda receipt: reverse("directory:venue", args=[receipt.target_id]),
        mend=Mend(
            Venue.objects.editable_by(scope).with_area(),
            lambda made: VenueForm.of(made, scope=scope),
            lambda made: reverse("directory:venue-edit", args=[made.pk]),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request: HouseRequest, pk: int) -> HttpResponse:
    """The form of a venue; a stale save shows both versions."""
    return save_edit(
        request,
        read=partial(_to_mend, request, pk),
        form=lambda found, posted: VenueForm.of(found, scope=request.scope, data=posted),
        save=lambda form, _found: edit_venue(
            by=request.actor,
            key=form.cleaned_data["key"],
            venue=pk,
            version=form.cleaned_data["version"],
            values=form.values,
            reason=form.cleaned_data["reason"],
        ),
        page=partial(_form_page, request),
        said=_("The venue has been saved."),
        then=lambda _receipt: reverse("directory:venue", args=[pk]),
    )


def _to_mend(request: HouseRequest, pk: int) -> Venue:
    found = get_object_or_404(Venue.objects.visible_to(request.scope).with_area(), pk=pk)
    if not _editable(request, pk):
        raise PermissionDenied
    return found


def _editable(request: HouseRequest, pk: int) -> bool:
    return Venue.objects.editable_by(request.scope).filter(pk=pk).exists()


def _form_page(
    request: HouseRequest, form: VenueForm, found: Venue | None, status: int
) -> HttpResponse:
    context = {"form": form, "venue": found}
    return render(request, "directory/venue_form.html", context, status=status)
