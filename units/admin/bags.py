"""Bags and reactions on the desk: corrected through the actions of the collection desk."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.admin import ProvinceFilter
from ledger.actions import Receipt
from ledger.desk import Given, Refused, ScopedAdmin
from ledger.keys import new_id
from ledger.requests import HouseRequest
from ledger.scope import Scope, Verb
from units.actions import reactions
from units.actions.bag_codes import BagRefused
from units.actions.bags import NewUnit, correct_unit, withdraw_unit
from units.actions.reactions import ReactionFacts
from units.actions.refusals import Refused as ActionRefused
from units.admin.health import HealthAdmin
from units.models import Reaction, Unit
from units.presenters.people import sentence
from units.rules.bags import normalise

__all__ = ["ReactionAdmin", "UnitAdmin"]
CORRECTED = (
    "bag_code", "volume", "drawn_volume", "short_reason", "blood_group", "certificate_no",
)  # fmt: skip


@admin.register(Unit)
class UnitAdmin(ScopedAdmin[Unit]):
    list_display = ["shown_code", "given_on", "volume", "blood_group", "donor", "drive", "receiver"]
    list_filter = ["component", "blood_group", ("drive__province_now", ProvinceFilter)]
    list_select_related = ["donor", "drive", "receiver"]
    ordering = ["-given_on", "-pk"]
    search_fields = ["registration__folded", "drive__folded"]
    readonly_fields = [
        "registration", "drive", "donor", "receiver", "given_on", "component", "started_at",
        "ended_at", "collected_by_name", "withdrawn_at", "withdrawn_reason",
    ]  # fmt: skip
    fields = [*readonly_fields[:6], *CORRECTED, *readonly_fields[6:]]
    actions = ["withdraw_bags"]

    @admin.display(description=_("bag code"), ordering="bag_code")
    def shown_code(self, unit: Unit) -> str:
        return unit.bag_code or gettext("without a code")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changeable(self, scope: Scope) -> Any:
        return Unit.objects.valid().allowed(scope, Verb.ADMINISTER)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Unit], search_term: str
    ) -> tuple[models.QuerySet[Unit], bool]:
        """A whole code, or words of the giver or the drive."""
        code = normalise(search_term).code
        by_words, distinct = super().get_search_results(request, queryset, search_term)
        if not code:
            return by_words, distinct
        by_code = Q(pk__in=queryset.filter(bag_code=code).values("pk"))
        return queryset.filter(by_code | Q(pk__in=by_words.values("pk"))), distinct

    def keep(self, request: HouseRequest, obj: Unit, given: Given, change: bool) -> Receipt:
        bag = NewUnit(
            id=obj.pk,
            registration=obj.registration,
            given_on=obj.given_on,
            receiver=obj.receiver,
            component=obj.component,
            started_at=obj.started_at,
            ended_at=obj.ended_at,
            confirmed={"overfilled", "draw-length-unusual"},
            **given.only(*CORRECTED),
        )
        try:
            return correct_unit(
                by=request.actor, key=given.key, unit=obj, version=given.version, bag=bag,
                reason=given.reason,
            )  # fmt: skip
        except BagRefused as refusal:
            found = (reason for reasons in refusal.reasons.values() for reason in reasons)
            raise Refused(*map(sentence, found)) from None
        except ActionRefused as refusal:
            raise Refused(sentence(refusal.reason)) from None

    @admin.action(description=_("Withdraw the chosen bags (with a reason)"))
    def withdraw_bags(self, request: HouseRequest, chosen: models.QuerySet[Unit]) -> None:
        def write(unit: Unit, reason: str) -> None:
            try:
                withdraw_unit(
                    by=request.actor, key=new_id(), unit=unit, version=None, reason=reason
                )
            except ActionRefused as refusal:
                raise Refused(sentence(refusal.reason)) from None

        self.each_chosen(request, chosen.select_related("registration", "drive"), write)


@admin.register(Reaction)
class ReactionAdmin(HealthAdmin[Reaction]):
    list_display = ["registration", "group", "severity", "at", "recorded_by_name"]
    list_filter = ["group", "severity"]
    list_select_related = ["registration__donor", "registration__drive"]
    ordering = ["-at", "-pk"]
    search_fields = ["registration__folded", "registration__drive__folded"]
    readonly_fields = ["registration", "recorded_by_name", "withdrawn_at", "withdrawn_reason"]
    fields = [
        "registration", "group", "kind", "severity", "imputability", "at", "notes",
        *readonly_fields[1:],
    ]  # fmt: skip
    actions = ["withdraw_reactions"]

    def keep(self, request: HouseRequest, obj: Reaction, given: Given, change: bool) -> Receipt:
        facts = ReactionFacts(
            **given.only("group", "kind", "severity", "imputability", "at", "notes")
        )
        try:
            return reactions.edit_reaction(
                by=request.actor, key=given.key, reaction=obj, version=given.version, facts=facts,
                reason=given.reason,
            )  # fmt: skip
        except ActionRefused as refusal:
            raise Refused(sentence(refusal.reason)) from None

    @admin.action(description=_("Withdraw the chosen reactions (with a reason)"))
    def withdraw_reactions(self, request: HouseRequest, chosen: models.QuerySet[Reaction]) -> None:
        def write(reaction: Reaction, reason: str) -> None:
            try:
                reactions.withdraw_reaction(
                    by=request.actor, key=new_id(), reaction=reaction, version=None, reason=reason
                )
            except ActionRefused as refusal:
                raise Refused(sentence(refusal.reason)) from None

        self.each_chosen(request, chosen, write)
