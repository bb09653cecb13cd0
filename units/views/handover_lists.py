"""Whoever gives fills a list, sends it, and walks it back."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.requests import HouseRequest
from ledger.saving import answered, save_edit
from units.actions.handover_answers import undo_answer
from units.actions.handover_bags import count_uncoded, fill, list_bag, take_off
from units.actions.handovers import send, take_back, withdraw
from units.actions.refusals import Refused
from units.actions.steps import REASON_MISSING
from units.forms.handovers import ReasonForm, ScanForm, SendForm, UncodedForm
from units.models import Handover
from units.presenters.handovers import Said, ml_text, refused, standing_of, tally_table
from units.presenters.people import sentence
from units.querysets.handover_sides import Stand
from units.querysets.handovers import tallies
from units.rules.handovers import Side
from units.views.frame import day_page
from units.views.handover_pages import PANEL, handover_for, no_key, posted_key, show, unusable
from words.numbers import format_number

# Steps backward: who takes them, and what the page says of them.
BACKWARD: dict[str, tuple[Side, Callable[..., Receipt]]] = {
    "take-back": (Side.GIVER, take_back),
    "withdraw": (Side.GIVER, withdraw),
    "undo-answer": (Side.RECEIVER, undo_answer),
}
STEP_WORDS = {
    "take-back": gettext_lazy("Take the list back"),
    "withdraw": gettext_lazy("Withdraw the list"),
    "undo-answer": gettext_lazy("Correct the answer"),
}
STEP_HINTS = {
    "take-back": gettext_lazy(
        "The list is open again and can be changed. What the receiver said of it by now stays in"
        " the history."
    ),
    "withdraw": gettext_lazy(
        "The list stays to be read, shown as withdrawn. Its bags are free for another list."
    ),
    "undo-answer": gettext_lazy(
        "The answer is open again. The differences stay noted; change only what was wrong."
    ),
}


@require_POST
def scan(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/scan/``: one bag onto the list."""
    record, stand = handover_for(request, pk, Side.GIVER)
    form = ScanForm(request.POST)
    form.is_valid()
    typed = str(form.data.get("code", ""))
    if said := unusable(typed):
        return show(request, record, stand, said=said, typed=typed)
    try:
        list_bag(by=request.actor, key=posted_key(request) or uuid4(), handover=record, code=typed)
    except Refused as refusal:
        said = refused(refusal.reason)
        return show(request, record, stand, said=said, typed=typed)
    except KeyUsedBefore:
        return HttpResponseRedirect(record.get_absolute_url())
    record, stand = handover_for(request, pk)
    line = record.lines.standing().order_by("-position").first()
    count = record.lines.given().count()
    said = Said(
        _("On the list"),
        f"{line.bag_code} · {ml_text(line.volume)}" if line else "",
        [
            ngettext("%(bags)s bag is on it now.", "%(bags)s bags are on it now.", count)
            % {"bags": format_number(count)}
        ],
        tone="ok",
        icon="check-lg",
    )
    return show(request, record, stand, said=said)


