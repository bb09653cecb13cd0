"""The receiver's own page of a list: count, check, name what differs, answer."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ledger.actions import KeyUsedBefore, Receipt
from ledger.requests import HouseRequest
from ledger.saving import answered
from units.actions.handover_answers import UNCHECKED, confirm, dispute
from units.actions.handover_checks import (
    AlreadyChecked,
    NotListed,
    check_bag,
    name_difference,
    name_extra,
    tick,
)
from units.actions.refusals import Refused
from units.actions.steps import REASON_MISSING
from units.forms.handovers import AnswerForm, CountForm, DifferenceForm, ExtraForm, ScanForm
from units.models import Handover, HandoverLine
from units.presenters.handovers import Said, ml_text, refused, standing_of
from units.presenters.people import sentence
from units.querysets.handover_sides import Stand
from units.rules.handovers import HandoverState, Side
from units.views.frame import day_page
from units.views.handover_pages import (
    PANEL,
    handover_for,
    list_context,
    no_key,
    posted_key,
    unusable,
)
from words.numbers import format_number

_NOTHING_TICKED = Said(
    _lazy("Tick the bags that were received."),
    tone="warn",
    icon="exclamation-triangle",
    status=HTTPStatus.UNPROCESSABLE_ENTITY,
)
PLACES = {
    "signatory-missing": "receiver_signatory",
    "arrived-before-left": "arrived_at",
    "hour-to-come": "arrived_at",
    "bags-unchecked": "unchecked",
}


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/answer/``: totals first. ``?what=all`` confirms the list as it is,
    ``?what=differs`` sends what was counted and noted."""
    record, stand = handover_for(request, pk, Side.RECEIVER)
    if request.method != "POST":
        if record.life_state in (HandoverState.OPEN, HandoverState.CONFIRMED):
            return HttpResponseRedirect(record.get_absolute_url())
        return screen(request, record, stand)
    if request.POST.get("what") == "differs":
        return _send(request, record, stand, CountForm, _dispute)
    return _send(request, record, stand, AnswerForm, _confirm)


def _confirm(request: HouseRequest, record: Handover, stand: Stand, form: Any) -> Receipt:
    return confirm(
        by=request.actor, key=form.cleaned_data["key"], handover=record,
        facts=form.facts(on_paper=stand.on_paper), sides=stand.sides,
        reason=form.cleaned_data.get("reason", ""),
    )  # fmt: skip


def _dispute(request: HouseRequest, record: Handover, stand: Stand, form: Any) -> Receipt:
    return dispute(
        by=request.actor, key=form.cleaned_data["key"], handover=record,
        facts=form.facts(on_paper=stand.on_paper), counted=form.counted(), sides=stand.sides,
    )  # fmt: skip


