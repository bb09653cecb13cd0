"""Entering a paper list: its grid, its lines as they are finished, and saving it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drives.models import Drive
from exchange.grids import Grid, Line, Posted, answer, read_lines, read_post, refusal
from exchange.pasted import NotRead
from ledger.actions import KeyUsedBefore, Receipt
from ledger.requests import HouseRequest
from ledger.saving import answered
from ledger.scope import Verb
from units.access import RECEPTION, drive_for, may
from units.actions.bag_codes import BagRefused
from units.actions.paper.lines import Put, bring_back, choose, kept_lines, put_lines
from units.actions.paper.reading import SheetReading, read_sheet
from units.actions.paper.refusals import (
    NotAllGood,
    NothingGood,
    NotItsLine,
    NotSaved,
    SheetClosed,
    TooManyLines,
    Unanswered,
)
from units.actions.paper.saving import save_sheet
from units.actions.refusals import DayClosed
from units.forms.paper import (
    LIMITS,
    SaveForm,
    TypedList,
    WholeListForm,
    once_more,
    split_list,
)
from units.models import PaperSheet
from units.presenters import paper as words
from units.presenters.people import sentence
from units.querysets.paper import bags_of
from units.views import paper_people
from units.views.frame import day_page

PANEL = "lists"
SHUT = (SheetClosed, NotItsLine, TooManyLines)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What a refused post brought, to be shown again."""

    pasted: str = ""
    one: Posted | None = None
    stale: Sequence[tuple[Posted, Put]] = ()
    error: str = ""
    save: SaveForm | None = None
    whole: WholeListForm | None = None
    refused: NotSaved | None = None


NOTHING = Typed()


def sheet_of(request: HouseRequest, drive: Drive, pk: UUID) -> PaperSheet:
    """A list of this drive, which is known to be seen."""
    sheets = PaperSheet.objects.of_drive(drive.pk).with_counts().select_related("receiver")
    sheet: PaperSheet = get_object_or_404(sheets, pk=pk)
    sheet.drive = drive
    return sheet


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/``: the grid of an open list for those who enter it, else the
    people it saved. A post keeps the lines, and with the button saves the list."""
    if request.method == "POST":
        at_drive = drive_for(request, drive, *RECEPTION)
        return _posted(request, at_drive, sheet_of(request, at_drive, pk))
    at_drive = drive_for(request, drive, Verb.SEE)
    record = sheet_of(request, at_drive, pk)
    if record.is_open and may(request.scope, at_drive, *RECEPTION):
        return page(request, at_drive, record, Typed(one=_line_asked_for(request, record)))
    return paper_people.page(request, at_drive, record)


def _line_asked_for(request: HouseRequest, record: PaperSheet) -> Posted | None:
    """``?line=``: the line that the form for one line shows."""
    wanted = request.GET.get("line", "")
    line = next((one for one in kept_lines(record) if str(one.id) == wanted), None)
    if line is None:
        return None
    return Posted(
        id=line.id, number=line.position, cells=dict(line.cells), key=uuid4(), version=line.version
    )


@require_POST
def lines(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/lines/``: lines as the grid sends them, answered one by one."""
    at_drive = drive_for(request, drive, *RECEPTION)
    record = sheet_of(request, at_drive, pk)
    try:
        sent = read_lines(
            request.body, words.columns_of(record.columns), owner=request.user.pk, limits=LIMITS
        )
        puts = put_lines(by=request.actor, sheet=record, lines=sent)
    except NotRead as refused:
        return refusal(_said(refused))
    except SHUT as refused:
        return refusal(_shut(refused), HTTPStatus.CONFLICT)
    reading = _reading(request, record)
    told = json.loads(answer([_answered(one, puts[one.id], reading) for one in sent]).content)
    return JsonResponse({**told, "counts": words.counts_json(_totals(record, reading))})