@require_POST
def fill_list(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/fill/``: every bag of the receiver that is on no list."""
    record, stand = handover_for(request, pk, Side.GIVER)
    act = partial(fill, by=request.actor, handover=record)
    return _pressed(request, record, stand, act, _("All bags of this receiver are on the list."))


@require_POST
def remove(request: HouseRequest, pk: int, line: int) -> HttpResponse:
    """``/handovers/<id>/lines/<line>/remove/``."""
    record, stand = handover_for(request, pk, Side.GIVER)
    row = get_object_or_404(record.lines.all(), pk=line)
    act = partial(take_off, by=request.actor, handover=record, line=row)
    return _pressed(request, record, stand, act, _("The bag is taken off the list."))


def _pressed(
    request: HouseRequest,
    record: Handover,
    stand: Stand,
    act: Callable[..., Receipt],
    words: str,
) -> HttpResponse:
    """A button that needs nothing else: on with a receipt, or the page that says why not."""
    key = posted_key(request)
    if key is None:
        return show(request, record, stand, said=no_key())
    try:
        receipt = act(key=key)
    except Refused as refusal:
        record, stand = handover_for(request, record.pk)
        return show(request, record, stand, said=refused(refusal.reason))
    except KeyUsedBefore:
        return HttpResponseRedirect(record.get_absolute_url())
    return answered(request, words, receipt, record.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/counts/``: bags that are not listed one by one."""
    return save_edit(
        request,
        read=lambda: handover_for(request, pk, Side.GIVER)[0],
        form=UncodedForm.of,
        save=lambda form, record: count_uncoded(
            by=request.actor,
            key=form.cleaned_data["key"],
            handover=record,
            version=form.cleaned_data["version"],
            bags=form.bags(),
        ),
        page=lambda form, record, status: _form_page(
            request, record, "units/handover_counts.html", {"form": form}, status
        ),
        said=_("The counts are on the list."),
        then=lambda receipt: reverse("units:handover", args=[pk]),
        refusals={Refused: _say_refused},
    )


def _say_refused(form: Any, refusal: Refused) -> None:
    place = "left_at" if refusal.reason.rule.startswith("hour-") else None
    form.add_error(place if place in form.fields else None, sentence(refusal.reason))


@require_http_methods(["GET", "HEAD", "POST"])
def send_list(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/send/``: the circumstances; a post lets the bags leave."""
    record, stand = handover_for(request, pk, Side.GIVER)
    now = timezone.now()
    if request.method != "POST":
        return _send_page(request, record, SendForm.of(record, now=now), HTTPStatus.OK)
    form = SendForm.of(record, request.POST, now=now)
    if not form.is_valid():
        return _send_page(request, record, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        receipt = send(
            by=request.actor, key=form.cleaned_data["key"], handover=record,
            version=form.cleaned_data["version"], facts=form.facts(), sides=stand.sides,
        )  # fmt: skip
    except Refused as refusal:
        _say_refused(form, refusal)
        return _send_page(request, record, form, HTTPStatus.CONFLICT)
    except (Stale, KeyUsedBefore):
        return _changed_meanwhile(request, pk, form)
    return answered(
        request, _("The list is handed over and waits for the count."), receipt,
        record.get_absolute_url(),
    )  # fmt: skip


def _changed_meanwhile(request: HouseRequest, pk: int, form: SendForm) -> HttpResponse:
    """The list as it is now, with all that was typed and the sentence that it changed."""
    record, _stand = handover_for(request, pk, Side.GIVER)
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, of a post
    fresh = SendForm.of(record, now=timezone.now())
    for name in ("version", "key"):
        data[name] = str(fresh[name].value())
    again = SendForm.of(record, data, now=timezone.now())
    again.is_valid()
    again.add_error(
        None, _("Somebody changed the list since you opened this page. Look at the bags again.")
    )
    return _send_page(request, record, again, HTTPStatus.CONFLICT)


def _send_page(
    request: HouseRequest, record: Handover, form: SendForm, status: int
) -> HttpResponse:
    table = tally_table(tallies([record])[record.pk])
    return _form_page(
        request, record, "units/handover_send.html", {"form": form, "table": table}, status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HouseRequest, pk: int, name: str) -> HttpResponse:
    """``/handovers/<id>/step/<name>/``: a step backward with its reason."""
    if name not in BACKWARD:
        raise Http404
    side, act = BACKWARD[name]
    record, stand = handover_for(request, pk, side)
    page = partial(_step_page, request, record, name)
    if request.method != "POST":
        return page(ReasonForm(), HTTPStatus.OK)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        receipt = act(
            by=request.actor, key=form.cleaned_data["key"], handover=record,
            reason=form.cleaned_data["reason"], sides=stand.sides,
        )  # fmt: skip
    except Refused as refusal:
        missing = refusal.reason is REASON_MISSING
        form.add_error("reason" if missing else None, sentence(refusal.reason))
        return page(form, HTTPStatus.UNPROCESSABLE_ENTITY if missing else HTTPStatus.CONFLICT)
    except KeyUsedBefore:
        messages.warning(request, _("The list changed meanwhile; nothing was done."))
        return HttpResponseRedirect(record.get_absolute_url())
    return answered(request, f"{STEP_WORDS[name]}.", receipt, record.get_absolute_url())


def _step_page(
    request: HouseRequest, record: Handover, name: str, form: ReasonForm, status: int
) -> HttpResponse:
    context = {"form": form, "step_words": STEP_WORDS[name], "step_hint": STEP_HINTS[name]}
    return _form_page(request, record, "units/handover_step.html", context, status)


def _form_page(
    request: HouseRequest,
    record: Handover,
    template: str,
    context: dict[str, Any],
    status: int,
) -> HttpResponse:
    context = day_page(request, record.drive, PANEL) | context
    context |= {"handover": record, "standing": standing_of(record)}
    return render(request, template, context, status=status)
