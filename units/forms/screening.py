"""The form of an examination: what was measured, and one of two decisions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donors.actions.deferrals import DeferralFacts, proposed_end
from ledger.forms import TrackedForm
from units.actions.assessment import Examination, Fit, Verdict
from units.forms.deferral import DeferralMixin
from units.forms.fields import AsksMixin, DayChoice, number_box
from units.models import Screening, Unit
from units.rules.drawing import MEASUREMENTS, pressures_refusal, read_measurement
from words.numbers import format_number

FIT, DEFER, CHECK = "fit", "defer", "check"
# What a broken limit is called where it makes somebody wait.
SUGGESTED: Final = {
    "weight-least": "weight",
    "apheresis-weight-least": "weight",
    "systolic": "blood-pressure",
    "diastolic": "blood-pressure",
    "pulse": "pulse",
    "pulse-regular": "pulse",
    "haemoglobin-least": "low-haemoglobin",
}


class ExaminationForm(DeferralMixin, AsksMixin, TrackedForm):
    """What was measured may be left out, but nobody is fit without a weight. ``verdict`` is the
    button that was pressed: fit, defer, defer for one reason, or only check."""

    weight = number_box(_("Weight"), "kg")
    systolic = number_box(_("Systolic pressure"), "mmHg")
    diastolic = number_box(_("Diastolic pressure"), "mmHg")
    pulse = number_box(_("Pulse"), _("a minute"))
    irregular = forms.BooleanField(label=_("The pulse is not regular"), required=False)
    haemoglobin = number_box(_("Haemoglobin"), "g/l")
    component = forms.ChoiceField(
        label=_("To give"), choices=Unit.Component.choices, initial=Unit.Component.WHOLE.value
    )
    volume = forms.CharField(label=_("At most"), required=False, max_length=10)
    # The volume that the page proposed by itself: it follows the next measurement.
    proposed = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    verdict = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, days: Sequence[date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"] = DayChoice(days)
        self.offer_reasons(self.day_said(days))
        self.new = self["version"].value() in (None, "")
        if self.new:
            del self.fields["reason"]
        self.add_answers()

    def day_said(self, days: Sequence[date]) -> date:
        """The day that the post names, else the newest."""
        said = str(self.data.get("day", "")) if self.is_bound else ""
        return next((day for day in days if day.isoformat() == said), days[0])

    @classmethod
    def of(cls, screening: Screening, data: Any = None) -> Self:
        """The form that corrects an examination; its day stays."""
        deferral = screening.deferral
        initial = {
            "version": screening.version,
            "component": screening.component,
            "irregular": screening.pulse_regular is False,
            "volume": screening.allowed_volume or "",
            "why": str(deferral.reason_id) if deferral else "",
            "since": deferral.from_day if deferral else None,
            "able_from": deferral.able_from if deferral else None,
            "for_ever": deferral.permanent if deferral else False,
            "verdict": FIT if screening.decision == Screening.Decision.FIT.value else DEFER,
        }
        for name in MEASUREMENTS:
            value = getattr(screening, name)
            initial[name] = "" if value is None else format_number(value)
        return cls(data, initial=initial, days=[screening.examined_on])

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in MEASUREMENTS:
            self._clean_measurement(name)
        values = self.cleaned_data
        if refusal := pressures_refusal(values.get("systolic"), values.get("diastolic")):
            self.show(refusal, "diastolic")
        if self.decision == FIT:
            self._clean_fit()
        elif self.decision == DEFER and not self.suggested:
            self.needs_reason()
        return values

    def _clean_measurement(self, name: str) -> None:
        typed = read_measurement(self.cleaned_data.get(name) or "", MEASUREMENTS[name])
        reason = typed.reason
        if reason is not None and not (reason.asks and reason.rule in self.confirmed()):
            self.cleaned_data[name] = typed.value if reason.asks else None
            self.show(reason, name)
        else:
            self.cleaned_data[name] = typed.value

    def _clean_fit(self) -> None:
        if self.cleaned_data.get("weight") is None and "weight" not in self.errors:
            self.add_error("weight", gettext("Weigh the person: the volume depends on it."))
        if self.volume_chosen is None:
            self.add_error("volume", gettext("Choose how much this person may give at most."))

    # What was said.

    @property
    def decision(self) -> str:
        """Which button: a refusal with one reason is a refusal."""
        said = str(self.data.get("verdict", "")) if self.is_bound else ""
        return said.partition(":")[0] if said.partition(":")[0] in (FIT, DEFER) else CHECK

    @property
    def suggested(self) -> str:
        """The code of the one reason whose button was pressed."""
        code = str(self.data.get("verdict", "")).partition(":")[2]
        return code if code in self.reasons else ""

    @property
    def volume_chosen(self) -> int | None:
        """What somebody chose; None for nothing, or for what the page had proposed by itself."""
        typed = str(self.cleaned_data.get("volume") or "").strip()
        return int(typed) if typed.isdecimal() and 0 < int(typed) < 1000 else None

    @property
    def volume_meant(self) -> int | None:
        """While somebody types: a choice stays, a proposal follows the measurements."""
        kept = str(self.cleaned_data.get("proposed") or "")
        chosen = self.volume_chosen
        return None if chosen is not None and str(chosen) == kept else chosen

    def examination(self) -> Examination:
        """As far as it could be read."""

        def whole(name: str) -> int | None:
            value: Decimal | None = self.cleaned_data.get(name)
            return None if value is None else int(value)

        irregular = bool(self.cleaned_data.get("irregular"))
        pulse = whole("pulse")
        return Examination(
            component=self.cleaned_data.get("component") or Unit.Component.WHOLE.value,
            weight=self.cleaned_data.get("weight"),
            systolic=whole("systolic"),
            diastolic=whole("diastolic"),
            pulse=pulse,
            pulse_regular=False if irregular else (True if pulse is not None else None),
            haemoglobin=whole("haemoglobin"),
        )

    def said(self) -> Verdict:
        """The decision of a valid form."""
        if self.decision == FIT and self.volume_chosen is not None:
            return Fit(self.volume_chosen)
        if self.suggested:
            reason = self.reasons[self.suggested]
            end = proposed_end(reason, self.found_on)
            return DeferralFacts(reason=reason, from_day=self.found_on, able_from=end)
        deferral = self.deferral()
        if deferral is None:
            raise ValidationError("a decision without a reason was not refused")
        return deferral
