"""The form of one bag, and of a draw from which nothing came."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms.numbers import WholeNumberField
from directory.models import Organisation
from donors.models import Donor
from ledger.forms import TrackedForm
from ledger.keys import new_id
from units.actions.bags import NewUnit
from units.forms.deferral import DeferralMixin
from units.forms.fields import AsksMixin, ClockField, DayChoice, at_hour
from units.models import Registration, Unit
from units.rules.reasons import Reason

# Beside which field a refusal of a bag is said.
PLACES = {
    "volume-not-offered": "volume",
    "volume-above-allowed": "volume",
    "drawn-impossible": "drawn_volume",
    "short-draw-without-reason": "short_reason",
    "end-before-start": "ended",
    "draw-too-long": "ended",
    "not-a-day-of-the-drive": "day",
    "hour-before-drive": "started",
    "hour-after-drive": "ended",
    "hour-to-come": "ended",
    "bag-of-person": None,
    "bag-withdrawn": None,
    "day-closed": None,
}
CODE = "bag_code"


class BagForm(AsksMixin, TrackedForm):
    """One bag of somebody who was found fit; its id is the key. What was not written down at the
    chair stays empty: only the volume is needed."""

    bag_code = forms.CharField(
        label=_("Bag code"),
        required=False,
        strip=False,
        max_length=5000,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "form-control code",
            }
        ),
    )
    volume = forms.TypedChoiceField(
        label=_("Volume"), coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    started = ClockField(label=_("Start"))
    ended = ClockField(label=_("End"))
    drawn_volume = WholeNumberField(label=_("Drawn, ml"), required=False, least=1, most=1000)
    short_reason = forms.CharField(label=_("Why a short draw"), required=False, max_length=200)
    blood_group = forms.ChoiceField(
        label=_("Blood group"),
        required=False,
        choices=[("", _("not known")), *Donor.BloodGroup.choices],
    )
    certificate_no = forms.CharField(
        label=_("Number of the certificate"), required=False, max_length=30
    )
    receiver = forms.ChoiceField(label=_("Receiver"), required=False)
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        days: Sequence[date],
        volumes: Sequence[int],
        most: int | None,
        component: str,
        receivers: Sequence[Organisation],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.registration, self.component = registration, component
        self.fields["key"].initial = new_id
        self.fields["day"] = DayChoice(days)
        self._offer(volumes, most)
        self.receivers = {str(body.pk): body for body in receivers}
        self._offer_receivers()
        self.new = self["version"].value() in (None, "")
        if self.new:
            del self.fields["reason"]
        self.add_answers()

    def _offer(self, volumes: Sequence[int], most: int | None) -> None:
        """Bags of set sizes, the largest chosen; by a machine any volume up to the allowed."""
        field: Any = self.fields["volume"]
        if self.component == Unit.Component.WHOLE.value:
            field.choices = [(volume, f"{volume} ml") for volume in volumes]
            field.initial = max(volumes, default=None)
            return
        field = WholeNumberField(label=_("Volume, ml"), least=1, most=most or 1000)
        field.initial = most
        self.fields["volume"] = field

    def _offer_receivers(self) -> None:
        field: Any = self.fields["receiver"]
        field.choices = [(pk, body.name) for pk, body in self.receivers.items()]
        field.initial = next(iter(self.receivers), "")
        if len(self.receivers) < 2:
            field.widget = forms.HiddenInput()

    @classmethod
    def of(cls, unit: Unit, data: Any = None, **offered: Any) -> Self:
        """The form that corrects a bag."""
        initial = {
            "version": unit.version,
            "bag_code": unit.bag_code,
            "volume": unit.volume,
            "started": unit.started_at,
            "ended": unit.ended_at,
            "drawn_volume": unit.drawn_volume,
            "short_reason": unit.short_reason,
            "blood_group": unit.blood_group,
            "certificate_no": unit.certificate_no,
            "receiver": str(unit.receiver_id or ""),
            "day": unit.given_on,
        }
        return cls(data, initial=initial, component=unit.component, **offered)

    def bag(self, id: UUID | None = None) -> NewUnit:  # noqa: A002  (the record's own word)
        """What a valid form says; ``id`` is that of a bag which is corrected."""
        data = self.cleaned_data
        day: date = data["day"]
        return NewUnit(
            id=id or data["key"],
            registration=self.registration,
            given_on=day,
            volume=data["volume"],
            bag_code=data["bag_code"],
            receiver=self.receiver_of(data["receiver"]),
            component=self.component,
            drawn_volume=data["drawn_volume"],
            short_reason=data["short_reason"],
            blood_group=data["blood_group"],
            certificate_no=data["certificate_no"].strip(),
            started_at=at_hour(day, data["started"]),
            ended_at=at_hour(day, data["ended"]),
            confirmed=self.confirmed(),
        )

    def receiver_of(self, chosen: str) -> Organisation | None:
        """The one that was chosen, or the only one there is."""
        if len(self.receivers) == 1:
            return next(iter(self.receivers.values()))
        return self.receivers.get(chosen)

    def show_all(self, reasons: Sequence[Reason]) -> None:
        """Put each refusal beside its field; those of a code beside the code."""
        for reason in reasons:
            place = PLACES.get(reason.rule, CODE)
            self.show(reason, place if place is None or place in self.fields else None)


class StopForm(DeferralMixin, TrackedForm):
    """Nothing was drawn: what happened, and how long the person waits."""

    words = forms.CharField(
        label=_("What happened"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Read only by those who may know the health of donors."),
    )

    def __init__(self, *args: Any, days: Sequence[date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_reasons(days[0])
        usual = self.reasons.get("unfit-today")
        if usual is not None:
            self.initial.setdefault("why", str(usual.pk))

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.needs_reason()
        return self.cleaned_data

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"]).strip()
        if not words:
            raise forms.ValidationError(gettext("Say what happened, in a few words."))
        return words
