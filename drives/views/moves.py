"""Steps in the life of a drive that are not the confirmer's answer to a sheet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives.actions.moves import move_drive
from drives.actions.refusals import Missing, NotNow
from drives.cell_words import MOVES as MOVE_WORDS
from drives.forms.moves import MoveForm
from drives.models import Drive
from drives.rules.states import MOVES, Move
from ledger.actions import KeyUsedBefore, Stale
from ledger.requests import HouseRequest
from ledger.saving import received
from ledger.scope import Verb

# The confirmer answers on the confirm page, which shows the sheet.
ELSEWHERE = {"confirm", "return"}


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HouseRequest, pk: int, name: str) -> HttpResponse:
    """``/drives/<id>/move/<step>/``: asks for the reason, then takes the step."""
    if name not in MOVES or name in ELSEWHERE:
        raise Http404
    step = MOVES[name]
    drive = _movable(request, pk, step)
    if request.method != "POST":
        return _page(request, drive, MoveForm(move=step, initial={"version": drive.version}))
    form = MoveForm(request.POST, move=step)
    if form.is_valid():
        try:
            receipt = move_drive(
                by=request.actor,
                key=form.cleaned_data["key"],
                drive=drive,
                name=name,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                days=form.cleaned_data.get("days"),
            )
        except (Stale, NotNow, KeyUsedBefore):
            messages.warning(request, _("The drive changed meanwhile; nothing was done."))
            return redirect("drives:drive", pk)
        except Missing:
            form.add_error(None, _("There is no result yet. Record it before sending it up."))
        else:
            messages.success(request, received(f"{MOVE_WORDS[name]}.", receipt))
            return redirect("drives:drive", pk)
    return _page(request, drive, form, status=422)


def _movable(request: HouseRequest, pk: int, step: Move) -> Drive:
    drive = get_object_or_404(Drive.objects.visible_to(request.scope).with_page(), pk=pk)
    drives = Drive.objects.all()
    allowed = (
        drives.confirmable_by(request.scope)
        if step.verb is Verb.CONFIRM
        else drives.recordable_by(request.scope)
    )
    if not allowed.filter(pk=pk).exists():
        raise PermissionDenied
    return drive


def _page(request: HouseRequest, drive: Drive, form: MoveForm, status: int = 200) -> HttpResponse:
    context = {
        "drive": drive,
        "form": form,
        "step": form.move,
        "step_words": MOVE_WORDS[form.move.name],
        "open": drive.life_state in form.move.sources,
    }
    return render(request, "drives/move_form.html", context, status=status)
