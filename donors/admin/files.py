"""Donors' files on the desk. Papers, phone, address and notes are neither shown nor changed here:
they have their own pages, which leave a trace of each look."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from directory.pickers import LinkOrWords
from donors.actions.files import edit_donor
from donors.actions.refusals import CareRefused as NamesSomebody
from donors.actions.refusals import Erased, refuse_names
from donors.forms.fields import understood
from donors.forms.refused import words_of_finding
from donors.models import Donor
from donors.querysets.people import facts_of
from donors.rules.names import read_name
from ledger.actions import Receipt
from ledger.desk import Given, Refused, ScopedAdmin
from ledger.requests import HouseRequest

PLAIN = ["sex", "occupation", "area", "blood_group", "blood_group_source", "declared_count"]


@admin.register(Donor)
class DonorAdmin(ScopedAdmin[Donor]):
    list_display = ["shown_code", "name", "birth_year", "sex", "area", "keeper", "given"]
    list_filter = ["sex", "blood_group"]
    list_select_related = ["area__parent__parent", "area__province_now", "keeper"]
    ordering = ["-pk"]
    search_fields = ["name_key__spaced"]
    autocomplete_fields = ["area", "organisation"]
    fields = [
        "shown_code", "name", "birth_date", "birth_year", *PLAIN, "declared_evidence",
        "organisation", "organisation_words", "keeper", "entered_at", "given", "last_given",
        "merged_into", "restricted_at", "erased_at",
    ]  # fmt: skip
    readonly_fields = [
        "shown_code", "keeper", "entered_at", "given", "last_given", "merged_into",
        "restricted_at", "erased_at",
    ]  # fmt: skip

    @admin.display(description=_("donor code"), ordering="code")
    def shown_code(self, donor: Donor) -> str:
        return str(donor)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A file is entered on its own page, where likely doubles are shown."""
        return False

    def keep(self, request: HouseRequest, obj: Donor, given: Given, change: bool) -> Receipt:
        current = Donor.objects.with_file().get(pk=obj.pk)
        if current.is_erased:
            raise Refused(str(_("This file was erased at the donor's request.")))
        told = given.values
        try:
            name = understood(read_name, told["name"])
            refuse_names(given.reason, [current])
        except ValidationError as refusal:
            raise Refused(*refusal.messages) from None
        except NamesSomebody as refusal:
            raise Refused(words_of_finding(refusal.finding)) from None
        facts = replace(
            facts_of(current),
            name=name,
            birth_date=told["birth_date"],
            birth_year=told["birth_year"],
            declared_evidence=told["declared_evidence"],
            organisation=LinkOrWords(told["organisation"], told["organisation_words"]),
            **{column: told[column] for column in PLAIN},
        )
        try:
            return edit_donor(
                by=request.actor, key=given.key, donor=current, version=given.version,
                facts=facts, reason=given.reason,
            )  # fmt: skip
        except Erased:
            raise Refused(str(_("This file was erased at the donor's request."))) from None

    def get_readonly_fields(self, request: HttpRequest, obj: Donor | None = None) -> Any:
        if obj is not None and obj.is_erased:
            return self.fields
        return self.readonly_fields
