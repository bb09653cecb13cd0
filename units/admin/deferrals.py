"""Deferrals on the desk: who may not give, why, until when."""

from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donors.actions.deferrals import (
    DeferralFacts,
    DeferralRefused,
    edit_deferral,
    withdraw_deferral,
)
from donors.models import Deferral
from ledger.actions import Receipt
from ledger.desk import REASON, DeskForm, Given, Refused
from ledger.keys import new_id
from ledger.requests import HouseRequest
from units.admin.health import HealthAdmin
from units.presenters.people import sentence


class DeferralDeskForm(DeskForm):
    """The desk's own "reason" says why something is changed; that of the deferral stays."""

    def _post_clean(self) -> None:
        why = self.cleaned_data.pop(REASON, "")
        super()._post_clean()  # type: ignore[misc]  # a hook of Django that its stubs leave out
        self.cleaned_data[REASON] = why


@admin.register(Deferral)
class DeferralAdmin(HealthAdmin[Deferral]):
    form = DeferralDeskForm
    list_display = ["donor", "why", "from_day", "able_from", "permanent", "withdrawn_at"]
    list_filter = ["permanent", "reason__group"]
    list_select_related = ["donor", "reason"]
    ordering = ["-from_day", "-pk"]
    search_fields = ["donor__name_key__spaced"]
    readonly_fields = ["donor", "why", "recorded_at", "withdrawn_at", "withdrawn_reason"]
    fields = ["donor", "why", "from_day", "able_from", "permanent", *readonly_fields[2:]]
    actions = ["withdraw_deferrals"]

    @admin.display(description=_("reason"))
    def why(self, deferral: Deferral) -> str:
        """The reason stays as it was found; the form's own "reason" is that of the change."""
        return deferral.reason.name

    def keep(self, request: HouseRequest, obj: Deferral, given: Given, change: bool) -> Receipt:
        values = given.values
        facts = DeferralFacts(
            reason=obj.reason,
            from_day=values["from_day"],
            able_from=None if values["permanent"] else values["able_from"],
        )
        try:
            return edit_deferral(
                by=request.actor, key=given.key, deferral=obj, version=given.version, facts=facts,
                found_on=timezone.localdate(obj.recorded_at), reason=given.reason,
            )  # fmt: skip
        except DeferralRefused as refusal:
            raise Refused(sentence(refusal.finding)) from None

    @admin.action(description=_("Withdraw the chosen deferrals (with a reason)"))
    def withdraw_deferrals(self, request: HouseRequest, chosen: models.QuerySet[Deferral]) -> None:
        def write(deferral: Deferral, reason: str) -> None:
            withdraw_deferral(
                by=request.actor, key=new_id(), deferral=deferral, version=None, reason=reason
            )

        self.each_chosen(request, chosen, write)
