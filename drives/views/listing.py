"""The list of drives, with the honest sums of its filter."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from directory.paging import Page, page_of
from drives.forms.filters import DriveFilter
from drives.models import Drive
from drives.presenters import drive_rows
from drives.querysets.drives import DriveQuerySet
from drives.querysets.results import Sums, sums_of
from ledger.requests import HouseRequest
from ledger.scope import Verb

MOST_SUMMED_INLINE = 2_000


@require_safe
def drives(request: HouseRequest) -> HttpResponse:
    filters = DriveFilter(request.GET, scope=request.scope, actor=request.actor, day=localdate())
    found = filters.narrow(Drive.objects.visible_to(request.scope))
    page = drives_page(request, found)
    context = {
        "filters": filters,
        "page": page,
        "rows": drive_rows(page.rows),
        "sums": sums_inline(found, page, asked="totals" in request.GET),
        "prefix": reverse("drives:list"),
        "may_add": request.scope.may(Verb.RECORD),
    }
    return render(request, "drives/drive_list.html", context)


def drives_page(request: HouseRequest, found: DriveQuerySet) -> Page[Drive]:
    """The page of a list of drives that the address asks for, latest first.

    Found by two columns, read by id: where a scope has several arms the database sorts all its
    drives for every page, and would drag hosts, areas and results through the sort.
    """
    page = page_of(
        found.only("pk", "sort_day"),
        column="sort_day",
        descending=True,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    rows = Drive.objects.for_list().in_bulk([drive.pk for drive in page.rows])
    return replace(page, rows=[rows[drive.pk] for drive in page.rows if drive.pk in rows])


def sums_inline(found: DriveQuerySet, page: Page[Drive], *, asked: bool) -> Sums | None:
    """The sums of a whole list, or None where it is too long to be summed with every page."""
    if not page.rows:
        return None
    whole = not page.next and not page.previous
    if asked or whole or _count_up_to(found, MOST_SUMMED_INLINE + 1) <= MOST_SUMMED_INLINE:
        return sums_of(found)
    return None


def _count_up_to(found: DriveQuerySet, most: int) -> int:
    return found.order_by()[:most].count()
