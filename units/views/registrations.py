"""The list of a drive: who is expected, who came, and one person on it."""

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.paging import page_of
from drives.models import Drive
from ledger.requests import HouseRequest
from ledger.saving import save_edit
from ledger.scope import Verb
from units.access import drive_for, may_examine, may_record
from units.actions.listing import edit_registration
from units.actions.refusals import DayClosed
from units.forms.registrations import ListFilter, RegistrationForm
from units.models import DriveDay, Registration
from units.presenters.people import (
    course_of,
    list_counts,
    person_rows,
    sentence,
)
from units.presenters.reception import list_deeds
from units.querysets.groups import groups_of
from units.views.frame import below_list, day_page

PANEL = "registrations"


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/registrations/?state=&group=``; a post looks for words of a name, which stand
    in no address."""
    at_drive = drive_for(request, drive, Verb.SEE)
    asked = request.POST if request.method == "POST" else request.GET
    filters = ListFilter(asked, groups=groups_of(at_drive))
    rows = Registration.objects.of_drive(at_drive)
    page = page_of(
        filters.narrow(rows).for_rows(),
        column="sort_key",
        after=asked.get("after", ""),
        before=asked.get("before", ""),
        by_id=True,
    )
    full = may_examine(request.scope, at_drive)
    context: dict[str, Any] = day_page(request, at_drive, PANEL) | {
        "filters": filters,
        "searched": request.method == "POST",
        "page": page,
        "rows": person_rows(page.rows, full=full, now=timezone.now()),
        "counts": list_counts(rows.counts()),
        "day": DriveDay.objects.filter(drive=at_drive).first(),
        "may_work": full or may_record(request.scope, at_drive),
        "prefix": reverse("units:registrations", args=[at_drive.pk]),
    }
    return render(request, "units/registration_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/registrations/<registration>/``: one person at the drive, and what may be
    mended of it."""
    at_drive = drive_for(request, drive, Verb.SEE)
    if request.method == "POST" and not may_record(request.scope, at_drive):
        raise PermissionDenied
    return save_edit(
        request,
        read=partial(_read, at_drive, pk),
        form=lambda row, posted: RegistrationForm.of(row, scope=request.scope, data=posted),
        save=lambda form, row: edit_registration(
            by=request.actor,
            key=form.cleaned_data["key"],
            registration=row,
            version=form.cleaned_data["version"],
            group=form.who(),
            expected_at=form.expected_at(),
        ),
        page=partial(_page, request),
        said=_("The changes are saved."),
        then=lambda receipt: reverse("units:registration", args=[drive, pk]),
        refusals={DayClosed: lambda form, no: form.add_error(None, sentence(no.reason))},
    )


def _read(drive: Drive, pk: UUID) -> Registration:
    row = get_object_or_404(Registration.objects.of_drive(drive).with_links(), pk=pk)
    row.drive = drive
    return row


def _page(
    request: HouseRequest, form: RegistrationForm, row: Registration, status: int = HTTPStatus.OK
) -> HttpResponse:
    full = may_examine(request.scope, row.drive)
    now = timezone.now()
    (line,) = person_rows([row], full=full, now=now)
    may_work = full or may_record(request.scope, row.drive)
    context = below_list(row.drive) | {
        "form": form,
        "row": row,
        "line": line,
        "course": course_of(row.steps.all(), full=full, now=now),
        "may_work": may_work,
        "step_deeds": list_deeds(row) if may_work else [],
        # It tells a deferral from another way of not giving.
        "history": reverse("ledger:history", args=["units.registration", row.pk]) if full else "",
    }
    return render(request, "units/registration_page.html", context, status=status)
