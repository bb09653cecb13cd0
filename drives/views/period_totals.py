"""Official totals of an area over a period, beside what is recorded drive by drive."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.paging import page_of
from drives.actions.period_totals import add_period_total, edit_period_total
from drives.forms.period_total import WRITES, PeriodTotalFilter, PeriodTotalForm
from drives.models import Drive, PeriodTotal
from drives.presenters.period_totals import detail_lines
from drives.querysets.period_totals import PeriodTotalQuerySet
from drives.querysets.results import Sums, sums_of
from ledger.actions import KeyUsedBefore, Stale
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.requests import HouseRequest
from ledger.saving import received
from ledger.scope import Scope

ONE_DAY = timedelta(days=1)


@require_safe
def period_totals(request: HouseRequest) -> HttpResponse:
    """``/period-totals/``, latest period first."""
    filters = PeriodTotalFilter(request.GET, scope=request.scope)
    found = filters.narrow(PeriodTotal.objects.visible_to(request.scope)).with_links()
    page = page_of(
        found,
        column="from_day",
        descending=True,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "filters": filters,
        "page": page,
        "prefix": reverse("drives:period-totals"),
        "may_add": _may_add(request),
    }
    return render(request, "drives/periodtotal_list.html", context)


@dataclass(frozen=True, slots=True)
class Detailed:
    """What of a period is recorded drive by drive: surely within it, and how many drives may lie
    in it without their day being known."""

    sums: Sums
    maybe: int


def detailed(record: PeriodTotal, scope: Scope) -> Detailed:
    """Counts the drives that ``scope`` sees, and never adds them to the official total."""
    drives = Drive.objects.visible_to(scope).in_area(record.area.place).counted()
    within = drives.surely_within(record.from_day, record.to_day)
    possible = drives.held_between(record.from_day, record.to_day - ONE_DAY).count()
    sums = sums_of(within)
    return Detailed(sums, possible - sums.counted)


@require_safe
def period_total(request: HouseRequest, pk: int) -> HttpResponse:
    """``/period-totals/<id>/``."""
    record = _visible(request, pk)
    found = detailed(record, request.scope)
    context = {
        "record": record,
        "last_day": record.to_day - ONE_DAY,
        "lines": detail_lines(record, found.sums),
        "maybe": found.maybe,
        "may_edit": _editable(request).filter(pk=pk).exists(),
    }
    return render(request, "drives/periodtotal_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """``/period-totals/new/``."""
    if not _may_add(request):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, PeriodTotalForm.blank(scope=request.scope))
    form = PeriodTotalForm(request.POST, scope=request.scope)
    if form.is_valid():
        try:
            receipt = add_period_total(
                by=request.actor, key=form.cleaned_data["key"], facts=form.facts()
            )
        except KeyUsedBefore as refusal:
            return _sent_before(request, form, refusal)
        messages.success(request, received(_("The period total is recorded."), receipt))
        return redirect("drives:period-total", receipt.target_id)
    return _page(request, form, status=422)


def _sent_before(
    request: HouseRequest, form: PeriodTotalForm, refusal: KeyUsedBefore
) -> HttpResponse:
    earlier: PeriodTotal | None = earlier_record(refusal, _editable(request))
    return sent_before_page(
        request,
        form=form,
        refusal=refusal,
        record=earlier,
        fresh=PeriodTotalForm.of(earlier, scope=request.scope) if earlier else None,
        edit_page=reverse("drives:period-total-edit", args=[earlier.pk]) if earlier else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """``/period-totals/<id>/edit/``."""
    record = _visible(request, pk)
    if not _editable(request).filter(pk=pk).exists():
        raise PermissionDenied
    fresh = PeriodTotalForm.of(record, scope=request.scope)
    if request.method != "POST":
        return _page(request, fresh, record)
    form = PeriodTotalForm.of(record, scope=request.scope, data=settle(request.POST, fresh))
    if form.is_valid():
        try:
            receipt = edit_period_total(
                by=request.actor,
                key=form.cleaned_data["key"],
                period_total=record,
                version=form.cleaned_data["version"],
                facts=form.facts(),
            )
        except (Stale, KeyUsedBefore) as refusal:
            now = PeriodTotalForm.of(_visible(request, pk), scope=request.scope)
            return conflict_page(request, form=form, fresh=now, refusal=refusal, record=record)
        messages.success(request, received(_("The changes are saved."), receipt))
        return redirect("drives:period-total", pk)
    return _page(request, form, record, status=422)


def _visible(request: HouseRequest, pk: int) -> PeriodTotal:
    return get_object_or_404(PeriodTotal.objects.visible_to(request.scope).with_links(), pk=pk)


def _editable(request: HouseRequest) -> PeriodTotalQuerySet:
    return PeriodTotal.objects.editable_by(request.scope)


def _may_add(request: HouseRequest) -> bool:
    return any(request.scope.may(verb) for verb in WRITES)


def _page(
    request: HouseRequest,
    form: PeriodTotalForm,
    record: PeriodTotal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "record": record}
    return render(request, "drives/periodtotal_form.html", context, status=status)
