"""Inviting donors of the own organisation: those who may give on the day, several at once."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directory.paging import page_of
from donors.models import Donor
from donors.querysets import people
from donors.querysets.donors import DonorQuerySet
from drives.models import Drive
from ledger.actions import KeyUsedBefore
from ledger.keys import new_id
from ledger.models import Change
from ledger.requests import HouseRequest
from ledger.saving import answered
from units.access import RECEPTION, drive_for
from units.actions.refusals import Refused
from units.actions.registrations import register_many
from units.forms.registrations import InviteForm
from units.presenters.people import donor_rows, sentence
from units.querysets.histories import last_given_many
from units.querysets.invitations import able_to_give, known_to_keeper, left_last_time
from units.views.frame import below_list

MOST_LEFT = 50


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/registrations/invite/``: a post puts the ticked ones on the list."""
    at_drive = drive_for(request, drive, *RECEPTION)
    if request.method != "POST":
        form = InviteForm(drive=at_drive, scope=request.scope, initial={"key": new_id()})
        return _page(request, at_drive, form)
    form = InviteForm(request.POST, drive=at_drive, scope=request.scope)
    if form.is_valid():
        try:
            receipt = register_many(
                by=request.actor,
                key=form.cleaned_data["key"],
                drive=at_drive,
                donors=_chosen(at_drive, form.cleaned_data["donors"]),
                group=form.who(),
                expected_at=form.expected_at(),
            )
        except Refused as refusal:
            form.add_error(None, sentence(refusal.reason))
        except KeyUsedBefore:
            form.add_error(None, _("These people were put on the list before."))
        else:
            back = reverse("units:invitations", args=[drive])
            return answered(request, _added(form.cleaned_data["key"]), receipt, back)
    return _page(request, at_drive, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _chosen(drive: Drive, ticked: list[UUID]) -> list[Donor]:
    """Whoever may not give, or is on the list already, is left out by the action."""
    return list(known_to_keeper(drive).filter(pk__in=ticked))


def _added(key: UUID) -> str:
    """How many the save of this key put on the list."""
    people = Change.objects.filter(submission=key, target_label="units.registration").count()
    said = ngettext(
        "%(people)s person is on the list now.", "%(people)s people are on the list now.", people
    )
    return said % {"people": people}


def _able(drive: Drive) -> DonorQuerySet:
    """Those who may give on the last day of the drive; of a drive without days, today."""
    day = drive.last_day or timezone.localdate()
    return able_to_give(drive, day, people.limits_on(day))


def _page(
    request: HouseRequest, drive: Drive, form: InviteForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    able = _able(drive).select_related("organisation")
    day = drive.last_day or timezone.localdate()
    left = list(left_last_time(able, drive, day).order_by("sort_key", "pk")[:MOST_LEFT])
    page = page_of(
        able,
        column="sort_key",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        by_id=True,
    )
    first = not page.previous
    others = [donor for donor in page.rows if not first or donor not in left]
    context = below_list(drive) | {
        "form": form,
        "page": page,
        "left": _rows(left) if first else [],
        "others": _rows(others),
        "ticked": set(request.POST.getlist("donors")),
        "list_url": reverse("units:registrations", args=[drive.pk]),
    }
    return render(request, "units/invitation_list.html", context, status=status)


def _rows(donors: list[Donor]) -> Any:
    return donor_rows(donors, given=last_given_many([donor.pk for donor in donors]))
