"""Fields and questions that the receiver's desks share."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from donors.rules.mentions import mentions
from units.models import Registration
from units.presenters.people import sentence
from units.rules.clock import NotAnHour, read_clock
from units.rules.reasons import Reason
from words.dates import format_day

SURE = "sure_"


def number_box(label: StrOrPromise, unit: StrOrPromise, **options: Any) -> forms.CharField:
    """A box for a measurement: understood by the form, so that whatever was typed comes back."""
    attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control num"}
    field = forms.CharField(
        label=label,
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=attrs),
        **options,
    )
    field.unit = unit  # type: ignore[attr-defined]  # read by the template alone
    return field


class ClockField(forms.CharField):
    """An hour of the day: "9:05", "9h05", "905". Cleans to a ``time``, or None."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control num"}
        options.setdefault("required", False)
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_clock(text)
        except NotAnHour as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            value = timezone.localtime(value).time()
        return f"{value:%H:%M}" if isinstance(value, time) else value


def at_hour(day: date, hour: time | None) -> datetime | None:
    """The moment of a local hour on a day."""
    return timezone.make_aware(datetime.combine(day, hour)) if hour else None


class DayChoice(forms.ChoiceField):
    """One of the days of a drive; hidden where there is only one."""

    def __init__(self, days: Sequence[date], **options: Any) -> None:
        choices = [(day.isoformat(), format_day(day)) for day in days]
        widget = forms.Select if len(choices) > 1 else forms.HiddenInput
        super().__init__(
            label=_("Day"), choices=choices, initial=choices[0][0], widget=widget, **options
        )

    def clean(self, value: Any) -> Any:
        return date.fromisoformat(super().clean(value or self.initial))

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class AsksMixin(forms.Form):
    """Asks once about what is unlikely: a box "it is right" under ``sure_<rule>``."""

    def add_answers(self) -> None:
        """Take up the boxes of a post; called when the other fields are in place."""
        for name in self.data if self.is_bound else ():
            if name.startswith(SURE) and name not in self.fields and len(name) < 60:
                self.fields[name] = self._box()

    def _box(self) -> forms.BooleanField:
        return forms.BooleanField(label=_("Yes, it is right"), required=False)

    def confirmed(self) -> frozenset[str]:
        """The rules whose question was answered."""
        return frozenset(
            name.removeprefix(SURE)
            for name in self.fields
            if name.startswith(SURE) and self.cleaned_data.get(name)
        )

    def show(self, reason: Reason, field: str | None) -> None:
        """Say a reason beside its field; one that asks gets its box."""
        if not reason.asks:
            self.add_error(field, ValidationError(sentence(reason), code=reason.rule))
            return
        name = f"{SURE}{reason.rule}"
        self.fields.setdefault(name, self._box())
        self.add_error(name, ValidationError(sentence(reason), code=reason.rule))

    def questions(self) -> list[Any]:
        """The boxes, for the template."""
        return [self[name] for name in self.fields if name.startswith(SURE)]


NO_NAMES = _("Name the donor by the code alone: no names, no numbers of papers or phones.")


def names_donor(form: forms.Form, field: str, registration: Registration) -> bool:
    """Whether words that stay for ever say who somebody is; then that is said beside them."""
    if not mentions(str(form.cleaned_data.get(field) or ""), registration.name):
        return False
    form.add_error(field, NO_NAMES)
    return True
