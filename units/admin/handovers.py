"""Handovers, balances, gift rates, days and paper lists on the desk: read here, all but the rates
written on their own pages."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.admin import ProvinceFilter
from directory.models import Organisation
from ledger.actions import Receipt
from ledger.desk import Given, ReadOnlyAdmin, Refused, ScopedAdmin, ScopedInline
from ledger.requests import HouseRequest
from ledger.scope import Scope, Verb
from units.actions.gift_rates import LaterRate, add_gift_rate, edit_gift_rate
from units.models import (
    BagBalance,
    Balance,
    DriveDay,
    GiftRate,
    Handover,
    HandoverCount,
    HandoverLine,
    PaperSheet,
    SerialBalance,
)
from words.dates import format_day

RATE = (
    "receiver", "label", "volume", "amount", "valid_from", "valid_to", "source", "certainty",
)  # fmt: skip
OF_DRIVE = ("drive__province_now", ProvinceFilter)


class LineInline(ScopedInline):
    model = HandoverLine
    fields = readonly_fields = (
        "position", "bag_code", "volume", "drawn_volume", "blood_group", "finding",
        "found_volume", "note", "removed_at",
    )  # fmt: skip


class CountInline(ScopedInline):
    model = HandoverCount
    fields = readonly_fields = (
        "volume",
        "uncoded",
        "given",
        "received",
    )


@admin.register(Handover)
class HandoverAdmin(ReadOnlyAdmin[Handover]):
    list_display = ["shown_receiver", "drive", "state", "sent_at", "answered_at", "withdrawn_at"]
    list_filter = ["state", OF_DRIVE]
    list_select_related = ["receiver", "drive"]
    ordering = ["-drive__sort_day", "-pk"]
    search_fields = ["receiver__folded", "drive__folded"]
    fields = [
        "drive", "receiver", "receiver_words", "state", "box_label", "temperature", "left_at",
        "arrived_at", "giver_signatory", "receiver_signatory", "notes", "answer_notes",
        "sent_at", "answered_at", "answered_on_paper", "withdrawn_at", "withdrawn_reason",
    ]  # fmt: skip
    inlines = [CountInline, LineInline]

    @admin.display(description=_("receiver"))
    def shown_receiver(self, handover: Handover) -> str:
        return handover.receiver_name


class BagInline(ScopedInline):
    model = BagBalance
    fields = readonly_fields = (
        "volume",
        "brought",
        "drawn",
        "spoiled",
        "returned",
    )


class SerialInline(ScopedInline):
    model = SerialBalance
    fields = readonly_fields = (
        "kind", "label", "brought", "given_out", "spoiled", "returned", "brought_serials",
        "spoiled_serials", "returned_serials",
    )  # fmt: skip


@admin.register(Balance)
class BalanceAdmin(ReadOnlyAdmin[Balance]):
    list_display = ["drive", "saved_at", "saved_by_name"]
    list_filter = [OF_DRIVE]
    list_select_related = ["drive"]
    ordering = ["-drive__sort_day", "-pk"]
    search_fields = ["drive__folded"]
    fields = ["drive", "notes", "saved_at", "saved_by_name"]
    inlines = [BagInline, SerialInline]


@admin.register(DriveDay)
class DriveDayAdmin(ReadOnlyAdmin[DriveDay]):
    list_display = ["drive", "state", "opened_at", "desks_opened_at", "closed_at"]
    list_filter = ["state", OF_DRIVE]
    list_select_related = ["drive"]
    ordering = ["-drive__sort_day", "-pk"]
    search_fields = ["drive__folded"]
    fields = [
        "drive", "state", "opened_at", "opened_by_name", "desks_opened_at",
        "desks_opened_by_name", "closed_at", "closed_by_name", "difference_reason",
    ]  # fmt: skip


@admin.register(PaperSheet)
class PaperSheetAdmin(ReadOnlyAdmin[PaperSheet]):
    """The list as a whole; its lines hold what was typed of people and stay on its own page."""

    list_display = ["label", "drive", "day", "state", "keeper"]
    list_filter = ["state", OF_DRIVE]
    list_select_related = ["drive", "keeper"]
    ordering = ["-drive__sort_day", "-pk"]
    search_fields = ["drive__folded"]
    fields = ["drive", "label", "day", "state", "keeper", "receiver", "consent_signed"]


@admin.register(GiftRate)
class GiftRateAdmin(ScopedAdmin[GiftRate]):
    """A new amount is added with its first day; a rate is edited only to mend a slip. The general
    rates are the nation's, each receiver's administrators keep their own."""

    list_display = ["label", "receiver", "volume", "amount", "valid_from", "valid_to", "certainty"]
    list_filter = ["certainty"]
    list_select_related = ["receiver"]
    ordering = ["folded", "volume", "-valid_from", "pk"]
    search_fields = ["folded", "receiver__folded"]
    fields = RATE

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Receivers the person administers; only the nation's name none."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "receiver":
            scope = self.scope(request)
            field.queryset = field.queryset.filter(kind__in=Organisation.RECEIVERS)
            if not scope.whole_nation(Verb.ADMINISTER):
                own = Organisation.below(scope.organisations(Verb.ADMINISTER))
                field.queryset = field.queryset.filter(pk__in=own)
                field.required = True
        return field

    def keep(self, request: HouseRequest, obj: GiftRate, given: Given, change: bool) -> Receipt:
        facts = given.only(*RATE)
        if change:
            return edit_gift_rate(
                by=request.actor, key=given.key, rate=obj, version=given.version, facts=facts,
                reason=given.reason,
            )  # fmt: skip
        try:
            return add_gift_rate(by=request.actor, key=given.key, facts=facts)
        except LaterRate as refusal:
            sentence = gettext(
                "A rate of this gift already begins on %(day)s. The new one must begin later."
            )
            said = sentence % {"day": format_day(refusal.later.valid_from)}
            raise Refused(said) from None

    def all_visible(self, scope: Scope) -> Any:
        records: models.QuerySet[GiftRate] = GiftRate.objects.visible_to(scope)
        return records
