"""What a donor agrees to: written down, withdrawn, and the blank form on paper."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from donors.access import MENDS, donor_for
from donors.actions.consents import give_consents, texts_on, withdraw_consent
from donors.forms.acts import ActForm, ConsentForm
from donors.models import Consent, Donor, Purpose
from donors.views.acts import Act, act_page, of_donor
from exchange.documents import document_response, pdf_response
from ledger.requests import HouseRequest


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/consents/``: a box for each purpose to which nothing is agreed yet."""
    donor = donor_for(request, pk, *MENDS)
    today = localdate()
    act = Act(
        donor=donor,
        heading=_("Consents of the donor"),
        button=_("Save the consents"),
        back=of_donor(donor, "consents"),
        sentences=[_("Tick only what the donor agreed to. Each can be withdrawn at any time.")],
        extra={"form_url": reverse("donors:consent-form", args=[pk])},
    )
    return act_page(
        request,
        act,
        form=partial(_consent_form, donor, today),
        save=lambda form: give_consents(
            by=request.actor,
            key=form.cleaned_data["key"],
            donor=donor,
            purposes=form.purposes,
            method=form.cleaned_data["method"],
            given_on=form.cleaned_data["given_on"],
        ),
        said=_("The consents are saved."),
    )


def _consent_form(donor: Donor, today: Any, data: Any) -> ConsentForm:
    agreed = set(donor.consents.in_force().values_list("purpose", flat=True))
    open_for = [purpose for purpose in Purpose.values if purpose not in agreed]
    return ConsentForm(data, texts=texts_on(today), open_for=open_for, initial={"given_on": today})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HouseRequest, pk: UUID, consent: int) -> HttpResponse:
    """``/donors/<id>/consents/<consent>/withdraw/``: asked once more, without a reason."""
    donor = donor_for(request, pk, *MENDS)
    given = get_object_or_404(Consent.objects.in_force().filter(donor=donor), pk=consent)
    act = Act(
        donor=donor,
        heading=_("Withdraw a consent"),
        button=_("Withdraw it"),
        back=of_donor(donor, "consents"),
        sentences=[
            _("The donor does not agree any longer to: %(purpose)s.")
            % {"purpose": given.get_purpose_display()},
            _("It counts from now on; what was done before stays lawful."),
        ],
    )
    return act_page(
        request,
        act,
        form=ActForm,
        save=lambda form: withdraw_consent(
            by=request.actor, key=form.cleaned_data["key"], consent=given
        ),
        said=_("The consent is withdrawn."),
    )


@require_safe
def blank_form(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/consents/form/``: to be ticked and signed on paper; ``?pdf=1`` as a PDF."""
    donor = donor_for(request, pk, *MENDS)
    texts = texts_on(localdate())
    context = {
        "donor": donor,
        "boxes": [(Purpose(purpose).label, texts.get(purpose)) for purpose in Purpose.values],
        "organisation": str(donor.keeper),
        "back_url": of_donor(donor, "consents"),
        "pdf_url": f"{request.path}?pdf=1",
    }
    if request.GET.get("pdf"):
        name = f"phieu-dong-y-{donor}.pdf"
        return pdf_response(request, "donors/consent_form.html", context, name)
    return document_response(request, "donors/consent_form.html", context)
