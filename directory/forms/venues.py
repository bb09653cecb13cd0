"""The form of one venue, and the filter of their list."""

from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.actions.venues import VenueValues
from directory.forms.fields import AreaField, ScopedForm
from directory.forms.organisations import StillNew
from directory.models import Area, Venue
from directory.pickers import likely_duplicates
from directory.querysets import in_place
from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out
from ledger.scope import Scope
from words.folding import nfc


class VenueForm(ScopedForm, TrackedForm, StillNew):
    """Adds a venue, or mends ``venue``."""

    name = forms.CharField(label=_("Name"), max_length=200)
    area = AreaField(
        label=_("Area"), help_text=_("The commune it lies in, or as near as is known.")
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    reason = forms.CharField(label=_("Reason of the change"), max_length=300, required=False)

    def __init__(self, *args: Any, venue: Venue | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.venue = venue
        if venue is None:
            del self.fields["reason"]

    @classmethod
    def of(cls, venue: Venue, *, scope: Scope, data: Any = None) -> "VenueForm":
        """The form of the record as it is now, or of what was posted to change it."""
        initial = {
            "version": venue.version,
            "name": venue.name,
            "area": venue.area,
            "address": venue.address,
        }
        return cls(data, initial=initial, scope=scope, venue=venue)

    @cached_property
    def helper(self) -> FormHelper:
        reason = ["reason"] if self.venue else []
        return laid_out(Card("name", "area", "address", *reason))

    @property
    def values(self) -> VenueValues:
        """What was typed, once the form is valid."""
        cleaned = self.cleaned_data
        return VenueValues(
            name=nfc(cleaned["name"]), area=cleaned["area"], address=nfc(cleaned["address"])
        )

    def clean_area(self) -> Area:
        area: Area = self.cleaned_data["area"]
        stays = self.venue is not None and self.initial.get("area") == area
        if stays or Area.objects.open_to(self.scope).filter(pk=area.pk).exists():
            return area
        raise ValidationError(gettext("Choose an area of your own province."), code="foreign-area")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        values = self.values
        if self.venue is None or values.name != self.initial.get("name"):
            rows = Venue.objects.visible_to(self.scope).with_area()
            rows = rows.exclude(pk=self.venue.pk) if self.venue else rows
            self.ask_once(likely_duplicates(rows, name=values.name, area=values.area))
        return self.cleaned_data


class VenueFilter(ScopedForm):
    """What the list of venues is narrowed by; every field may be empty."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    area = AreaField(label=_("Area"), required=False)

    def narrow(self, rows: Any) -> Any:
        """The rows of a venue query set that the filter lets through; none where a field cannot be
        read."""
        if not self.is_valid():
            return rows.none()
        rows = rows.named_like(self.cleaned_data["q"])
        if area := self.cleaned_data["area"]:
            rows = rows.filter(in_place(area.place, "area"))
        return rows
