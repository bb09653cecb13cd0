"""The page of one drive with its tabs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from drives.cell_words import MOVES
from drives.forms.moves import MoveForm
from drives.models import Drive, Result
from drives.panels import panels_for
from drives.presenters import steps
from drives.presenters.pages import TABS, deeds_of, lead_of, tabs_of
from drives.presenters.sheets import sheet_view
from drives.rules.states import MOVES as STEPS
from drives.rules.states import State
from ledger.requests import HouseRequest


@require_safe
def drive(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/?tab=``; an unknown tab is the first one."""
    drives = Drive.objects.visible_to(request.scope).with_page().with_figures()
    drive = get_object_or_404(drives.select_related("duplicate_of"), pk=pk)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    context = around(request, drive, tab) | {"tab": tab} | _READS[tab](request, drive)
    return render(request, f"drives/drive_{tab}.html", context)


def around(request: HouseRequest, drive: Drive, tab: str) -> dict[str, Any]:
    """What every tab of a drive shows around its own matter; panels of rooms above use it too."""
    may_record = Drive.objects.recordable_by(request.scope).filter(pk=drive.pk).exists()
    may_confirm = Drive.objects.confirmable_by(request.scope).filter(pk=drive.pk).exists()
    sheet: Result | None = getattr(drive, "result", None)
    own = sheet is not None and sheet.submitted_by_id == request.actor.id
    return {
        "drive": drive,
        "result": sheet,
        "lead": lead_of(drive),
        "steps": steps(drive.life_state),
        "may_record": may_record,
        "sent_by_me": own and may_confirm,
        "deeds": deeds_of(
            drive,
            sheet,
            may_record=may_record,
            may_confirm=may_confirm,
            own=own,
            today=localdate(),
        ),
        "move_form": MoveForm(move=STEPS["hold"], initial={"version": drive.version}),
        "tabs": tabs_of(
            drive,
            tab,
            counts={"awards": drive.awards.standing().count()},
            panels=panels_for(request.scope, drive),
        ),
    }


def _overview(request: HouseRequest, drive: Drive) -> dict[str, Any]:
    visible = Drive.objects.visible_to(request.scope)
    return {
        "campaigns": drive.campaigns.visible_to(request.scope).order_by("folded", "id"),
        "partners": drive.partners.select_related("organisation").order_by("id"),
        "receivers": drive.receivings.select_related("organisation").order_by("id"),
        "head": visible.filter(pk=drive.duplicate_of_id).first() if drive.duplicate_of_id else None,
        "doubles": visible.filter(duplicate_of=drive.pk).order_by("id"),
        "last_return": drive.moves.filter(name__in=["return", "reopen"])
        .select_related("by")
        .first(),
        "stopped": drive.moves.filter(name__in=["cancel", "postpone"]).select_related("by").first()
        if drive.life_state in (State.CANCELLED, State.POSTPONED)
        else None,
    }


def _result(request: HouseRequest, drive: Drive) -> dict[str, Any]:
    sheet: Result | None = getattr(drive, "result", None)
    return {
        "sheet": sheet_view(drive, sheet) if sheet else None,
        "answers": drive.answers.select_related("by").order_by("at", "id"),
    }


def _awards(request: HouseRequest, drive: Drive) -> dict[str, Any]:
    awards = drive.awards.visible_to(request.scope).select_related("withdrawn_by")
    return {"awards": awards.order_by("id")}


def _moves(request: HouseRequest, drive: Drive) -> dict[str, Any]:
    moves = list(drive.moves.select_related("by"))
    return {"moves": [(MOVES.get(move.name, move.name), move) for move in moves]}


_READS = {"overview": _overview, "result": _result, "awards": _awards, "moves": _moves}
