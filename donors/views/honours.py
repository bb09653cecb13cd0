"""Recognition of donors: written down, taken back; and the letter of thanks."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from donors.access import MENDS, donor_for
from donors.actions.honours import give_honour, withdraw_honour
from donors.forms.acts import HonourForm, ReasonForm
from donors.models import Honour
from donors.presenters.letters import letter_of, letters_context
from donors.querysets.honours import due_to, given_to, tiers_for
from donors.querysets.whole import whole_person
from donors.views.acts import Act, act_page, of_donor
from exchange.documents import document_response, pdf_response
from ledger.actions import Receipt
from ledger.requests import HouseRequest


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/honours/new/``: the highest tier that is due stands chosen."""
    donor = donor_for(request, pk, *MENDS)
    whole, today = whole_person(donor), localdate()
    due = due_to(whole, given_to(whole), today)
    tiers = tiers_for(whole.head, today)
    initial = {"given_on": today, "tier": due[0] if due else None}
    act = Act(
        donor=donor,
        heading=_("Recognition given"),
        button=_("Save the recognition"),
        back=of_donor(donor, "honours"),
    )
    return act_page(
        request,
        act,
        form=lambda data: HonourForm(data, tiers=tiers, initial=initial),
        save=lambda form: give_honour(
            by=request.actor,
            key=form.cleaned_data["key"],
            donor=donor,
            tier=form.cleaned_data["tier"],
            given_on=form.cleaned_data["given_on"],
            decision=form.cleaned_data["decision"],
        ),
        said=_("The recognition is saved."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HouseRequest, pk: UUID, honour: int) -> HttpResponse:
    """``/donors/<id>/honours/<honour>/withdraw/``."""
    donor = donor_for(request, pk, *MENDS)
    rows = Honour.objects.filter(donor=donor, withdrawn_at__isnull=True)
    found = get_object_or_404(rows.select_related("tier"), pk=honour)
    act = Act(
        donor=donor,
        heading=_("Withdraw a recognition"),
        button=_("Withdraw it"),
        back=of_donor(donor, "honours"),
        sentences=[found.tier.name],
    )
    return act_page(
        request,
        act,
        form=ReasonForm,
        save=partial(_withdraw, request, found),
        said=_("The recognition is withdrawn."),
    )


def _withdraw(request: HouseRequest, honour: Honour, form: ReasonForm) -> Receipt:
    told = form.cleaned_data
    return withdraw_honour(by=request.actor, key=told["key"], honour=honour, reason=told["reason"])


@require_safe
def letter(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/letter/``: the letter of thanks; ``?pdf=1`` as a PDF."""
    donor = donor_for(request, pk, *MENDS)
    if donor.is_erased:
        raise Http404
    whole = whole_person(donor)
    text = letter_of(donor, donations=whole.donations, last_day=whole.last_day)
    context = letters_context([text], donor.keeper, localdate()) | {
        "back_url": of_donor(donor),
        "pdf_url": f"{request.path}?pdf=1",
    }
    if request.GET.get("pdf"):
        return pdf_response(request, "donors/letters.html", context, f"thu-cam-on-{donor}.pdf")
    return document_response(request, "donors/letters.html", context)
