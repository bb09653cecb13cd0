"""The addresses of the house, and the query-only view that ``bench.pages`` compares with."""

from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as house
from drives.models import Drive
from drives.views.listing import drives_page, sums_inline
from ledger.requests import HouseRequest


def query_only(request: HouseRequest) -> HttpResponse:
    """The queries of the list of drives, their rows read as the page reads them."""
    found = Drive.objects.visible_to(request.scope).matching(request.GET.get("q", ""))
    page = drives_page(request, found)
    sums_inline(found, page, asked=False)
    return HttpResponse()


urlpatterns = [*house, path("bench/query/", query_only)]
