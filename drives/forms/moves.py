"""The reason of a step, and what goes with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drives.forms.when import WhenField
from drives.rules.states import Move
from ledger.forms import TrackedForm


class MoveForm(TrackedForm):
    """One step of a drive; a step backward asks why, a postponement also when now."""

    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    days = WhenField(
        label=_("New days"),
        days_only=True,
        help_text=_("30/11/2024; leave it empty if the new day is not known yet."),
    )
    result_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, move: Move, **options: Any) -> None:
        self.move = move
        super().__init__(*args, **options)
        if move.name not in ("postpone", "resume"):
            del self.fields["days"]

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if self.move.needs_reason and not reason:
            raise forms.ValidationError(gettext("Please say why, in one sentence."))
        return reason
