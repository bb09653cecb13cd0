"""Areas, organisations and venues on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.actions.organisations import OrganisationValues, add_organisation, edit_organisation
from directory.actions.organisations import Refused as OrganisationRefused
from directory.actions.venues import VenueValues, add_venue, edit_venue
from directory.forms.organisations import REACH
from directory.models import Area, Organisation, Venue
from ledger.actions import Receipt
from ledger.desk import DeskForm, Given, ReadOnlyAdmin, Refused, ScopedAdmin
from ledger.requests import HouseRequest
from ledger.scope import Scope, Verb
from words.folding import nfc


class ProvinceFilter(admin.RelatedOnlyFieldListFilter):
    """By today's province; of the provinces, those that occur in the list."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = _("today's province")


@admin.register(Area)
class AreaAdmin(ReadOnlyAdmin[Area]):
    """Loaded from the committed data; everybody may read the map."""

    list_display = ["label", "code", "level", "valid_from", "valid_to"]
    list_filter = ["level", ("province_now", ProvinceFilter)]
    ordering = ["folded", "pk"]
    fields = [
        "name", "code", "level", "parent", "province_now", "valid_from", "valid_to", "successors",
    ]  # fmt: skip

    def all_visible(self, scope: Scope) -> Any:
        return Area.objects.with_parents()


class OrganisationDeskForm(DeskForm):
    def clean(self) -> dict[str, Any] | None:
        """An authority sees all of its area: only who answers for the area sets one over it."""
        cleaned = super().clean()
        kind, area = self.cleaned_data.get("kind"), self.cleaned_data.get("area")
        moved = {"kind", "area", "parent"} & set(self.changed_data)
        if moved and area is not None and kind in Organisation.AUTHORITIES:
            answered = Area.objects.answered_for_by(self.scope)
            if not answered.filter(pk=area.pk).exists():
                text = gettext("Only those who answer for this area can give it to a committee.")
                self.add_error("area", forms.ValidationError(text, code="beyond-reach"))
        return cleaned


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin[Organisation]):
    form = OrganisationDeskForm
    list_display = ["name", "kind", "area", "parent", "valid_to"]
    list_filter = ["kind", ("area__province_now", ProvinceFilter)]
    list_select_related = ["area__parent__parent", "area__province_now", "parent"]
    ordering = ["folded", "pk"]
    fields = [
        "name", "kind", "area", "parent", "valid_from", "valid_to", "successors", "address",
        "contact_name", "contact_phone",
    ]  # fmt: skip
    autocomplete_fields = ["area", "parent", "successors"]

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        """What decides how far the members of an organisation see is changed by those above it."""
        scope = self.scope(request)
        own = {grant.organisation_id for grant in scope.grants}
        if obj is None or obj.pk not in own or scope.whole_nation(Verb.ADMINISTER):
            return []
        return list(REACH)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        scope = self.scope(request)
        if db_field.name == "area":
            kwargs["queryset"] = Area.objects.open_to(scope)
        elif db_field.name == "parent":
            kwargs["queryset"] = Organisation.objects.editable_by(scope)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def keep(self, request: HouseRequest, obj: Organisation, given: Given, change: bool) -> Receipt:
        names = ("kind", "area", "parent", "valid_from", "valid_to")
        values = OrganisationValues(
            name=nfc(obj.name),
            **{name: getattr(obj, name) for name in names},
            successors=list(given.values["successors"]),
            address=nfc(obj.address),
            contact_name=nfc(obj.contact_name),
            contact_phone=nfc(obj.contact_phone),
        )
        try:
            if not change:
                return add_organisation(by=request.actor, key=given.key, values=values)
            return edit_organisation(
                by=request.actor, key=given.key, organisation=obj.pk, version=given.version,
                values=values, reason=given.reason,
            )  # fmt: skip
        except OrganisationRefused as refusal:
            reasons = [gettext(reason.sentence) % reason.params for reason in refusal.reasons]
            raise Refused(*reasons) from None


@admin.register(Venue)
class VenueAdmin(ScopedAdmin[Venue]):
    list_display = ["name", "address", "area"]
    list_filter = [("area__province_now", ProvinceFilter)]
    list_select_related = ["area__parent__parent", "area__province_now"]
    ordering = ["folded", "pk"]
    fields = ["name", "area", "address"]
    autocomplete_fields = ["area"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Area.objects.open_to(self.scope(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def keep(self, request: HouseRequest, obj: Venue, given: Given, change: bool) -> Receipt:
        values = VenueValues(name=nfc(obj.name), area=obj.area, address=nfc(obj.address))
        if not change:
            return add_venue(by=request.actor, key=given.key, values=values)
        return edit_venue(
            by=request.actor, key=given.key, venue=obj.pk, version=given.version, values=values,
            reason=given.reason,
        )  # fmt: skip
