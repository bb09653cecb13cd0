"""Closing a drive's day, and opening it again."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from drives.models import Drive
from ledger.requests import HouseRequest
from ledger.saving import save_new
from ledger.scope import Verb
from units.access import drive_for
from units.actions.closing import Differs, Unfinished, close_day, reason_in_force, reopen_day
from units.actions.refusals import DayClosed
from units.forms.closing import CloseForm, ReopenForm
from units.models import DriveDay, PaperLine, Registration
from units.presenters.match import match_rows, row_label, summary
from units.presenters.people import sentence
from units.querysets.matching import rows_of
from units.rules.states import State
from units.views.frame import day_page
from words.numbers import format_number


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/close/``: says what was entered and saved, who is still waiting, and what
    differs; closes the day."""
    at_drive, day = _day(request, drive)
    if not day.is_open:
        return reopen(request, drive)
    return save_new(
        request,
        form=lambda data: CloseForm(data, initial={"reason": day.difference_reason}),
        save=lambda form: close_day(
            by=request.actor,
            key=form.cleaned_data["key"],
            drive=at_drive,
            reason=form.cleaned_data["reason"],
        ),
        page=partial(_close_page, request, at_drive, day),
        said=_said(at_drive),
        then=lambda receipt: reverse("units:match", args=[drive]),
        refusals={Differs: _say_differs, Unfinished: _say_unfinished, DayClosed: _say_closed},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/reopen/``: a closed day is opened again with a reason."""
    at_drive, day = _day(request, drive)
    if day.is_open:
        raise PermissionDenied(_("The day of this drive is open."))
    return save_new(
        request,
        form=ReopenForm,
        save=lambda form: reopen_day(
            by=request.actor,
            key=form.cleaned_data["key"],
            drive=at_drive,
            reason=form.cleaned_data["reason"],
        ),
        page=lambda form, record, status: render(
            request,
            "units/reopen.html",
            day_page(request, at_drive, "match") | {"form": form, "day": day},
            status=status,
        ),
        said=_("The day is open again."),
        then=lambda receipt: reverse("units:match", args=[drive]),
    )


def _day(request: HouseRequest, pk: int) -> tuple[Drive, DriveDay]:
    drive = drive_for(request, pk, Verb.RECORD)
    day = DriveDay.objects.filter(drive=drive).first()
    if day is None:
        raise PermissionDenied(_("No name has been recorded at this drive yet."))
    return drive, day


def _close_page(
    request: HouseRequest, drive: Drive, day: DriveDay, form: CloseForm, _none: object, status: int
) -> HttpResponse:
    rows = rows_of(drive)
    people = Registration.objects.of_drive(drive).counts()
    context = day_page(request, drive, "match") | {
        "day": day,
        "form": form,
        "rows": [row for row in match_rows(drive, rows) if row.differs],
        "summary": summary(rows),
        "explained": bool(reason_in_force(day, rows)),
        "entered": entered(drive),
        "saved": saved(drive),
        "waiting": people.get(State.ARRIVED, 0) + people.get(State.SCREENED, 0),
        "absent": people.get(State.REGISTERED, 0),
    }
    return render(request, "units/close.html", context, status=status)


def saved(drive: Drive) -> int:
    """People on record at the drive."""
    return Registration.objects.of_drive(drive).exclude(state=State.WITHDRAWN.value).count()


def entered(drive: Drive) -> int:
    """Those and the lines of paper lists that are typed but not saved yet."""
    lines = PaperLine.objects.filter(
        sheet__drive=drive,
        registration__isnull=True,
        withdrawn_at__isnull=True,
        sheet__state="open",
    )
    return saved(drive) + lines.count()


def _said(drive: Drive) -> str:
    return _("The day is closed: %(entered)s entered, %(saved)s saved.") % {
        "entered": format_number(entered(drive)),
        "saved": format_number(saved(drive)),
    }


def _say_differs(form: CloseForm, refusal: Differs) -> None:
    labels = ", ".join(row_label(row.name) for row in refusal.rows)
    text = _("These numbers differ: %(rows)s. Please say why, in one sentence.")
    form.add_error("reason", text % {"rows": labels})


def _say_unfinished(form: CloseForm, refusal: Unfinished) -> None:
    sentence_ = ngettext(
        "%(n)s person came and has no end yet: donated, did not donate, or left.",
        "%(n)s people came and have no end yet: donated, did not donate, or left.",
        refusal.people,
    )
    form.add_error(None, sentence_ % {"n": format_number(refusal.people)})


def _say_closed(form: CloseForm, refusal: DayClosed) -> None:
    form.add_error(None, sentence(refusal.reason))
