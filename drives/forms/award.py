"""The form of an award."""

from functools import cached_property
from typing import Any, Self

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from drives.actions.awards import AwardFacts
from drives.forms.figures import FigureField, drawn_figure
from drives.models import Award
from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out
from words.folding import nfc


class AwardForm(TrackedForm):
    """Who gave what to whom; an unknown number is left empty."""

    authority = forms.CharField(
        label=_("Given by"), max_length=200, help_text=_("e.g. “Chủ tịch UBND tỉnh Lai Châu”")
    )
    form = forms.CharField(
        label=_("Form of award"), max_length=100, help_text=_("e.g. “Bằng khen”, “Giấy khen”")
    )
    to = forms.ChoiceField(label=_("Given to"), choices=Award.To.choices)
    count = FigureField(label=_("Number"), help_text=_("Leave it empty if it is not known."))

    @cached_property
    def helper(self) -> FormHelper:
        return laid_out(Card("authority", "form", "to", drawn_figure("count")))

    @classmethod
    def of(cls, award: Award, data: Any = None) -> Self:
        names = ("authority", "form", "to", "count", "version")
        return cls(data, initial={name: getattr(award, name) for name in names})

    def facts(self) -> AwardFacts:
        data = self.cleaned_data
        return AwardFacts(
            authority=nfc(data["authority"]),
            form=nfc(data["form"]),
            to=data["to"],
            count=data["count"],
        )
