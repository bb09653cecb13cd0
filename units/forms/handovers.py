"""What is typed about a handover: codes, counts, the circumstances, differences, reasons."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms.numbers import WholeNumberField
from ledger.forms import TrackedForm
from units.actions.handover_answers import AnswerFacts, Counted
from units.actions.handover_checks import DifferenceFacts
from units.actions.handovers import SendFacts
from units.forms.fields import at_hour
from units.models import Handover, HandoverLine
from units.rules.bags import OFFERED_VOLUMES
from units.rules.clock import NotAnHour, read_clock
from words.dates import NotADay, format_day, parse_day
from words.numbers import NotANumber, format_number, parse_number

MOST_BAGS = 20_000
COLDEST, HOTTEST = Decimal(-90), Decimal(50)
VOLUME = "volume_"
_MOMENT = re.compile(r"\s*(\S+)(?:\s+(?:ngày\s+)?(\S.*?))?\s*", re.IGNORECASE | re.DOTALL)


def code_box(**options: Any) -> forms.CharField:
    """The box for the code of a bag; whatever was scanned comes back as it was."""
    attrs = {
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
        "enterkeyhint": "done",
        "class": "form-control code",
    }
    return forms.CharField(
        label=_("Bag code"), required=False, strip=False, widget=forms.TextInput(attrs), **options
    )


class MomentField(forms.CharField):
    """A moment in one box: "14:05 30/11/2024", or the hour alone, which is of ``day``."""

    def __init__(self, *, day: date | None = None, **options: Any) -> None:
        self.day = day
        attrs = {"autocomplete": "off", "class": "form-control", "placeholder": "14:05 30/11/2024"}
        super().__init__(max_length=60, required=False, widget=forms.TextInput(attrs), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = _MOMENT.fullmatch(text) if text else None
        if found is None:
            return None
        try:
            clock = read_clock(found[1])
            day = parse_day(found[2]) if found[2] else self.day
        except (NotAnHour, NotADay) as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None
        if day is None:
            raise ValidationError(gettext("Write the day too, as in 14:05 30/11/2024."))
        return at_hour(day, clock)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            local = timezone.localtime(value)
            return f"{local:%H:%M} {format_day(local.date())}"
        return value


class TemperatureField(forms.CharField):
    """Degrees Celsius as people write them: "4,5", "-20"."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control num"}
        super().__init__(max_length=20, required=False, widget=forms.TextInput(attrs), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).replace("°C", "").strip()
        if not text:
            return None
        sign = -1 if text[0] in "-−–" else 1
        try:
            degrees = sign * parse_number(text.lstrip("-−–+ "))
        except NotANumber as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None
        if not COLDEST <= degrees <= HOTTEST:
            raise ValidationError(gettext("The temperature of a box lies between −90 and 50 °C."))
        return round(degrees, 1)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal) else value


class ScanForm(forms.Form):
    """The one box for the code of a bag."""

    code = code_box()


class ReasonForm(TrackedForm):
    """Why a step is taken back."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def volume_fields(volumes: Iterable[int]) -> dict[str, WholeNumberField]:
    """A count of bags for each volume."""
    return {
        f"{VOLUME}{volume}": WholeNumberField(
            label=_("Bags of %(volume)s ml") % {"volume": volume}, required=False, most=MOST_BAGS
        )
        for volume in volumes
    }


def counts_of(data: Mapping[str, Any]) -> dict[int, int]:
    """The volumes that were counted, by ml."""
    return {
        int(name.removeprefix(VOLUME)): number
        for name, number in data.items()
        if name.startswith(VOLUME) and number is not None
    }


class UncodedForm(TrackedForm):
    """Bags that go along without being listed one by one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(volume_fields(OFFERED_VOLUMES))

    @classmethod
    def of(cls, handover: Handover, data: Any = None) -> Self:
        rows = handover.counts.filter(uncoded__gt=0).values_list("volume", "uncoded")
        initial = {f"{VOLUME}{volume}": number for volume, number in rows}
        return cls(data, initial={"version": handover.version, **initial})

    def bags(self) -> dict[int, int]:
        told = counts_of(self.cleaned_data)
        return {volume: told.get(volume, 0) for volume in OFFERED_VOLUMES}


