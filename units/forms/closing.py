"""Forms at the end of a drive's day."""

from typing import Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ledger.forms import TrackedForm
from units.models import DriveDay


class DifferenceForm(TrackedForm):
    """One reason for all rows that differ."""

    reason = forms.CharField(
        label=_("Why the numbers differ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence for all of them. The confirmer reads it; no names, please."),
        error_messages={"required": _("Please say why, in one sentence.")},
    )

    @classmethod
    def of(cls, day: DriveDay, data: QueryDict | None = None) -> Self:
        return cls(data, initial={"version": day.version, "reason": day.difference_reason})


class CloseForm(TrackedForm):
    """Closing; the reason is asked where numbers differ."""

    reason = forms.CharField(
        label=_("Why the numbers differ"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence for all of them. The confirmer reads it; no names, please."),
    )


class ReopenForm(TrackedForm):
    """Opening a closed day again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please say why, in one sentence.")},
    )
