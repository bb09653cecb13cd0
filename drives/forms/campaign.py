"""The form of a campaign."""

from functools import cached_property
from typing import Any, Self

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.numbers import WholeNumberField
from drives.actions.campaigns import CampaignFacts
from drives.models import Campaign
from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out
from words.folding import nfc


class CampaignForm(TrackedForm):
    """A name, and since when."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As on the banners, e.g. “Hành trình Đỏ”")
    )
    first_year = WholeNumberField(label=_("First year"), required=False, least=1990, most=2100)
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @cached_property
    def helper(self) -> FormHelper:
        return laid_out(Card("name", "first_year", "notes"))

    @classmethod
    def of(cls, campaign: Campaign, data: Any = None) -> Self:
        names = ("name", "first_year", "notes", "version")
        return cls(data, initial={name: getattr(campaign, name) for name in names})

    def clean_name(self) -> str:
        return nfc(self.cleaned_data["name"])

    def facts(self) -> CampaignFacts:
        data = self.cleaned_data
        return CampaignFacts(
            name=data["name"], first_year=data["first_year"], notes=data["notes"].strip()
        )