def _send(
    request: HouseRequest,
    record: Handover,
    stand: Stand,
    kind: type[AnswerForm],
    act: Callable[[HouseRequest, Handover, Stand, Any], Receipt],
) -> HttpResponse:
    form = kind.of(record, request.POST, now=timezone.now())
    if not form.is_valid():
        return screen(request, record, stand, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        receipt = act(request, record, stand, form)
    except Refused as refusal:
        return _refuse(request, record, stand, form, refusal)
    except KeyUsedBefore:
        return HttpResponseRedirect(record.get_absolute_url())
    words = (
        _("Received as listed. Thank you.")
        if kind is AnswerForm
        else _("The differences are sent.")
    )
    return answered(request, words, receipt, record.get_absolute_url())


def _refuse(
    request: HouseRequest, record: Handover, stand: Stand, form: AnswerForm, refusal: Refused
) -> HttpResponse:
    rule = refusal.reason.rule
    place = "reason" if refusal.reason is REASON_MISSING else PLACES.get(rule)
    if place in form.fields:
        form.add_error(place, sentence(refusal.reason))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        asks = refusal.reason is UNCHECKED
        return screen(request, record, stand, form=form, asks=asks, status=status)
    return screen(request, record, stand, form=form, said=refused(refusal.reason))


@require_POST
def check(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/answer/check/``: one bag was received."""
    record, stand = handover_for(request, pk, Side.RECEIVER)
    form = ScanForm(request.POST)
    form.is_valid()
    typed = str(form.data.get("code", ""))
    if said := unusable(typed):
        return screen(request, record, stand, said=said, typed=typed)
    try:
        check_bag(by=request.actor, key=posted_key(request) or uuid4(), handover=record, code=typed)
    except AlreadyChecked as refusal:
        said = refused(refusal.reason, HTTPStatus.OK)
        return screen(request, record, stand, said=said)
    except NotListed as refusal:
        extra = ExtraForm(initial={"code": refusal.code}, auto_id="extra_%s")
        said = refused(refusal.reason)
        return screen(request, record, stand, said=said, typed=typed, extra=extra)
    except Refused as refusal:
        return screen(request, record, stand, said=refused(refusal.reason), typed=typed)
    except KeyUsedBefore:
        return screen(request, record, stand)
    line = record.lines.standing().filter(checked_at__isnull=False).order_by("-checked_at").first()
    return screen(request, record, stand, said=_checked(record, line))


def _checked(record: Handover, line: HandoverLine | None) -> Said:
    done = record.lines.given().filter(checked_at__isnull=False).count()
    return Said(
        _("Checked off"),
        f"{line.bag_code} · {ml_text(line.volume)}" if line else "",
        [
            _("%(done)s of %(all)s bags are checked.")
            % {
                "done": format_number(done),
                "all": format_number(record.lines.given().count()),
            }
        ],
        tone="ok",
        icon="check-lg",
    )


@require_POST
def ticks(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/answer/ticks/``: the ticked bags were received."""
    record, stand = handover_for(request, pk, Side.RECEIVER)
    chosen = [int(one) for one in request.POST.getlist("line") if one.isdecimal() and len(one) < 18]
    key = posted_key(request)
    if key is None:
        return screen(request, record, stand, said=no_key())
    if not chosen:
        return screen(request, record, stand, said=_NOTHING_TICKED)
    act = partial(tick, by=request.actor, key=key, handover=record, lines=chosen)
    said = ngettext("%(bags)s bag is checked.", "%(bags)s bags are checked.", len(chosen))
    return _noted(request, record, stand, act, said % {"bags": format_number(len(chosen))})


@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: HouseRequest, pk: int, line: int) -> HttpResponse:
    """``/handovers/<id>/answer/lines/<line>/``: what is with one bag."""
    record, _stand = handover_for(request, pk, Side.RECEIVER)
    row = get_object_or_404(record.lines.standing().with_links(), pk=line)
    form = DifferenceForm.of(row, request.POST if request.method == "POST" else None)
    page = partial(_difference_page, request, record, row, form)
    if request.method != "POST":
        return page(HTTPStatus.OK)
    if not form.is_valid():
        return page(HTTPStatus.UNPROCESSABLE_ENTITY)
    act = partial(
        name_difference, by=request.actor, key=form.cleaned_data["key"], handover=record,
        line=row, facts=form.facts(),
    )  # fmt: skip
    try:
        receipt = act()
    except Refused as refusal:
        place = "found_volume" if refusal.reason.rule == "same-volume" else None
        form.add_error(place, sentence(refusal.reason))
        return page(HTTPStatus.CONFLICT if place is None else HTTPStatus.UNPROCESSABLE_ENTITY)
    except KeyUsedBefore:
        return HttpResponseRedirect(_answer_url(record))
    return answered(request, _("Noted. Send the answer at the end."), receipt, _answer_url(record))


def _difference_page(
    request: HouseRequest, record: Handover, line: HandoverLine, form: DifferenceForm, status: int
) -> HttpResponse:
    context = day_page(request, record.drive, PANEL) | {
        "handover": record,
        "standing": standing_of(record),
        "line": line,
        "volume": ml_text(line.volume),
        "form": form,
    }
    return render(request, "units/handover_difference.html", context, status=status)


@require_POST
def extra(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/answer/extra/``: a bag that is not on the list."""
    record, stand = handover_for(request, pk, Side.RECEIVER)
    form = ExtraForm(request.POST, auto_id="extra_%s")
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return screen(request, record, stand, extra=form, status=status)
    told = form.cleaned_data
    try:
        receipt = name_extra(
            by=request.actor, key=told["key"], handover=record, code=told["code"],
            volume=told["volume"], note=told["note"],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, sentence(refusal.reason))
        said = refused(refusal.reason, HTTPStatus.UNPROCESSABLE_ENTITY)
        return screen(request, record, stand, extra=form, said=said)
    except KeyUsedBefore:
        return HttpResponseRedirect(_answer_url(record))
    return answered(request, _("Noted. Send the answer at the end."), receipt, _answer_url(record))


def _noted(
    request: HouseRequest,
    record: Handover,
    stand: Stand,
    act: Callable[[], Receipt],
    words: str,
) -> HttpResponse:
    try:
        receipt = act()
    except Refused as refusal:
        return screen(request, record, stand, said=refused(refusal.reason))
    except KeyUsedBefore:
        return HttpResponseRedirect(_answer_url(record))
    return answered(request, words, receipt, _answer_url(record))


def _answer_url(record: Handover) -> str:
    return reverse("units:handover-answer", args=[record.pk])


def screen(
    request: HouseRequest,
    record: Handover,
    stand: Stand,
    *,
    form: AnswerForm | None = None,
    extra: ExtraForm | None = None,
    said: Said | None = None,
    typed: str = "",
    asks: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The whole page with what came of the last act."""
    now = timezone.now()
    confirming = form if form is not None and not isinstance(form, CountForm) else None
    counting = form if isinstance(form, CountForm) else None
    scan = ScanForm(initial={"code": typed}, auto_id="scan_%s")
    if said is not None:
        scan.fields["code"].widget.attrs["autofocus"] = True
    given = record.lines.given()
    checked = given.filter(checked_at__isnull=False).count()
    context = (
        day_page(request, record.drive, PANEL)
        | list_context(request, record)
        | {
            "handover": record,
            "stand": stand,
            "standing": standing_of(record),
            "may_check": record.life_state is HandoverState.SENT,
            "confirm": confirming or AnswerForm.of(record, now=now),
            "count": counting or CountForm.of(record, now=now),
            "extra": extra or ExtraForm(auto_id="extra_%s"),
            "extra_open": extra is not None,
            "asks": asks,
            "said": said,
            "scan": scan,
            "checked": checked,
            "listed": given.count(),
            "key": uuid4(),
        }
    )
    shown = said.status if said is not None else status
    return render(request, "units/handover_answer.html", context, status=shown)
