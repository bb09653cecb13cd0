"""Which drive a second record tells of."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drives.models import Drive
from drives.presenters import area_text, when_text
from ledger.forms import TrackedForm


class HeadField(forms.ModelChoiceField[Drive]):
    """Drives by title, day and area."""

    def label_from_instance(self, drive: Drive) -> str:
        return " · ".join(filter(None, [drive.title, when_text(drive.when), area_text(drive)]))


class DuplicateForm(TrackedForm):
    """The head among ``candidates``; none is asked for when a joined record is separated."""

    head = HeadField(
        label=_("The drive that counts"),
        queryset=Drive.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, candidates: "QuerySet[Drive]", separate: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if separate:
            del self.fields["head"]
        else:
            self.fields["head"].queryset = candidates  # type: ignore[attr-defined]
