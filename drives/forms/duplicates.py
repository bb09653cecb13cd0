"""Which drive a second record tells of."""

from collections.abc import Sequence
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
    """The head out of ``among``, of which ``offered`` are shown; none is asked for when a joined
    record is separated."""

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
        self,
        *args: Any,
        among: "QuerySet[Drive]",
        offered: Sequence[Drive],
        separate: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.offered = offered
        head = self.fields["head"]
        if separate:
            del self.fields["head"]
        elif isinstance(head, HeadField):
            head.queryset = among
            head.choices = [(drive.pk, head.label_from_instance(drive)) for drive in offered]
