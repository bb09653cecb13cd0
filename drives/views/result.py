"""The result sheet: typed, saved, and sent up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from drives.actions.refusals import Contradicted, NotNow
from drives.actions.results import record_result
from drives.forms.result import ResultForm
from drives.models import Drive, Result
from drives.presenters import figure_text, steps
from drives.rules.sheets import Basis
from drives.rules.states import State, result_is_open
from drives.sources import Source, source_named, sources
from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.conflicts import conflict_page, settle
from ledger.requests import HouseRequest
from ledger.saving import received

CLOSED = gettext_lazy(
    "The sheet is with the confirmer. To correct it, take it back or ask for its return."
)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/result/``. The post says by its button whether the sheet is also sent."""
    drive = _recordable(request, pk)
    fresh = _fresh(request, drive)
    if request.method != "POST":
        if not _is_open(drive):
            raise PermissionDenied(CLOSED)
        source = source_named(request.GET.get("fill", ""))
        return _page(request, drive, _filled(request, drive, fresh, source), source=source)
    form = ResultForm(settle(request.POST, fresh), scope=request.scope, drive=drive)
    if "more_rows" in request.POST:
        return _page(request, drive, form)
    if not _is_open(drive):
        form.add_error(None, CLOSED)
    elif form.is_valid():
        try:
            receipt = _save(request, drive, form)
        except Contradicted as refusal:
            form.show_findings(refusal.findings)
        except NotNow:
            form.add_error(None, CLOSED)
        except (Stale, KeyUsedBefore) as refusal:
            drive = _recordable(request, pk)
            return conflict_page(
                request, form=form, fresh=_fresh(request, drive), refusal=refusal,
                record=drive.result,
            )  # fmt: skip
        else:
            messages.success(request, _said(drive, form, receipt))
            return redirect("drives:drive", pk)
    return _page(request, drive, form, status=422)


def _save(request: HouseRequest, drive: Drive, form: ResultForm) -> Receipt:
    return record_result(
        by=request.actor,
        key=form.cleaned_data["key"],
        drive=drive,
        version=form.cleaned_data["version"] or 0,
        facts=form.facts(),
        answers=form.answers(),
        submit="submit" in request.POST,
        reason=form.cleaned_data.get("reason", ""),
    )


def _said(drive: Drive, form: ResultForm, receipt: Receipt) -> str:
    units = figure_text(form.cleaned_data["units"])
    if form.cleaned_data["units"] is None:
        return received(_("The result is received; the units of blood are not known yet."), receipt)
    return received(_("Result received: %(units)s units of blood.") % {"units": units}, receipt)


def _recordable(request: HouseRequest, pk: int) -> Drive:
    """404 outside the scope; 403 for those who only see it."""
    drives = Drive.objects.visible_to(request.scope).with_page().with_figures()
    drive = get_object_or_404(drives, pk=pk)
    if not Drive.objects.recordable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    return drive


def _is_open(drive: Drive) -> bool:
    sheet = _sheet(drive)
    preliminary = sheet is None or sheet.standing == Result.Standing.PRELIMINARY.value
    return result_is_open(drive.life_state, preliminary=preliminary)


def _sheet(drive: Drive) -> Result | None:
    return getattr(drive, "result", None)


def _fresh(request: HouseRequest, drive: Drive) -> ResultForm:
    """A day's own figures are preliminary; figures of an earlier day are taken as official."""
    today = timezone.localdate()
    same_day = drive.last_day is not None and drive.last_day >= today
    standing = Result.Standing.PRELIMINARY if same_day else Result.Standing.OFFICIAL
    return ResultForm.of(drive, _sheet(drive), scope=request.scope, standing=standing.value)


def _filled(
    request: HouseRequest, drive: Drive, fresh: ResultForm, source: Source | None
) -> ResultForm:
    """The form with the figures of a source in their cells, not saved yet. It counts as opened with
    the saved ones, so that whoever saves between is not written over."""
    if source is None:
        return fresh
    figures: dict[str, Any] = dict(source.figures(drive))
    if "units" in figures:
        figures["units_basis"] = Basis.BAGS.value
    form = ResultForm(initial={**fresh.initial, **figures}, scope=request.scope, drive=drive)
    form.fields["opened"].initial = fresh.fingerprints
    return form


def _page(
    request: HouseRequest,
    drive: Drive,
    form: ResultForm,
    status: int = 200,
    source: Source | None = None,
) -> HttpResponse:
    returned = drive.moves.filter(name__in=["return", "reopen"]).select_related("by").first()
    context = {
        "form": form,
        "drive": drive,
        "steps": steps(drive.life_state),
        "returned": returned if drive.life_state in (State.RETURNED, State.REOPENED) else None,
        "sent": drive.life_state is State.SUBMITTED,
        "source": source,
        "sources": [offered for offered in sources() if offered.offered(drive)],
    }
    return render(request, "drives/result_form.html", context, status=status)
