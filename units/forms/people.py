"""The few facts by which somebody new is entered at a drive; the file is completed later."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donors.facts import DonorFacts, PaperFacts
from donors.models import Donor, Paper
from donors.rules.names import MOST_LENGTH, read_name
from donors.rules.papers import PaperKind, disagreements, normalise, read_cccd
from donors.rules.people import Sex
from donors.rules.phones import normalise_phone
from donors.rules.typed import Birth, read_birth
from ledger.forms import TrackedForm
from ledger.keys import new_id
from words.sentences import NotUnderstood

T = TypeVar("T")


class PersonForm(TrackedForm):
    """Somebody whom nobody here knew. Only the name is needed."""

    donor_id = forms.UUIDField(initial=new_id, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Full name"),
        max_length=MOST_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    birth = forms.CharField(
        label=_("Birth date or year"),
        required=False,
        max_length=40,
        help_text=_("05/12/1990, or only 1990"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[*Donor.Sex.choices, ("", _("not said"))],
        widget=forms.RadioSelect,
    )
    paper = forms.ChoiceField(
        label=_("Identity paper"),
        choices=Paper.KINDS,
        initial=PaperKind.CCCD.value,
        required=False,
    )
    number = forms.CharField(
        label=_("Number of the paper"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "type": "tel"}),
    )
    # Answered with the button that says so, where somebody alike is known.
    other = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        self.today = today
        super().__init__(*args, **options)

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        return understood(read_name, typed)

    def clean_birth(self) -> Birth | None:
        typed: str = self.cleaned_data["birth"]
        return understood(lambda text: read_birth(text, today=self.today), typed)

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        return understood(normalise_phone, typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        kind = self.cleaned_data.get("paper") or PaperKind.CCCD.value
        self.cleaned_data["paper"] = kind
        if typed := self.cleaned_data.get("number"):
            try:
                self.cleaned_data["number"] = normalise(PaperKind(kind), typed)
            except NotUnderstood as refusal:
                self.add_error(
                    "number",
                    ValidationError(gettext(refusal.sentence) % refusal.params, code=refusal.rule),
                )
        return self.cleaned_data

    @property
    def warnings(self) -> list[str]:
        """Where the number of a card disagrees with what was typed; it never blocks."""
        data = self.cleaned_data
        is_cccd = data.get("paper") == PaperKind.CCCD.value and "number" not in self.errors
        if not is_cccd or not data.get("number"):
            return []
        birth: Birth | None = data.get("birth")
        sex = Sex(data["sex"]) if data.get("sex") else None
        found = disagreements(read_cccd(data["number"]), sex, birth.year if birth else None)
        return [gettext(one.sentence) % one.params for one in found]

    def facts(self) -> DonorFacts:
        data = self.cleaned_data
        birth: Birth | None = data["birth"]
        papers = [PaperFacts(data["paper"], data["number"])] if data["number"] else []
        return DonorFacts(
            name=data["name"],
            birth_date=birth.day if birth else None,
            birth_year=birth.year if birth else None,
            sex=data["sex"],
            papers=papers,
            phone=data["phone"],
        )


def understood(read: Callable[[str], T], typed: str) -> T:
    """What ``read`` makes of the text, its refusal beside the field."""
    try:
        return read(typed)
    except NotUnderstood as refusal:
        raise ValidationError(
            gettext(refusal.sentence) % refusal.params, code=refusal.rule
        ) from None
