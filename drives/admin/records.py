"""Campaigns, official totals and awards on the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.admin import ProvinceFilter
from directory.models import Area
from drives.actions.awards import AwardFacts, add_award, edit_award
from drives.actions.campaigns import CampaignFacts, NameTaken, add_campaign, edit_campaign
from drives.actions.period_totals import PeriodTotalFacts, add_period_total, edit_period_total
from drives.admin.pieces import WithdrawableAdmin, figure, refusing_withdrawn
from drives.forms.period_total import is_kept_by, keepers_of
from drives.models import Award, Campaign, Drive, PeriodTotal
from drives.presenters import figure_text
from ledger.actions import Receipt
from ledger.desk import DeskForm, Given, Refused
from ledger.requests import HouseRequest
from ledger.scope import Scope
from words.folding import nfc


@admin.register(Campaign)
class CampaignAdmin(WithdrawableAdmin[Campaign]):
    list_display = ["name", "first_year", "withdrawn"]
    ordering = ["folded", "pk"]
    fields = ["name", "first_year", "notes"]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """A drive is not given a campaign that was withdrawn."""
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.standing()
        return super().get_search_results(request, queryset, search_term)

    def keep(self, request: HouseRequest, obj: Campaign, given: Given, change: bool) -> Receipt:
        facts = CampaignFacts(name=nfc(obj.name), first_year=obj.first_year, notes=obj.notes)
        try:
            if not change:
                return add_campaign(by=request.actor, key=given.key, facts=facts)
            with refusing_withdrawn():
                return edit_campaign(
                    by=request.actor, key=given.key, campaign=obj, version=given.version,
                    facts=facts, reason=given.reason,
                )  # fmt: skip
        except NameTaken:
            raise Refused(gettext("There is a campaign of this name already.")) from None


class PeriodTotalDeskForm(DeskForm):
    drives = figure(PeriodTotal.drives)
    units = figure(PeriodTotal.units)
    volunteers = figure(PeriodTotal.volunteers)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("drives", "units", "volunteers"):
            self.initial[name] = getattr(self.instance, name)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        first, end = data.get("from_day"), data.get("to_day")
        if first and end and end <= first:
            self.add_error("to_day", gettext("This day is before the first one."))
        area = data.get("area")
        if area is not None and "area" in self.changed_data and not is_kept_by(area, self.scope):
            self.add_error("area", gettext("You do not keep the totals of this area."))
        return cleaned


@admin.register(PeriodTotal)
class PeriodTotalAdmin(WithdrawableAdmin[PeriodTotal]):
    form = PeriodTotalDeskForm
    list_display = [
        "area", "from_day", "to_day", "how_many_drives", "how_many_units", "keeper", "withdrawn",
    ]  # fmt: skip
    list_filter = [("area__province_now", ProvinceFilter)]
    list_select_related = ["area__parent__parent", "area__province_now", "keeper"]
    ordering = ["-from_day", "-pk"]
    search_fields = ["area__folded"]
    fields = [
        "area", "keeper", "from_day", "to_day", "drives", "units", "volunteers", "units_basis",
        "source", "notes",
    ]  # fmt: skip
    autocomplete_fields = ["area", "keeper"]

    def get_fields(self, request: HttpRequest, obj: PeriodTotal | None = None) -> Any:
        fields = list(super().get_fields(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return fields
        read = {"drives": "how_many_drives", "units": "how_many_units"}
        return [read.get(str(name), name) for name in fields if name != "volunteers"]

    def get_readonly_fields(self, request: HttpRequest, obj: PeriodTotal | None = None) -> Any:
        return ["how_many_drives", "how_many_units"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        scope = self.scope(request)
        if db_field.name == "keeper":
            kwargs["queryset"] = keepers_of(scope)
        elif db_field.name == "area":
            kwargs["queryset"] = Area.objects.open_to(scope)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("drives"))
    def how_many_drives(self, total: PeriodTotal) -> str:
        return figure_text(total.drives)

    @admin.display(description=_("units of blood"))
    def how_many_units(self, total: PeriodTotal) -> str:
        return figure_text(total.units)

    def keep(self, request: HouseRequest, obj: PeriodTotal, given: Given, change: bool) -> Receipt:
        plain = ("area", "keeper", "from_day", "to_day", "units_basis", "source", "notes")
        facts = PeriodTotalFacts(
            **{name: getattr(obj, name) for name in plain},
            **given.only("drives", "units", "volunteers"),
        )
        if not change:
            return add_period_total(by=request.actor, key=given.key, facts=facts)
        with refusing_withdrawn():
            return edit_period_total(
                by=request.actor, key=given.key, period_total=obj, version=given.version,
                facts=facts, reason=given.reason,
            )  # fmt: skip


class AwardDeskForm(DeskForm):
    count = figure(Award.count)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["count"] = self.instance.count


@admin.register(Award)
class AwardAdmin(WithdrawableAdmin[Award]):
    form = AwardDeskForm
    list_display = ["form", "authority", "to", "how_many", "drive", "withdrawn"]
    list_filter = ["to", ("drive__province_now", ProvinceFilter)]
    list_select_related = ["drive"]
    ordering = ["-drive__sort_day", "-pk"]
    search_fields = ["drive__folded"]
    fields = ["drive", "authority", "form", "to", "count"]
    autocomplete_fields = ["drive"]

    def changeable(self, scope: Scope) -> Any:
        return Award.objects.filter(drive__in=Drive.objects.recordable_by(scope).values("pk"))

    def get_fields(self, request: HttpRequest, obj: Award | None = None) -> Any:
        fields = list(super().get_fields(request, obj))
        may = obj is None or self.has_change_permission(request, obj)
        return fields if may else [*fields[:-1], "how_many"]

    def get_readonly_fields(self, request: HttpRequest, obj: Award | None = None) -> Any:
        return ["how_many", "drive"] if obj else ["how_many"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Drive.objects.recordable_by(self.scope(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("number"))
    def how_many(self, award: Award) -> str:
        return figure_text(award.count)

    def keep(self, request: HouseRequest, obj: Award, given: Given, change: bool) -> Receipt:
        facts = AwardFacts(
            authority=nfc(obj.authority),
            form=nfc(obj.form),
            to=obj.to,
            count=given.values["count"],
        )
        if not change:
            drive = given.values["drive"]
            return add_award(by=request.actor, key=given.key, drive=drive, facts=facts)
        with refusing_withdrawn():
            return edit_award(
                by=request.actor, key=given.key, award=obj, version=given.version, facts=facts,
                reason=given.reason,
            )  # fmt: skip
