"""The page of one donor."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from donors.forms.numbers import RevealForm
from donors.models import Donor
from donors.panels import panels_for
from donors.presenters.numbers import numbers_of
from donors.presenters.pages import card_warnings, facts_shown, joined_files
from donors.presenters.people import lead_text, name_text, standing_notes
from donors.querysets.people import opened
from ledger.requests import HouseRequest


@never_cache
@require_safe
def donor(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/``."""
    found = get_object_or_404(Donor.objects.visible_to(request.scope).with_file(), pk=pk)
    return donor_page(request, found)


def donor_page(
    request: HouseRequest,
    donor: Donor,
    *,
    reveal: RevealForm | None = None,
    shown: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; ``shown`` is the number that ``reveal`` asked for."""
    file = opened(donor)
    numbers = numbers_of(donor, file)
    allowed = Donor.objects.filter(pk=donor.pk)
    context = {
        "donor": donor,
        "name": name_text(donor),
        "lead": lead_text(donor),
        "notes": list(standing_notes(donor)),
        "facts": facts_shown(donor, file),
        "warnings": card_warnings(donor),
        "numbers": numbers,
        "reveal": reveal or RevealForm(numbers=numbers),
        "shown": shown,
        "may_reveal": bool(numbers) and allowed.revealable_by(request.scope).exists(),
        "may_edit": not donor.is_erased and allowed.editable_by(request.scope).exists(),
        "joined": joined_files(donor, request.scope),
        "panels": panels_for(request, donor),
    }
    return render(request, "donors/donor_page.html", context, status=status)
