"""The collection desk: who was found fit, one bag, and what went another way."""

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from donors.actions.deferrals import DeferralRefused
from ledger.actions import KeyUsedBefore
from ledger.requests import HouseRequest
from ledger.saving import Refusals, answered, save_new
from units.actions.bag_codes import BagRefused, taken_codes
from units.actions.bags import record_unit
from units.actions.refusals import CannotGive, NotNow, Refused
from units.actions.stops import stop_draw
from units.forms.collection import PLACES, BagForm, StopForm
from units.forms.deferral import end_of
from units.forms.desks import LeaveForm
from units.forms.fields import names_donor
from units.forms.reactions import ReactionForm
from units.models import Registration, Screening, Unit
from units.presenters.desks import reasons_line, volume_text
from units.presenters.people import addressed, sentence
from units.rules.bags import OFFERED_VOLUMES, bag_year, normalise
from units.rules.scans import read_bag_scan
from units.rules.states import State
from units.views import receiving
from units.views.receiving import COLLECTION, drive_of_receiver, person_at

DEFERRAL_PLACES = {
    "deferral-to-come": "since",
    "deferral-over": "since",
    "deferral-too-short": "able_from",
    "deferral-permanent": "able_from",
}


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/collection/``: the desk without a person; a post asks for one."""
    at_drive = drive_of_receiver(request, drive)
    if request.method == "POST":
        return receiving.find(request, at_drive, COLLECTION)
    if request.htmx:
        return receiving.lists(request, at_drive, COLLECTION)
    return receiving.screen(request, at_drive, COLLECTION)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HouseRequest, drive: int, person: UUID) -> HttpResponse:
    """``/drives/<id>/collection/<registration>/``: the bag of one person."""
    at_drive = drive_of_receiver(request, drive)
    row = person_at(at_drive, person)
    if request.method != "POST" and row.state != State.SCREENED.value:
        return _standing(request, row)
    form = partial(BagForm, **_offered(request, row))
    if request.method == "POST" and "check" in request.POST:
        typed = form(request.POST)
        return _page(request, row, typed, None, HTTPStatus.OK, code=_check_code(typed))
    try:
        return save_new(
            request,
            form=lambda data: _watched(form(data), row),
            save=lambda typed: record_unit(by=request.actor, bag=typed.bag()),
            page=partial(_page, request, row),
            said=partial(_said, row),
            then=lambda receipt: COLLECTION.page(at_drive),
            refusals=REFUSALS,
        )
    except NotNow as refusal:
        answer = receiving.refused(row, COLLECTION, refusal)
        return _standing(request, row, answer=answer, status=HTTPStatus.CONFLICT)


@require_POST
def check(request: HouseRequest, drive: int, person: UUID) -> HttpResponse:
    """``/drives/<id>/collection/<registration>/check/``: whether the scanned code can be a bag's
    and is free, or, where the deferral asks, when it ends. Nothing is written."""
    at_drive = drive_of_receiver(request, drive)
    row = person_at(at_drive, person)
    if request.htmx.target == "deferral-end":
        end = end_of(request.POST, receiving.work_days(at_drive)[0])
        stopped = _stop_form(row, initial=end)
        return render(request, "units/_deferral_end.html", {"end": end, "form": stopped})
    typed = BagForm(request.POST, **_offered(request, row))
    return render(request, "units/_bag_check.html", {"form": typed, "code": _check_code(typed)})


@require_POST
def stop(request: HouseRequest, drive: int, person: UUID) -> HttpResponse:
    """``/drives/<id>/collection/<registration>/stop/``: nothing was drawn."""
    at_drive = drive_of_receiver(request, drive)
    row = person_at(at_drive, person)
    form = _stop_form(row, request.POST)
    if form.is_valid() and not names_donor(form, "words", row):
        deferral = form.deferral()
        try:
            if deferral is not None:
                receipt = stop_draw(
                    by=request.actor,
                    key=form.cleaned_data["key"],
                    registration=row,
                    deferral=deferral,
                    words=form.cleaned_data["words"],
                )
                said = gettext("%(person)s: nothing was drawn.") % {"person": receiving.called(row)}
                return answered(request, said, receipt, COLLECTION.page(at_drive))
        except NotNow as refusal:
            answer = receiving.refused(row, COLLECTION, refusal)
            return _standing(request, row, answer=answer, status=HTTPStatus.CONFLICT)
        except DeferralRefused as wrong:
            place = DEFERRAL_PLACES.get(wrong.finding.rule)
            form.add_error(place, sentence(wrong.finding))
        except Refused as refusal_:
            form.add_error(None, sentence(refusal_.reason))
        except KeyUsedBefore:
            return _standing(request, row, status=HTTPStatus.CONFLICT)
    bag = BagForm(**_offered(request, row))
    return _page(request, row, bag, None, HTTPStatus.UNPROCESSABLE_ENTITY, stop_form=form)


# The bag.


def _offered(request: HouseRequest, row: Registration) -> dict[str, Any]:
    """What the form of a bag offers: days, volumes within the allowed, receivers."""
    screening = Screening.objects.filter(registration=row, withdrawn_at=None).first()
    allowed = screening.allowed_volume if screening else None
    return {
        "registration": row,
        "days": receiving.work_days(row.drive),
        "volumes": [v for v in OFFERED_VOLUMES if allowed is None or v <= allowed],
        "most": allowed,
        "component": screening.component if screening else Unit.Component.WHOLE.value,
        "receivers": receiving.receivers_at(request.scope, row.drive),
    }


def _check_code(form: BagForm) -> str:
    """Say beside the code what is wrong with it; the code as it is kept, "" where it is none."""
    form.is_valid()
    form.errors.clear()
    typed = form.cleaned_data.get("bag_code") or str(form.data.get("bag_code", ""))
    scanned = read_bag_scan(typed)
    if scanned.reason is not None:
        form.show_all([scanned.reason])
        return ""
    day = form.cleaned_data.get("day") or form.fields["day"].clean("")
    unit = Unit(
        registration=form.registration,
        drive=form.registration.drive,
        receiver=form.receiver_of(form.cleaned_data.get("receiver", "")),
        year=bag_year(day),
        bag_code=normalise(typed).code,
    )
    taken = taken_codes([unit])
    form.show_all(list(taken.values()))
    return "" if taken else unit.bag_code


def _watched(form: BagForm, row: Registration) -> BagForm:
    """The words that stay with a bag name nobody."""
    if form.is_bound and form.is_valid():
        names_donor(form, "short_reason", row)
    return form


def _said(row: Registration, form: BagForm) -> str:
    bag = form.bag()
    code = normalise(bag.bag_code).code
    told = {"person": receiving.called(row), "volume": bag.volume, "code": code}
    if code:
        return gettext("%(person)s: bag %(code)s, %(volume)s ml.") % told
    return gettext("%(person)s: a bag of %(volume)s ml without a code.") % told


def _stop_form(row: Registration, data: Any = None, **options: Any) -> StopForm:
    days = receiving.work_days(row.drive)
    return StopForm(data, days=days, auto_id="stop_%s", **options)


def _page(
    request: HouseRequest,
    row: Registration,
    form: BagForm,
    unit: Unit | None,
    status: int,
    *,
    stop_form: StopForm | None = None,
    code: str = "",
) -> HttpResponse:
    return receiving.screen(
        request,
        row.drive,
        COLLECTION,
        registration=row,
        person=addressed(row.name, row.donor.sex),
        form=form,
        code=code,
        stop_form=stop_form or _stop_form(row),
        leave_form=LeaveForm(auto_id="leave_%s"),
        status=status,
        **reactions_of(row),
    )


def reactions_of(row: Registration) -> dict[str, Any]:
    """The reactions of a person, and the form of one more."""
    now = timezone.localtime()
    first = {"day": now.date(), "hour": now}
    return {
        "reactions": row.reactions.order_by("at", "pk"),
        "reaction_form": ReactionForm(initial=first, auto_id="reaction_%s"),
    }


def _standing(request: HouseRequest, row: Registration, **context: Any) -> HttpResponse:
    """Somebody who does not wait here: with the bag, or why there is none."""
    unit = Unit.objects.valid().filter(registration=row).first()
    screening = Screening.objects.filter(registration=row, withdrawn_at=None).first()
    answer = context.pop("answer", None) or receiving.standing_answer(row, COLLECTION)
    return receiving.screen(
        request,
        row.drive,
        COLLECTION,
        registration=row,
        answer=answer,
        unit=unit,
        volume=volume_text(unit) if unit else "",
        stopped=screening.stop_reason if screening else "",
        may_undo=State(row.state) in (State.LEFT, State.DEFERRED),
        **reactions_of(row),
        **context,
    )


# Refusals beside their fields.


def say_bag(form: BagForm, refusal: BagRefused) -> None:
    for reasons in refusal.reasons.values():
        form.show_all(reasons)


def say_cannot(form: BagForm, refusal: CannotGive) -> None:
    form.add_error(None, reasons_line(refusal.reasons))


def say_refused(form: BagForm, refusal: Refused) -> None:
    if refusal.reason.rule in PLACES:
        form.show_all([refusal.reason])
    else:
        form.add_error(None, sentence(refusal.reason))


def _not_here(form: BagForm, refusal: NotNow) -> None:
    raise refusal


REFUSALS: Refusals = {
    NotNow: _not_here,
    BagRefused: say_bag,
    CannotGive: say_cannot,
    Refused: say_refused,
}
