"""The list of donors and its one search box. What is typed into the box is posted: a name goes on
to an address that can be kept, a number never does."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from donors.forms.search import AskForm, DonorFilter
from donors.presenters import donor_rows
from donors.querysets.borders import border_of
from donors.querysets.listing import Listed, donors_of, exactly, listed
from donors.querysets.search import Hits
from ledger.requests import HouseRequest
from ledger.scope import Verb


@never_cache
@require_safe
def donors(request: HouseRequest) -> HttpResponse:
    """``/donors/?q=``: newest first, or by the words of a name; ``?after=`` leads on."""
    ask = AskForm(request.GET, from_address=True)
    filters = DonorFilter(request.GET, scope=request.scope)
    conditions = filters.conditions
    if not ask.is_valid():
        return _page(request, ask, filters, Listed(Hits([])), status=422)
    found = listed(
        ask.question,
        conditions,
        border_of(request.scope),
        after=_id(request.GET.get("after", "")),
        before=_id(request.GET.get("before", "")),
    )
    return _page(request, ask, filters, found)


@never_cache
@require_POST
def search(request: HouseRequest) -> HttpResponse:
    """``/donors/search/``: the box, sent with its button or while somebody types."""
    ask = AskForm(request.POST, from_address=False)
    filters = DonorFilter(request.POST, scope=request.scope)
    if not ask.is_valid():
        return _page(request, ask, filters, Listed(Hits([])), status=422)
    if ask.question.is_exact:
        return _page(request, ask, filters, exactly(ask.question, request.scope))
    if not request.htmx:
        return HttpResponseRedirect(_address(ask, filters))
    found = listed(ask.question, filters.conditions or Q(), border_of(request.scope))
    return _page(request, ask, filters, found)


def _page(
    request: HouseRequest, ask: AskForm, filters: DonorFilter, found: Listed, *, status: int = 200
) -> HttpResponse:
    context = {
        "ask": ask,
        "filters": filters,
        "found": found,
        "rows": donor_rows(donors_of(found.hits)),
        "is_asked": bool(ask.data.get("q", "").strip() or filters.given),
        "next": _address(ask, filters, after=found.hits.next),
        "previous": _address(ask, filters, before=found.hits.previous),
        "first": _address(ask, filters),
        "prefix": reverse("donors:list"),
        "may_add": request.scope.everything or request.scope.may(Verb.RECORD),
    }
    template = "donors/_donor_results.html" if request.htmx else "donors/donor_list.html"
    return render(request, template, context, status=status)


def _address(ask: AskForm, filters: DonorFilter, **page: UUID | None) -> str:
    """The list with what is asked and the place in it; a number is never asked by an address."""
    if page and not any(page.values()):
        return ""
    words = ask.is_valid() and bool(ask.question.words)
    query = {"q": ask.data.get("q", "").strip()} if words else {}
    query |= filters.given | {name: str(pk) for name, pk in page.items() if pk}
    return f"{reverse('donors:list')}?{urlencode(query)}" if query else reverse("donors:list")


def _id(token: str) -> UUID | None:
    """Out of an address bar: what is no id is the first page."""
    try:
        return UUID(token)
    except ValueError:
        return None