def _answered(sent: Posted, put: Put, reading: SheetReading) -> Line:
    if put.state == "stale":
        return words.stale_line(sent, put)
    if put.state == "done":
        return words.done_line(sent, put)
    known = reading.by_id.get(sent.id)
    return words.grid_line(known, reading.sheet) if known else words.empty_line(sent, put)


def _posted(request: HouseRequest, drive: Drive, record: PaperSheet) -> HttpResponse:
    form = SaveForm(request.POST)
    if not form.is_valid():
        # A button of somebody who plays: the key stays, and nothing is asked for.
        form = SaveForm({"key": str(form.cleaned_data.get("key") or uuid4()), "want": "good"})
        form.is_valid()
    columns = words.columns_of(record.columns)
    first = max((line.position for line in kept_lines(record)), default=0) + 1
    typed = Typed(pasted=request.POST.get("pasted", ""), save=form)
    try:
        given = read_post(
            request.POST, columns, key=form.cleaned_data["key"], first=first,
            owner=request.user.pk, limits=LIMITS, split=split_list,
        )  # fmt: skip
        sent = given.lines
        if not request.POST.get("rows"):
            sent = once_more(given, form.cleaned_data["key"])
        puts = put_lines(by=request.actor, sheet=record, lines=sent)
        choose(by=request.actor, sheet=record, choices=given.choices)
    except NotRead as refused:
        typed = Typed(pasted=typed.pasted, save=form, error=_said(refused))
        return page(request, drive, record, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    except SHUT as refused:
        return _closed(request, record, refused)
    stale = [(one, puts[one.id]) for one in sent if puts[one.id].state == "stale"]
    if stale:
        return page(request, drive, record, Typed(stale=stale, save=form), HTTPStatus.CONFLICT)
    if "save" not in request.POST:
        return HttpResponseRedirect(record.get_absolute_url())
    return _save(request, drive, record, form)


def _save(request: HouseRequest, drive: Drive, record: PaperSheet, form: SaveForm) -> HttpResponse:
    try:
        receipt = save_sheet(
            by=request.actor, scope=request.scope, key=form.cleaned_data["key"], sheet=record,
            wish=form.wish(),
        )  # fmt: skip
    except NotSaved as refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, drive, record, Typed(save=form, refused=refused), status)
    except BagRefused:
        # Another desk took the code of a bag at this moment; the line says so now.
        error = _("A bag was recorded elsewhere at this very moment. Please look at the lines.")
        return page(request, drive, record, Typed(save=form, error=error), HTTPStatus.CONFLICT)
    except DayClosed as refused:
        error = sentence(refused.reason)
        return page(request, drive, record, Typed(save=form, error=error), HTTPStatus.CONFLICT)
    except KeyUsedBefore:
        error = _("This list was saved from this page already; it is shown as it is now.")
        return page(request, drive, record, Typed(error=error), HTTPStatus.CONFLICT)
    except SheetClosed as refused:
        return _closed(request, record, refused)
    return _onward(request, drive, record, receipt)


def _onward(
    request: HouseRequest, drive: Drive, record: PaperSheet, receipt: Receipt
) -> HttpResponseRedirect:
    now = sheet_of(request, drive, record.pk)
    return answered(request, words.progress_words(now), receipt, now.get_absolute_url())


