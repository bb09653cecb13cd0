"""Which number is to be shown, and what for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donors.presenters.numbers import Number

PURPOSES = {
    "check": _("to check the paper of the person present"),
    "call": _("to call the donor"),
    "mend": _("to mend the file"),
    "request": _("to answer a request of the donor"),
}


class RevealForm(forms.Form):
    """One number of those of the file, and one purpose."""

    number = forms.ChoiceField(label=_("Number"))
    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=[("", _("choose what for")), *PURPOSES.items()],
        error_messages={"required": _("Choose what the number is needed for.")},
    )

    def __init__(self, data: Any = None, *, numbers: Sequence[Number]) -> None:
        super().__init__(data, auto_id=False)
        choices = [(number.name, number.label) for number in numbers]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def purpose_words(self) -> str:
        """In words, as the trace keeps it."""
        return str(PURPOSES[self.cleaned_data["purpose"]])

    @property
    def asked(self) -> str:
        """The number that was asked for, right or wrong."""
        return str(self.data.get("number", "")) if self.is_bound else ""
