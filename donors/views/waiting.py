"""Deferrals outside a drive, written down and taken back by those who may know why."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donors.access import donor_for
from donors.actions.deferrals import (
    DeferralFacts,
    add_deferral,
    proposed_end,
    withdraw_deferral,
)
from donors.forms.acts import DeferralForm, ReasonForm
from donors.models import Deferral
from donors.views.acts import Act, act_page, of_donor
from ledger.actions import Receipt
from ledger.requests import HouseRequest
from ledger.scope import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/deferrals/new/``."""
    donor = donor_for(request, pk, Verb.HEALTH)
    today = localdate()

    def save(form: DeferralForm) -> Receipt:
        told: dict[str, Any] = form.cleaned_data
        end = told["able_from"] or proposed_end(told["reason"], told["from_day"])
        facts = DeferralFacts(reason=told["reason"], from_day=told["from_day"], able_from=end)
        return add_deferral(
            by=request.actor, key=told["key"], donor=donor, facts=facts, found_on=today
        )

    act = Act(
        donor=donor,
        heading=_("Write down a deferral"),
        button=_("Save the deferral"),
        back=of_donor(donor, "deferrals"),
        sentences=[_("The reason is read by the blood establishment alone; others read the day.")],
    )
    return act_page(
        request,
        act,
        form=lambda data: DeferralForm(data, day=today, initial={"from_day": today}),
        save=save,
        said=_("The deferral is saved."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HouseRequest, pk: UUID, deferral: int) -> HttpResponse:
    """``/donors/<id>/deferrals/<deferral>/withdraw/``."""
    donor = donor_for(request, pk, Verb.HEALTH)
    rows = Deferral.objects.visible_to(request.scope).in_force().filter(donor=donor)
    found = get_object_or_404(rows.select_related("reason"), pk=deferral)
    act = Act(
        donor=donor,
        heading=_("Withdraw a deferral"),
        button=_("Withdraw it"),
        back=of_donor(donor, "deferrals"),
        sentences=[_("It stays to be read as written by mistake: %(reason)s.")
                   % {"reason": found.reason.name}],
    )  # fmt: skip
    return act_page(
        request,
        act,
        form=partial(ReasonForm, initial={"version": found.version}),
        save=lambda form: withdraw_deferral(
            by=request.actor, key=form.cleaned_data["key"], deferral=found,
            version=form.cleaned_data["version"], reason=form.cleaned_data["reason"],
        ),
        said=_("The deferral is withdrawn."),
    )  # fmt: skip
