"""Whole numbers as a Vietnamese clerk types them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from words.numbers import NotANumber, format_number, parse_number


class WholeNumberField(forms.Field):
    """Cleans "1.000" to 1000; None where nothing is typed. ``least`` and ``most`` are included."""

    default_error_messages = {
        "whole": _("Please write a whole number."),
        "range": _("Please write a number from %(least)s to %(most)s."),
    }

    def __init__(self, *, least: int = 0, most: int = 99_999_999, **options: Any) -> None:
        self.least, self.most = least, most
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control num"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            # A year is not grouped: "2025".
            return str(value) if self.most < 10_000 else format_number(value)
        return value

    def clean(self, value: Any) -> int | None:
        if not str(value or "").strip():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            number = parse_number(str(value))
        except NotANumber as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None
        if number != number.to_integral_value():
            raise ValidationError(self.error_messages["whole"], code="whole")
        if not self.least <= number <= self.most:
            raise ValidationError(
                self.error_messages["range"],
                code="range",
                params={"least": self.least, "most": self.most},
            )
        return int(number)
