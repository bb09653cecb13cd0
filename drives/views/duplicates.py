"""Two records of one drive: joined under one head, both kept, and separated again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives.actions.drives import join_duplicate
from drives.actions.refusals import Missing
from drives.forms.duplicates import DuplicateForm
from drives.models import Drive
from drives.querysets.drives import DriveQuerySet
from ledger.actions import KeyUsedBefore, Stale
from ledger.requests import HouseRequest
from ledger.saving import received

MOST_OFFERED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def same_as(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/same-as/?q=``: the likely heads, or those a search finds."""
    drive = _joinable(request, pk)
    separate = drive.duplicate_of_id is not None
    form = DuplicateForm(
        request.POST if request.method == "POST" else None,
        among=_others(request, drive),
        offered=[] if separate else list(_candidates(request, drive)),
        separate=separate,
        initial={"version": drive.version},
    )
    if request.method != "POST":
        return _page(request, drive, form)
    if form.is_valid():
        try:
            receipt = join_duplicate(
                by=request.actor,
                key=form.cleaned_data["key"],
                drive=drive,
                version=form.cleaned_data["version"],
                head=form.cleaned_data.get("head"),
                reason=form.cleaned_data["reason"],
            )
        except (Stale, KeyUsedBefore, Missing):
            messages.warning(request, _("The drive changed meanwhile; nothing was done."))
        else:
            said = _("The records are separated.") if separate else _("The records are joined.")
            messages.success(request, received(said, receipt))
        return redirect("drives:drive", pk)
    return _page(request, drive, form, status=422)


def _joinable(request: HouseRequest, pk: int) -> Drive:
    drives = Drive.objects.visible_to(request.scope).with_page()
    drive = get_object_or_404(drives.select_related("duplicate_of"), pk=pk)
    for allowed in (Drive.objects.recordable_by, Drive.objects.confirmable_by):
        if allowed(request.scope).filter(pk=pk).exists():
            return drive
    raise PermissionDenied


def _others(request: HouseRequest, drive: Drive) -> DriveQuerySet:
    drives = Drive.objects.visible_to(request.scope).with_page().counted()
    return drives.select_related("province_then").exclude(pk=drive.pk)


def _candidates(request: HouseRequest, drive: Drive) -> DriveQuerySet:
    """What is searched for, else the records of the same area and day."""
    others = _others(request, drive)
    if words := request.GET.get("q", "").strip():
        return others.matching(words).order_by("-sort_day", "-id")[:MOST_OFFERED]
    return others.likely_same_as(drive).order_by("id")[:MOST_OFFERED]


def _page(
    request: HouseRequest, drive: Drive, form: DuplicateForm, status: int = 200
) -> HttpResponse:
    context = {"drive": drive, "form": form, "q": request.GET.get("q", "")}
    return render(request, "drives/duplicate_form.html", context, status=status)
