"""The screening desk: who waits to be examined, one examination, what the limits say of it."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from donors.actions.deferrals import DeferralRefused
from ledger.requests import HouseRequest
from ledger.saving import Refusals, save_edit, save_new
from units.actions.assessment import Fit, assess, limits_then
from units.actions.refusals import CannotGive, NotNow, Refused
from units.actions.screening import correct, examine
from units.forms.deferral import end_of, period_text
from units.forms.desks import LeaveForm
from units.forms.fields import names_donor
from units.forms.screening import CHECK, SUGGESTED, ExaminationForm
from units.models import Registration, Screening
from units.presenters.desks import (
    Verdict,
    decision_text,
    measured_rows,
    reasons_line,
    verdict_of,
)
from units.presenters.people import addressed, sentence
from units.rules.drawing import MEASUREMENTS
from units.rules.states import State
from units.views import receiving
from units.views.receiving import SCREENING, drive_of_receiver, person_at

PLACES = {
    "weight-missing": "weight",
    "no-such-bag": "volume",
    "volume-below-bag": "volume",
    "deferral-to-come": "since",
    "deferral-over": "since",
    "deferral-too-short": "able_from",
    "deferral-permanent": "able_from",
    "not-a-day-of-the-drive": "day",
}


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/screening/``: the desk without a person; a post asks for one."""
    at_drive = drive_of_receiver(request, drive)
    if request.method == "POST":
        return receiving.find(request, at_drive, SCREENING)
    if request.htmx:
        return receiving.lists(request, at_drive, SCREENING)
    return receiving.screen(request, at_drive, SCREENING)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HouseRequest, drive: int, person: UUID) -> HttpResponse:
    """``/drives/<id>/screening/<registration>/``: the examination of one person."""
    at_drive = drive_of_receiver(request, drive)
    row = person_at(at_drive, person)
    if request.method != "POST" and row.state != State.ARRIVED.value:
        return _standing(request, row)
    days = receiving.work_days(at_drive)
    if request.method == "POST":
        asked = ExaminationForm(request.POST, days=days)
        if asked.decision == CHECK:
            asked.is_valid()
            return _page(request, row, asked, None, HTTPStatus.OK)
    try:
        return save_new(
            request,
            form=lambda data: _form(row, data, days=days),
            save=lambda form: examine(
                by=request.actor,
                key=form.cleaned_data["key"],
                registration=row,
                examination=form.examination(),
                verdict=form.said(),
                day=form.cleaned_data["day"],
                receiver=next(iter(receiving.receivers_at(request.scope, at_drive)), None),
            ),
            page=partial(_page, request, row),
            said=partial(_said, row),
            then=lambda receipt: SCREENING.page(at_drive),
            refusals=REFUSALS,
        )
    except NotNow as refusal:
        answer = receiving.refused(row, SCREENING, refusal)
        return _standing(request, row, answer=answer, status=HTTPStatus.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, drive: int, person: UUID) -> HttpResponse:
    """``/drives/<id>/screening/<registration>/edit/``: corrects an examination."""
    at_drive = drive_of_receiver(request, drive)
    row = person_at(at_drive, person)

    def read() -> Screening:
        screening: Screening = get_object_or_404(_examinations(row), withdrawn_at=None)
        screening.registration = row
        return screening

    try:
        return save_edit(
            request,
            read=read,
            form=lambda screening, data: _watched(ExaminationForm.of(screening, data), row),
            save=lambda form, screening: correct(
                by=request.actor,
                key=form.cleaned_data["key"],
                screening=screening,
                version=form.cleaned_data["version"],
                examination=form.examination(),
                verdict=form.said(),
                reason=form.cleaned_data["reason"],
            ),
            page=partial(_page, request, row),
            said=gettext("The examination is corrected."),
            then=lambda receipt: SCREENING.person(row),
            refusals=REFUSALS,
        )
    except NotNow as refusal:
        answer = receiving.refused(row, SCREENING, refusal)
        return _standing(request, row, answer=answer, status=HTTPStatus.CONFLICT)


@require_POST
def limits(request: HouseRequest, drive: int, person: UUID) -> HttpResponse:
    """``/drives/<id>/screening/<registration>/limits/``: what the limits say of what is typed, or,
    where the deferral asks, when it ends. Nothing is written."""
    at_drive = drive_of_receiver(request, drive)
    row = person_at(at_drive, person)
    form = ExaminationForm(request.POST, days=receiving.work_days(at_drive))
    form.is_valid()
    if request.htmx.target == "deferral-end":
        end = end_of(request.POST, form.found_on)
        fresh = ExaminationForm(days=[form.found_on], initial=end)
        return render(request, "units/_deferral_end.html", {"end": end, "form": fresh})
    screening = _examinations(row).filter(withdrawn_at=None).first()
    return render(request, "units/_limits.html", _said_by_limits(row, form, screening))