class SendForm(TrackedForm):
    """The circumstances of a handover when it leaves; what is not known stays empty."""

    box_label = forms.CharField(
        label=_("Boxes"), required=False, max_length=100, help_text=_("e.g. “Thùng 1, thùng 2”")
    )
    temperature = TemperatureField(label=_("Temperature of the box, °C"))
    left_at = MomentField(label=_("Left at"))
    giver_signatory = forms.CharField(label=_("Handed over by"), required=False, max_length=150)
    receiver_signatory = forms.CharField(label=_("Received by"), required=False, max_length=150)
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @classmethod
    def of(cls, handover: Handover, data: Any = None, *, now: datetime) -> Self:
        names = [*SendFacts.__dataclass_fields__, "version"]
        initial = {name: getattr(handover, name) for name in names}
        initial["left_at"] = handover.left_at or now
        form = cls(data, initial=initial)
        form.fields["left_at"].day = timezone.localdate(now)  # type: ignore[attr-defined]  # a MomentField
        return form

    def facts(self) -> SendFacts:
        names = SendFacts.__dataclass_fields__
        return SendFacts(**{name: self.cleaned_data[name] for name in names})


class AnswerForm(TrackedForm):
    """What the receiver writes beside its bags: when they arrived, who signs, and why, where an
    answer is changed."""

    # Two of these forms stand on one page.
    IDS = "confirm_%s"

    arrived_at = MomentField(label=_("Arrived at"))
    receiver_signatory = forms.CharField(label=_("Received by"), required=False, max_length=150)
    answer_notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=_("Why it is as listed after all"), required=False, max_length=500
    )

    @classmethod
    def of(cls, handover: Handover, data: Any = None, *, now: datetime) -> Self:
        names = ("arrived_at", "receiver_signatory", "answer_notes")
        initial = {name: getattr(handover, name) for name in names}
        form = cls(data, initial=initial, auto_id=cls.IDS)
        form.fields["arrived_at"].day = timezone.localdate(now)  # type: ignore[attr-defined]  # a MomentField
        if handover.state != Handover.State.DISPUTED.value:
            del form.fields["reason"]
        return form

    def facts(self, *, on_paper: bool) -> AnswerFacts:
        data = self.cleaned_data
        return AnswerFacts(
            arrived_at=data["arrived_at"],
            receiver_signatory=data["receiver_signatory"],
            answer_notes=data["answer_notes"],
            on_paper=on_paper,
        )


class CountForm(AnswerForm):
    """The receiver's own count by volume, and what is with the bags nobody checked."""

    IDS = "count_%s"

    unchecked = forms.ChoiceField(
        label=_("The bags that were not checked"),
        required=False,
        choices=[("received", _("were received")), ("missing", _("were not received"))],
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, handover: Handover, data: Any = None, *, now: datetime) -> Self:
        form = super().of(handover, data, now=now)
        form.fields.pop("reason", None)
        rows = handover.counts.filter(volume__isnull=False).order_by("volume")
        volumes = [row.volume for row in rows if row.volume is not None]
        form.fields.update(volume_fields(sorted({*OFFERED_VOLUMES, *volumes})))
        return form

    def counted(self) -> Counted:
        return Counted(bags=counts_of(self.cleaned_data), unchecked=self.cleaned_data["unchecked"])

    def volumes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(VOLUME)]


class DifferenceForm(TrackedForm):
    """What is with one bag of the list."""

    finding = forms.ChoiceField(
        label=_("What differs"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("nothing: received as listed")),
            *(
                choice
                for choice in HandoverLine.Finding.choices
                if choice[0] != HandoverLine.Finding.EXTRA
            ),
        ],
    )
    found_volume = WholeNumberField(label=_("Volume found, ml"), required=False, least=1, most=1000)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    @classmethod
    def of(cls, line: HandoverLine, data: Any = None) -> Self:
        names = ("finding", "found_volume", "note")
        return cls(data, initial={name: getattr(line, name) for name in names})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        other = cleaned.get("finding") == HandoverLine.Finding.OTHER_VOLUME
        if other and cleaned.get("found_volume") is None and "found_volume" not in self.errors:
            self.add_error("found_volume", gettext("Write the volume that was found."))
        return cleaned

    def facts(self) -> DifferenceFacts:
        data = self.cleaned_data
        return DifferenceFacts(
            finding=data["finding"], found_volume=data["found_volume"], note=data["note"]
        )


class ExtraForm(TrackedForm):
    """A bag that was received and is not on the list."""

    code = code_box()
    volume = WholeNumberField(label=_("Volume, ml"), required=False, least=1, most=1000)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
