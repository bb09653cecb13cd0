"""The one box that donors are looked for with, and the filters of their list."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.forms import AreaField, DayField, LinkOrWords, OrganisationField, ScopedForm
from directory.querysets import in_place
from donors.models import Donor
from donors.querysets.able import able_on
from donors.querysets.people import limits_on
from donors.rules.limits import MissingLimits
from donors.rules.question import (
    MOST_TYPED,
    NotAQuestion,
    Question,
    has_number,
    read_question,
)

BOX = {
    "type": "search",
    "autocomplete": "off",
    "autocapitalize": "off",
    "spellcheck": "false",
    "enterkeyhint": "search",
}


class AskForm(forms.Form):
    """The box. ``from_address``: it was filled from an address, where no number may stand."""

    q = forms.CharField(
        label=_("Name, birth year, phone, donor code or identity number"),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.TextInput(attrs=BOX),
    )

    def __init__(self, data: Any, *, from_address: bool) -> None:
        super().__init__(data, auto_id="ask_%s")
        self.from_address = from_address

    def clean_q(self) -> Question:
        typed: str = self.cleaned_data["q"]
        try:
            question = Question() if self._is_out_of_place(typed) else read_question(typed)
        except NotAQuestion as refusal:
            raise forms.ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None
        if self._is_out_of_place(typed) or (self.from_address and question.is_exact):
            raise forms.ValidationError(
                gettext(
                    "Nothing was searched: numbers of papers and phones do not belong in an"
                    " address. Press the button to search for it from this box."
                ),
                code="number-in-address",
            )
        return question

    def _is_out_of_place(self, typed: str) -> bool:
        return self.from_address and has_number(typed)

    @property
    def question(self) -> Question:
        """What is asked, once the form is valid."""
        question: Question = self.cleaned_data["q"]
        return question


class DonorFilter(ScopedForm):
    """Reads the address; what cannot be read is said beside its field and narrows nothing."""

    area = AreaField(label=_("Area"), required=False)
    blood_group = forms.ChoiceField(
        label=_("Blood group"),
        required=False,
        choices=[
            ("", pgettext_lazy("every blood group", "All")),
            *Donor.BloodGroup.choices,
        ],
    )
    able = DayField(
        label=_("Able to give on"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "30/11/2026"}
        ),
    )
    organisation = OrganisationField(
        label=_("Organisation or hamlet"), required=False, words_allowed=True
    )

    def __init__(self, data: Any, *, scope: Any) -> None:
        super().__init__(data, scope=scope, auto_id="filter_%s")

    @property
    def given(self) -> dict[str, str]:
        """What of the address belongs to the filters, for other forms and addresses to carry."""
        names = (f"{name}{part}" for name in self.fields for part in ("", "_choice", "_for"))
        return {name: self.data[name] for name in names if self.data.get(name)}

    def clean_able(self) -> Q | None:
        day: date | None = self.cleaned_data["able"]
        if day is None:
            return None
        try:
            return able_on(day, limits_on(day))
        except MissingLimits:
            raise forms.ValidationError(
                gettext("The rules of this day are not known here."), code="no-limits"
            ) from None

    @property
    def conditions(self) -> Q:
        """What narrows the list; empty where nothing does."""
        self.is_valid()
        chosen = self.cleaned_data
        found = chosen.get("able") or Q()
        if area := chosen.get("area"):
            found &= in_place(area.place, "area")
        if group := chosen.get("blood_group"):
            found &= Q(blood_group=group)
        organisation: LinkOrWords[Any] = chosen.get("organisation") or LinkOrWords()
        if organisation.record is not None:
            found &= Q(organisation=organisation.record)
        elif organisation.words:
            found &= Q(organisation_words__icontains=organisation.words)
        return found
