"""Fields of what is typed about a person; what is refused is said beside them."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donors.models import Paper
from donors.rules.names import MOST_LENGTH, read_name
from donors.rules.papers import PaperKind, normalise
from donors.rules.phones import normalise_phone
from donors.rules.typed import Birth, read_birth
from words.dates import format_day
from words.sentences import NotUnderstood

Value = TypeVar("Value")
MOST_TYPED = 40
# A browser keeps nothing about a person.
PRIVATE = {"autocomplete": "off"}


def understood(read: Callable[[str], Value], typed: str) -> Value:
    """What ``read`` makes of the text; its refusal as the field's error."""
    try:
        return read(typed)
    except NotUnderstood as refusal:
        raise ValidationError(
            gettext(refusal.sentence) % refusal.params, code=refusal.rule
        ) from None


class NameField(forms.CharField):
    """A full name, as it is kept."""

    def __init__(self, **options: Any) -> None:
        attrs = {**PRIVATE, "autocapitalize": "words", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=2 * MOST_LENGTH, **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return understood(read_name, typed) if typed else ""


class BirthField(forms.CharField):
    """A day or a year of birth; cleans to a :class:`Birth` or None. Set ``today`` before use."""

    today: date

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Birth date or year"))
        attrs = {**PRIVATE, "inputmode": "numeric", "placeholder": "05/12/1990"}
        super().__init__(max_length=MOST_TYPED, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return understood(lambda text: read_birth(text, today=self.today), typed)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Birth):
            return format_day(value.day) if value.day else str(value.year)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.clean(data))
        except ValidationError:
            return True


class PhoneField(forms.CharField):
    """A phone number; cleans to E.164."""

    def __init__(self, **options: Any) -> None:
        attrs = {**PRIVATE, "inputmode": "tel", "type": "tel", "placeholder": "0912 345 678"}
        super().__init__(max_length=MOST_TYPED, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return understood(normalise_phone, typed) if typed else ""


class PaperKindField(forms.ChoiceField):
    """What kind of paper the number beside it is of."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Kind of paper"))
        super().__init__(choices=Paper.KINDS, required=False, **options)


class PaperNumberField(forms.CharField):
    """The number of a paper as it was typed; :func:`paper_number` cleans it by its kind."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Number of the paper"))
        attrs = {**PRIVATE, "spellcheck": "false", "autocapitalize": "characters"}
        super().__init__(
            max_length=MOST_TYPED, required=False, widget=forms.TextInput(attrs=attrs), **options
        )


def paper_number(kind: str, typed: str) -> str:
    """The number as it is kept. Raises ValidationError."""
    return understood(lambda text: normalise(PaperKind(kind), text), typed)
