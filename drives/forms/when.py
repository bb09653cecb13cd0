"""The one field for days: "30/11/2024", "5–7/12/2024", "tháng 11/2024", "2025, sau 30/6"."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from words.dates import Days, NotADay, Span, When, format_when, parse_when


class WhenField(forms.Field):
    """Cleans to ``Days``, ``Span`` or None; ``days_only`` refuses a span."""

    default_error_messages = {"days": _("Please write the day or days, e.g. 30/11/2024.")}

    def __init__(self, *, days_only: bool = False, **options: Any) -> None:
        self.days_only = days_only
        options.setdefault("required", False)
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return format_when(value) if isinstance(value, Days | Span) else value

    def clean(self, value: Any) -> When | None:
        if not str(value or "").strip():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            when = parse_when(str(value))
        except NotADay as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None
        if self.days_only and not isinstance(when, Days):
            raise ValidationError(self.error_messages["days"], code="days")
        return when
