"""The paper lists of a drive: which there are, opening one, mending and withdrawing it."""

from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drives.models import Drive
from ledger.requests import HouseRequest
from ledger.saving import save_edit, save_new
from ledger.scope import Verb
from units.access import RECEPTION, drive_for, may
from units.actions.paper.refusals import SheetClosed
from units.actions.paper.sheets import edit_sheet, open_sheet
from units.actions.paper.undoing import withdraw_sheet
from units.actions.refusals import DayClosed, Refused
from units.forms.paper import NewSheetForm, SheetForm, TypedList, WithdrawSheetForm
from units.models import DriveDay, PaperSheet
from units.presenters import paper as words
from units.presenters.people import sentence
from units.views.frame import day_page
from units.views.paper import PANEL, sheet_of, take_list


@require_safe
def listing(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/lists/``."""
    at_drive = drive_for(request, drive, Verb.SEE)
    sheets = PaperSheet.objects.of_drive(drive).with_counts()
    now = timezone.now()
    context = day_page(request, at_drive, PANEL) | {
        "rows": [
            (sheet, words.sheet_state(sheet), sum(words.progress(sheet)), opened)
            for sheet in sheets
            for opened in [words.opened_words(sheet, now)]
        ],
        "may_work": may(request.scope, at_drive, *RECEPTION),
        "day": DriveDay.objects.filter(drive=at_drive).first(),
    }
    return render(request, "units/paper_lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/lists/new/``: what stands at the head and the foot of a list, and its lines
    where they are at hand in a spreadsheet."""
    at_drive = drive_for(request, drive, *RECEPTION)
    taken: list[TypedList] = []

    def form(data: object) -> NewSheetForm:
        count = PaperSheet.objects.of_drive(drive).count()
        first = {"label": _("List %(n)s") % {"n": count + 1}}
        made = NewSheetForm(
            data, request.FILES or None, drive=at_drive, today=timezone.localdate(), initial=first
        )
        if (
            data is not None
            and made.is_valid()
            and (typed := made.typed(key=made.cleaned_data["key"]))
        ):
            taken.append(typed)
        return made

    response = save_new(
        request,
        form=form,
        save=lambda made: open_sheet(
            by=request.actor, key=made.cleaned_data["key"], drive=at_drive, facts=made.facts()
        ),
        page=partial(_form_page, request, at_drive),
        said=_("The list is open; each line is kept as soon as it is typed."),
        then=lambda receipt: reverse("units:list", args=[drive, receipt.target_id]),
        refusals={DayClosed: _say_reason},
    )
    if response.status_code == 302 and taken:
        key = taken[0].key
        take_list(request, sheet_of(request, at_drive, key), taken[0])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/edit/``."""
    at_drive = drive_for(request, drive, *RECEPTION)
    return save_edit(
        request,
        read=lambda: sheet_of(request, at_drive, pk),
        form=partial(SheetForm.of, drive=at_drive, today=timezone.localdate()),
        save=lambda form, sheet: edit_sheet(
            by=request.actor,
            key=form.cleaned_data["key"],
            sheet=sheet,
            version=form.cleaned_data["version"],
            facts=form.facts(),
        ),
        page=lambda form, sheet, status: _form_page(request, at_drive, form, sheet, status),
        said=_("The changes are saved."),
        then=lambda receipt: reverse("units:list", args=[drive, pk]),
        refusals={DayClosed: _say_reason, SheetClosed: _say_closed},
        closed=_why_withdrawn,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/withdraw/``: the whole list is taken back, with a reason."""
    at_drive = drive_for(request, drive, *RECEPTION)
    record = sheet_of(request, at_drive, pk)
    if record.state == PaperSheet.State.WITHDRAWN and request.method != "POST":
        raise PermissionDenied(words.closed_words(record))
    return save_new(
        request,
        form=lambda data: WithdrawSheetForm(data, initial={"version": record.version}),
        save=lambda form: withdraw_sheet(
            by=request.actor,
            key=form.cleaned_data["key"],
            sheet=record,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
        page=lambda form, _none, status: render(
            request,
            "units/paper_withdraw.html",
            day_page(request, at_drive, PANEL) | {"form": form, "sheet": record},
            status=status,
        ),
        said=_("The list is withdrawn. Nothing was deleted; it is shown as withdrawn."),
        then=lambda receipt: reverse("units:list", args=[drive, pk]),
        refusals={DayClosed: _say_reason, Refused: _say_reason, SheetClosed: _say_closed},
    )


def _form_page(
    request: HouseRequest, drive: Drive, form: SheetForm, record: PaperSheet | None, status: int
) -> HttpResponse:
    context = day_page(request, drive, PANEL) | {"form": form, "sheet": record}
    return render(request, "units/paper_form.html", context, status=status)


def _why_withdrawn(sheet: PaperSheet) -> str:
    return words.closed_words(sheet) if sheet.state == PaperSheet.State.WITHDRAWN else ""


def _say_reason(form: SheetForm, refusal: Refused) -> None:
    form.add_error(None, sentence(refusal.reason))


def _say_closed(form: SheetForm, refusal: SheetClosed) -> None:
    form.add_error(None, words.closed_words(refusal.sheet))