# What the limits say.


def _said_by_limits(
    row: Registration, form: ExaminationForm, screening: Screening | None
) -> dict[str, Any]:
    """Of what could be read; a refusal of the limits themselves is said in their place."""
    examination = form.examination() if form.is_bound else _kept(form)
    try:
        assessed = assess(
            row,
            examination,
            day=form.found_on,
            limits=limits_then(screening) if screening else None,
        )
    except Refused as refusal:
        return {"form": form, "verdict": None, "unusable": sentence(refusal.reason)}
    if form.is_bound:
        chosen = form.volume_meant
    else:
        chosen = int(form["volume"].value()) if form["volume"].value() else None
    suggested = [
        (code, f"{reason.name} ({period_text(reason)})")
        for code in dict.fromkeys(SUGGESTED.get(one.rule, "") for one in assessed.reasons)
        if (reason := form.reasons.get(code))
    ]
    verdict = verdict_of(assessed, examination, chosen=chosen, suggested=suggested)
    asked = any(getattr(examination, name) is not None for name in MEASUREMENTS)
    return {"form": form, "verdict": verdict if asked or assessed.reasons else _quiet(verdict)}


def _kept(form: ExaminationForm) -> Any:
    """The values of an unbound form: read as if they had been posted."""
    bound = ExaminationForm(
        {name: form[name].value() or "" for name in (*MEASUREMENTS, "component", "day")},
        days=[form.found_on],
    )
    bound.is_valid()
    return bound.examination()


def _quiet(verdict: Verdict) -> Verdict:
    """Before anything is typed nothing is missed."""
    return replace(verdict, missing="")


# Pages.


def _form(row: Registration, data: Any, **options: Any) -> ExaminationForm:
    return _watched(ExaminationForm(data, **options), row)


def _watched(form: ExaminationForm, row: Registration) -> ExaminationForm:
    """The words of a reason name nobody."""
    if form.is_bound and "reason" in form.fields and form.is_valid():
        names_donor(form, "reason", row)
    return form


def _examinations(row: Registration) -> Any:
    return Screening.objects.filter(registration=row).select_related("deferral__reason")


def _said(row: Registration, form: ExaminationForm) -> str:
    verdict = form.said()
    if isinstance(verdict, Fit):
        return gettext("%(person)s: fit to give, at most %(volume)s ml.") % {
            "person": receiving.called(row),
            "volume": verdict.volume,
        }
    return gettext("%(person)s: not given today.") % {"person": receiving.called(row)}


def _page(
    request: HouseRequest,
    row: Registration,
    form: ExaminationForm,
    screening: Screening | None,
    status: int,
) -> HttpResponse:
    return receiving.screen(
        request,
        row.drive,
        SCREENING,
        registration=row,
        person=addressed(row.name, row.donor.sex),
        examined=screening,
        leave_form=LeaveForm(auto_id="leave_%s"),
        status=status,
        **_said_by_limits(row, form, screening),
    )


def _standing(request: HouseRequest, row: Registration, **context: Any) -> HttpResponse:
    """Somebody who does not wait here, with what was examined, if it was."""
    screening = _examinations(row).filter(withdrawn_at=None).first()
    answer = context.pop("answer", None) or receiving.standing_answer(row, SCREENING)
    return receiving.screen(
        request,
        row.drive,
        SCREENING,
        registration=row,
        answer=answer,
        examined=screening,
        decision=decision_text(screening) if screening else "",
        measured=measured_rows(screening) if screening else [],
        history_url=(
            reverse("ledger:history", args=["units.screening", screening.pk]) if screening else ""
        ),
        may_undo=State(row.state) in (State.SCREENED, State.DEFERRED, State.LEFT),
        **context,
    )


# Refusals beside their fields.


def _say_cannot(form: ExaminationForm, refusal: CannotGive) -> None:
    form.add_error(None, reasons_line(refusal.reasons))


def _say_deferral(form: ExaminationForm, refusal: DeferralRefused) -> None:
    form.add_error(PLACES.get(refusal.finding.rule), sentence(refusal.finding))


def _say_refused(form: ExaminationForm, refusal: Refused) -> None:
    form.add_error(PLACES.get(refusal.reason.rule), sentence(refusal.reason))


def _not_here(form: ExaminationForm, refusal: NotNow) -> None:
    raise refusal


REFUSALS: Refusals = {
    NotNow: _not_here,
    CannotGive: _say_cannot,
    DeferralRefused: _say_deferral,
    Refused: _say_refused,
}
