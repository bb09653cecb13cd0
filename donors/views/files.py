"""Entering a donor, and mending the file."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory.keepers import keepers_for
from donors.actions.files import edit_donor, enter_donor
from donors.forms.donor import DonorForm
from donors.models import Donor
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """``/donors/new/``: a donor of the own organisation or one below."""
    if not keepers_for(request.scope).exists():
        raise PermissionDenied
    form = partial(DonorForm, scope=request.scope, today=timezone.localdate())
    return save_new(
        request,
        form=form,
        save=lambda form: enter_donor(
            by=request.actor,
            key=form.cleaned_data["key"],
            keeper=form.keeper_chosen(),
            facts=form.facts(),
            others=form.others(),
        ),
        page=partial(_page, request),
        said=_("The donor is entered."),
        then=lambda receipt: reverse("donors:donor", args=[receipt.target_id]),
        mend=Mend(
            Donor.objects.editable_by(request.scope).with_file(),
            partial(_form_of, request),
            lambda made: reverse("donors:donor-edit", args=[made.pk]),
        ),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/edit/``."""
    return save_edit(
        request,
        read=partial(_editable, request, pk),
        form=lambda donor, posted: _form_of(request, donor, posted),
        save=lambda form, donor: edit_donor(
            by=request.actor,
            key=form.cleaned_data["key"],
            donor=donor,
            version=form.cleaned_data["version"],
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            others=form.others(),
        ),
        page=partial(_page, request),
        said=_("The changes are saved."),
        then=lambda receipt: reverse("donors:donor", args=[pk]),
    )


@never_cache
@require_POST
def alike(request: HouseRequest, pk: UUID | None = None) -> HttpResponse:
    """``/donors/alike/`` and ``/donors/<id>/alike/``: who may be the person that is being typed,
    as a part of the page."""
    if pk is not None:
        form = _form_of(request, _editable(request, pk), request.POST)
    elif keepers_for(request.scope).exists():
        form = DonorForm(request.POST, scope=request.scope, today=timezone.localdate())
    else:
        raise PermissionDenied
    form.is_valid()
    form.alike = [] if form.is_same_person else form.find_alike()
    return render(request, "donors/_alike.html", {"form": form})


def _form_of(request: HouseRequest, donor: Donor, posted: Any = None) -> DonorForm:
    return DonorForm.of(donor, scope=request.scope, today=timezone.localdate(), data=posted)


def _editable(request: HouseRequest, pk: UUID) -> Donor:
    """404 outside the scope; 403 for those who only see it, and where nothing is left to mend."""
    donor = get_object_or_404(Donor.objects.visible_to(request.scope).with_file(), pk=pk)
    if not Donor.objects.editable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    if donor.is_erased:
        raise PermissionDenied(_("What was kept about this person was erased on request."))
    return donor


def _page(request: HouseRequest, form: DonorForm, donor: Donor | None, status: int) -> HttpResponse:
    context = {"form": form, "donor": donor, "alike_url": _alike_url(donor)}
    return render(request, "donors/donor_form.html", context, status=status)


def _alike_url(donor: Donor | None) -> str:
    return reverse("donors:donor-alike", args=[donor.pk]) if donor else reverse("donors:alike")