@require_POST
def whole(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/whole/``: a list pasted or uploaded as it is, behind the lines that
    are there."""
    at_drive = drive_for(request, drive, *RECEPTION)
    record = sheet_of(request, at_drive, pk)
    form = WholeListForm(request.POST, request.FILES)
    first = max((line.position for line in kept_lines(record)), default=0) + 1
    typed = form.typed(key=form.cleaned_data["key"], first=first) if form.is_valid() else None
    if typed is None or form.errors:
        if not form.errors:
            form.add_error("pasted", _("Paste a list, or choose a file."))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, at_drive, record, Typed(whole=form), status)
    try:
        take_list(request, record, typed)
    except SHUT as refused:
        return _closed(request, record, refused)
    return HttpResponseRedirect(record.get_absolute_url())


def take_list(request: HouseRequest, record: PaperSheet, typed: TypedList) -> None:
    """Keep the lines of a whole list; how many they are is said."""
    put_lines(by=request.actor, sheet=record, lines=typed.lines, merged=typed.merged)
    messages.info(request, words.taken_words(len(typed.lines)))


@require_POST
def restore(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/restore/``: lines that were taken out come back."""
    at_drive = drive_for(request, drive, *RECEPTION)
    record = sheet_of(request, at_drive, pk)
    try:
        wanted = [UUID(value) for value in request.POST.getlist("line")]
    except ValueError as error:
        raise Http404 from error
    try:
        bring_back(sheet=record, lines=wanted)
    except SheetClosed as refused:
        return _closed(request, record, refused)
    return HttpResponseRedirect(record.get_absolute_url())


def _said(refused: NotRead) -> str:
    return _(refused.sentence) % refused.params


def _shut(refused: Exception) -> str:
    if isinstance(refused, SheetClosed):
        return words.closed_words(refused.sheet)
    if isinstance(refused, TooManyLines):
        return words.too_many_words(refused.most)
    return _("These lines belong to another list. Please open the page again.")


def _closed(request: HouseRequest, record: PaperSheet, refused: Exception) -> HttpResponseRedirect:
    messages.warning(request, _shut(refused))
    return HttpResponseRedirect(record.get_absolute_url())


def _reading(request: HouseRequest, record: PaperSheet) -> SheetReading:
    return read_sheet(record.drive, record, kept_lines(record), scope=request.scope)


def _totals(record: PaperSheet, reading: SheetReading) -> list[words.Total]:
    return words.totals(record, reading, words.Saved(words.progress(record)[0], bags_of(record)))


def page(
    request: HouseRequest,
    drive: Drive,
    record: PaperSheet,
    typed: Typed = NOTHING,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The grid with all that is kept, and above it why something was not saved."""
    reading = _reading(request, record)
    stale = {sent.id: words.stale_line(sent, put) for sent, put in typed.stale}
    rows = [stale.get(line.id, line) for line in words.grid_lines(reading)]
    refused = typed.refused.reading if typed.refused else reading
    asking = reading.asking
    context = day_page(request, drive, PANEL) | {
        "sheet": record,
        "grid": Grid(
            columns=words.columns_of(record.columns),
            lines=rows,
            label=record.label,
            save_url=reverse("units:list-lines", args=[drive.pk, record.pk]),
            owner=request.user.pk,
            pasted=typed.pasted,
            one=typed.one,
            limits=LIMITS,
        ),
        "save": _save_form(typed, reading),
        "whole": typed.whole or WholeListForm(auto_id="whole_%s"),
        "totals": _totals(record, reading),
        "asked": words.asked(asking),
        "asking": len(asking),
        "wrong": words.wrong(refused.bad) if typed.refused else [],
        "unanswered": isinstance(typed.refused, Unanswered),
        "not_all": isinstance(typed.refused, NotAllGood),
        "nothing": isinstance(typed.refused, NothingGood),
        "error": typed.error,
        "stale": bool(typed.stale),
        "out": words.out_rows(reading.out),
        "state": words.sheet_state(record),
        "saved_words": words.progress_words(record),
        "saved_people": words.progress(record)[0],
    }
    return render(request, "units/paper_grid.html", context, status=status)


def _save_form(typed: Typed, reading: SheetReading) -> SaveForm:
    """Always with a key of its own: what was refused is sent anew."""
    chosen = typed.save.data if typed.save else {}
    first = {
        "want": chosen.get("want") or "good",
        "answer": chosen.get("answer") or "",
        "questions": reading.questions,
    }
    return SaveForm(initial=first)
