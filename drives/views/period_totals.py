"""Official totals of an area over a period, beside what is recorded drive by drive."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.paging import page_of
from drives.actions.period_totals import add_period_total, edit_period_total
from drives.forms.period_total import WRITES, PeriodTotalFilter, PeriodTotalForm
from drives.models import Drive, PeriodTotal
from drives.presenters.period_totals import detail_lines
from drives.querysets.results import Sums, sums_of
from drives.views.closed import WITHDRAWN, why_closed
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new
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
        "may_edit": _may_edit(request, pk),
    }
    return render(request, "drives/periodtotal_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """``/period-totals/new/``."""
    if not _may_add(request):
        raise PermissionDenied
    scope = request.scope
    return save_new(
        request,
        form=lambda posted: PeriodTotalForm.blank(scope=scope, data=posted),
        save=lambda form: add_period_total(
            by=request.actor, key=form.cleaned_data["key"], facts=form.facts()
        ),
        page=partial(_page, request),
        said=_("The period total is recorded."),
        then=lambda receipt: reverse("drives:period-total", args=[receipt.target_id]),
        mend=Mend(
            PeriodTotal.objects.editable_by(scope).standing(),
            lambda made: PeriodTotalForm.of(made, scope=scope),
            lambda made: reverse("drives:period-total-edit", args=[made.pk]),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """``/period-totals/<id>/edit/``."""
    return save_edit(
        request,
        read=partial(editable, request, pk),
        form=lambda record, posted: PeriodTotalForm.of(record, scope=request.scope, data=posted),
        save=lambda form, record: edit_period_total(
            by=request.actor,
            key=form.cleaned_data["key"],
            period_total=record,
            version=form.cleaned_data["version"],
            facts=form.facts(),
        ),
        page=partial(_page, request),
        said=_("The changes are saved."),
        then=lambda receipt: reverse("drives:period-total", args=[pk]),
        refusals=WITHDRAWN,
        closed=why_closed,
    )


def _visible(request: HouseRequest, pk: int) -> PeriodTotal:
    totals = PeriodTotal.objects.visible_to(request.scope).with_links()
    return get_object_or_404(totals.select_related("withdrawn_by"), pk=pk)


def editable(request: HouseRequest, pk: int) -> PeriodTotal:
    """404 outside the scope, 403 for those who only see it."""
    record = _visible(request, pk)
    if not _may_edit(request, pk):
        raise PermissionDenied
    return record


def _may_edit(request: HouseRequest, pk: int) -> bool:
    return PeriodTotal.objects.editable_by(request.scope).filter(pk=pk).exists()


def _may_add(request: HouseRequest) -> bool:
    return any(request.scope.may(verb) for verb in WRITES)


def _page(
    request: HouseRequest, form: PeriodTotalForm, record: PeriodTotal | None, status: int
) -> HttpResponse:
    context = {"form": form, "record": record}
    return render(request, "drives/periodtotal_form.html", context, status=status)
