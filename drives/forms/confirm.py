"""The confirmer's answer to a sheet: confirmed, or returned for named cells."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drives.cell_words import cell_label
from ledger.forms import TrackedForm

# What a confirmer usually asks to complete; any other cell is named in the reason.
ASKABLE = (
    "registered", "attended", "examined", "not_given", "donated", "units", "volume_250",
    "volume_350", "volume_450", "ml_reported", "first_time", "repeat", "women", "men",
    "units_basis", "stated_rule", "reporter", "receiver_representative",
)  # fmt: skip


class ConfirmForm(TrackedForm):
    """``result_version`` is the sheet that was looked at."""

    result_version = forms.IntegerField(widget=forms.HiddenInput)
    cells = forms.MultipleChoiceField(
        label=_("Cells to complete"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("What is to be completed, and why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, returning: bool = False, **options: Any) -> None:
        self.returning = returning
        super().__init__(*args, **options)
        cells = self.fields["cells"]
        cells.choices = [(name, cell_label(name)) for name in ASKABLE]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if self.returning and not reason:
            raise forms.ValidationError(
                gettext("Please say what is to be completed: the host reads this sentence.")
            )
        return reason
