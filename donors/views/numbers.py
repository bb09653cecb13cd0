"""Showing one whole number of a donor: a look that leaves a trace."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from donors.actions.numbers import reveal as reveal_number
from donors.forms.numbers import RevealForm
from donors.models import Donor
from donors.presenters.numbers import numbers_of
from donors.views.page import donor_page
from ledger.requests import HouseRequest


@never_cache
@require_POST
def reveal(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/reveal/``: the number is in the answer alone, never in an address."""
    donor = get_object_or_404(Donor.objects.visible_to(request.scope).with_file(), pk=pk)
    if not Donor.objects.revealable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    numbers = numbers_of(donor)
    form = RevealForm(request.POST, numbers=numbers)
    asked, shown = request.POST.get("number", ""), ""
    if form.is_valid():
        shown = reveal_number(
            by=request.actor, donor=donor, number=asked, purpose=form.purpose_words
        )
    status = 200 if shown else 422
    if not request.htmx or asked not in {number.name for number in numbers}:
        return donor_page(request, donor, reveal=form, shown=shown, status=status)
    (number,) = (number for number in numbers if number.name == asked)
    context = {"donor": donor, "number": number, "reveal": form, "shown": shown}
    return render(request, "donors/_number.html", context, status=status)
