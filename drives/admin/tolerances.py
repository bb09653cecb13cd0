"""The tolerance of each province, on the desk."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from drives.actions.tolerances import ToleranceFacts, add_tolerance, edit_tolerance
from drives.models import Tolerance
from ledger.actions import Receipt
from ledger.desk import DeskForm, Given, ScopedAdmin
from ledger.requests import HouseRequest
from ledger.scope import Verb
from words.folding import nfc
from words.numbers import NotANumber, format_number, parse_number


class PercentField(forms.CharField):
    """Reads "2,5" and "2,5 %"."""

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return parse_number(typed.removesuffix("%"))
        except NotANumber as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None


class ToleranceDeskForm(DeskForm):
    percent = PercentField(
        label=_("Percent"),
        help_text=_("Up to this difference nobody is asked why donors and bags differ."),
    )


@admin.register(Tolerance)
class ToleranceAdmin(ScopedAdmin[Tolerance]):
    form = ToleranceDeskForm
    list_display = ["area", "share", "valid_from", "valid_to", "source"]
    list_select_related = ["area__parent__parent", "area__province_now"]
    ordering = ["area__folded", "-valid_from", "-pk"]
    search_fields = ["area__folded"]
    fields = ["area", "percent", "valid_from", "valid_to", "source"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The nation and today's provinces, as far as this person administers them."""
        scope = self.scope(request)
        areas = Area.objects.filter(
            Q(level="nation") | Q(level="province", valid_to__isnull=True)
        ).order_by("folded", "pk")
        if not scope.whole_nation(Verb.ADMINISTER):
            areas = areas.filter(pk__in=[place.id for place in scope.places(Verb.ADMINISTER)])
        kwargs["queryset"] = areas
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Tolerance | None = None) -> Any:
        fields = list(super().get_fields(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return fields
        return ["share" if name == "percent" else name for name in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Tolerance | None = None) -> Any:
        return ["share"]

    @admin.display(description=_("percent"), ordering="percent")
    def share(self, tolerance: Tolerance) -> str:
        return f"{format_number(tolerance.percent)} %"

    def view_on_site(self, obj: Tolerance) -> str | None:
        """It has no page but this one."""
        return None

    def keep(self, request: HouseRequest, obj: Tolerance, given: Given, change: bool) -> Receipt:
        facts = ToleranceFacts(
            area=obj.area,
            percent=obj.percent,
            valid_from=obj.valid_from,
            valid_to=obj.valid_to,
            source=nfc(obj.source),
        )
        if not change:
            return add_tolerance(by=request.actor, key=given.key, facts=facts)
        return edit_tolerance(
            by=request.actor, key=given.key, tolerance=obj, version=given.version, facts=facts,
            reason=given.reason,
        )  # fmt: skip
