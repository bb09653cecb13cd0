"""One step of one person: at the list, or at the reception desk; backward ones ask for a reason."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from drives.models import Drive
from ledger.actions import KeyUsedBefore, Receipt
from ledger.requests import HouseRequest
from ledger.saving import answered
from units.access import RECEPTION, drive_for
from units.actions.reception import Came, Outcome, standing
from units.actions.refusals import CannotGive, NotNow, Refused
from units.actions.registrations import move
from units.actions.steps import ABOUT_REASON
from units.forms.steps import StepForm
from units.models import Registration
from units.presenters.people import addressed, sentence
from units.presenters.reception import answer_of, step_words
from units.rules.states import STEPS, Desk
from units.views.frame import below_list, desk_page
from units.views.reception import screen


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HouseRequest, drive: int, pk: UUID, name: str, desk: str) -> HttpResponse:
    """``/drives/<id>/<registrations or reception>/<registration>/<step>/``: a post takes the step,
    a get asks for its reason."""
    at_drive = drive_for(request, drive, *RECEPTION)
    here = Desk(desk)
    rule = STEPS.get(name)
    if rule is None or here not in rule.desks or not step_words(name):
        raise Http404
    row = get_object_or_404(Registration.objects.of_drive(at_drive).with_links(), pk=pk)
    row.drive = at_drive
    page = partial(_page, request, row, name, here)
    if request.method != "POST":
        return page(StepForm())
    form = StepForm(request.POST)
    if not form.is_valid():
        return page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    outcome = _take(request, row, name, here, form)
    if isinstance(outcome, Outcome):
        if outcome.reason is not None and outcome.reason.rule in ABOUT_REASON:
            form.add_error("reason", sentence(outcome.reason))
            return page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if here is Desk.RECEPTION:
            return screen(request, at_drive, outcome)
        return page(form, outcome=outcome)
    if here is Desk.RECEPTION:
        return screen(request, at_drive, standing(row))
    back = reverse("units:registration", args=[at_drive.pk, row.pk])
    return answered(request, f"{step_words(name)}.", outcome, back)


def _take(
    request: HouseRequest, row: Registration, name: str, desk: Desk, form: StepForm
) -> Receipt | Outcome:
    """The receipt, or the answer that says why not."""
    said = form.cleaned_data
    try:
        return move(
            by=request.actor,
            key=said["key"],
            registration=row,
            name=name,
            desk=desk,
            reason=said["reason"],
        )
    except NotNow as refusal:
        if refusal.reason.rule in ABOUT_REASON:
            return Outcome(Came.REFUSED, row, row.donor, row.name, reason=refusal.reason)
        return standing(row)
    except CannotGive as refusal:
        return Outcome(Came.STOPPED, row, row.donor, row.name, reasons=refusal.reasons)
    except Refused as refusal:
        return Outcome(Came.REFUSED, row, row.donor, row.name, reason=refusal.reason)
    except KeyUsedBefore:
        return standing(row)


def _page(
    request: HouseRequest,
    row: Registration,
    name: str,
    desk: Desk,
    form: StepForm,
    *,
    outcome: Outcome | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page that asks for the reason; at the desk with the head of a desk."""
    drive: Drive = row.drive
    at_desk = desk is Desk.RECEPTION
    around = desk_page(request, drive, "reception") if at_desk else below_list(drive)
    now = timezone.now()
    answer = answer_of(outcome, by=request.actor, now=now) if outcome else None
    back = (
        f"{reverse('units:reception', args=[drive.pk])}?person={row.pk}"
        if at_desk
        else reverse("units:registration", args=[drive.pk, row.pk])
    )
    context = around | {
        "frame": "units/base_desk.html" if at_desk else "units/base_below.html",
        "form": form,
        "row": row,
        "person": addressed(row.name, row.donor.sex),
        "step_words": step_words(name),
        "needs_reason": STEPS[name].needs_reason,
        "answer": answer,
        "back": back,
    }
    return render(
        request, "units/step_form.html", context, status=answer.status if answer else status
    )
