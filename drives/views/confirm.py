"""The confirmer reads a sheet, sees what changed since the last look, and answers."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives import gates
from drives.actions.moves import move_drive
from drives.actions.refusals import Missing, NotByYou, NotNow
from drives.cell_words import cell_label, cell_text
from drives.forms.confirm import ConfirmForm
from drives.models import Drive
from drives.presenters.sheets import sheet_view
from drives.rules.states import State
from ledger.actions import KeyUsedBefore, Stale
from ledger.querysets import changed_since, changes_of
from ledger.requests import HouseRequest
from ledger.saving import received


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One cell that differs from what the confirmer last looked at."""

    label: str
    then: str
    now: str


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/confirm/``. The post says by its button: confirm, or return."""
    drive = _confirmable(request, pk)
    if request.method != "POST":
        return _page(request, drive, _blank(drive))
    form = ConfirmForm(request.POST, returning="return" in request.POST)
    if form.is_valid():
        try:
            return _answer(request, drive, form)
        except (Stale, KeyUsedBefore, NotNow):
            drive = _confirmable(request, pk)
            form = _held_again(request, drive)
        except NotByYou:
            form.add_error(
                None, _("You sent this sheet yourself. Another officer has to confirm it.")
            )
        except Missing as missing:
            form.add_error(None, _missing_text(drive, missing))
    return _page(request, drive, form, status=422)


def _answer(request: HouseRequest, drive: Drive, form: ConfirmForm) -> HttpResponse:
    name = "return" if form.returning else "confirm"
    receipt = move_drive(
        by=request.actor,
        key=form.cleaned_data["key"],
        drive=drive,
        name=name,
        result_version=form.cleaned_data["result_version"],
        reason=form.cleaned_data["reason"],
        cells=form.cleaned_data["cells"],
    )
    said = _("The sheet is returned.") if form.returning else _("The figures are confirmed.")
    messages.success(request, received(said, receipt))
    return redirect("drives:drive", drive.pk)


def _confirmable(request: HouseRequest, pk: int) -> Drive:
    """404 outside the scope; 403 for those who do not confirm here; the drive's page otherwise
    shows why there is nothing to confirm."""
    drives = Drive.objects.visible_to(request.scope).with_page().with_figures()
    drive = get_object_or_404(drives, pk=pk)
    if not Drive.objects.confirmable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    if drive.life_state is not State.SUBMITTED:
        raise PermissionDenied(_("There is no sheet waiting for confirmation."))
    return drive


def _blank(drive: Drive) -> ConfirmForm:
    return ConfirmForm(initial={"result_version": drive.result.version})


def _held_again(request: HouseRequest, drive: Drive) -> ConfirmForm:
    """The same answer, held against the sheet as it is now."""
    posted = request.POST.copy()
    posted["result_version"], posted["key"] = str(drive.result.version), str(uuid4())
    again = ConfirmForm(posted)
    again.add_error(None, _("The sheet changed meanwhile. Please read it once more."))
    return again


def _missing_text(drive: Drive, missing: Missing) -> str:
    sentences = {
        "still-preliminary": _(
            "These figures are still preliminary. Please return the sheet and ask for the"
            " official ones."
        ),
        "result": _("There is no result yet."),
        "reason": _("Please say why, in one sentence."),
    }
    for reason in gates.ask(drive, gates.Moment.CONFIRM):
        sentences[reason.rule] = _(reason.sentence) % dict(reason.params)
    return " ".join(sentences.get(rule, rule) for rule in missing.rules)


def _page(
    request: HouseRequest, drive: Drive, form: ConfirmForm, status: int = 200
) -> HttpResponse:
    sheet = drive.result
    looked = sheet.looked_version
    changed = changed_since(sheet, looked) if looked else {}
    context = {
        "drive": drive,
        "result": sheet,
        "sheet": sheet_view(drive, sheet),
        "form": form,
        "looked": looked,
        "changed": [
            ChangedCell(cell_label(name), cell_text(name, old), cell_text(name, new))
            for name, (old, new) in changed.items()
        ],
        "changes": changes_of(sheet).filter(version__gt=looked) if looked else [],
        "gates": gates.ask(drive, gates.Moment.CONFIRM),
        "own": sheet.submitted_by_id == request.actor.id,
        "answers": drive.answers.order_by("at"),
        "last_return": drive.moves.filter(name="return").select_related("by").first(),
    }
    return render(request, "drives/confirm.html", context, status=status)
