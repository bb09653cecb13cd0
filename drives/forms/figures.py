"""The one form field for a figure: how sure, and the number."""

from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drives.fields import QUALIFIERS
from drives.presenters import figure_text
from drives.rules.figures import Figure, Qualifier
from drives.rules.typed import parse_figure
from words.numbers import NotANumber, format_number


def drawn_figure(name: str) -> Field:
    """The part of a layout for a figure: its sign and its number in one box."""
    return Field(name, template="drives/_figure_field.html")


class FigureWidget(forms.MultiWidget):
    """A select for how sure and a text box for the number, read as one."""

    template_name = "drives/widgets/figure.html"
    use_fieldset = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        select = forms.Select(choices=QUALIFIERS, attrs={"class": "fig-sign"})
        number = forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "fig-number"}
        )
        super().__init__({"q": select, "n": number}, attrs)

    def decompress(self, value: Figure | None) -> list[str]:
        if value is None:
            return [Qualifier.EXACT.value, ""]
        return [value.qualifier.value, format_number(value.value)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        select, number = context["widget"]["subwidgets"]
        # The label leads to the number; the select has a name of its own.
        number["attrs"]["id"] = context["widget"]["attrs"].get("id", f"id_{name}")
        select["attrs"].pop("aria-describedby", None)
        select["attrs"]["aria-label"] = gettext("How sure")
        return context

    def id_for_label(self, id_: str) -> str:
        return id_


class PlainFigureWidget(forms.TextInput):
    """One text box; a bound is typed as words ("trên 60")."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"inputmode": "text", "autocomplete": "off", "class": "form-control fig-number"}
        super().__init__({**plain, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return figure_text(value) if isinstance(value, Figure) else value


class FigureField(forms.Field):
    """Cleans to a :class:`Figure`, or None where nothing is known.

    ``plain=True`` draws one text box instead of a choice and a box.
    """

    default_error_messages = {"sign": _("Choose how sure the number is from the list.")}

    def __init__(self, *, plain: bool = False, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(widget=PlainFigureWidget() if plain else FigureWidget(), **options)

    def clean(self, value: Any) -> Figure | None:
        sign, text = value if isinstance(value, list) else (Qualifier.EXACT.value, value)
        try:
            figure = parse_figure(text or "", Qualifier(sign or Qualifier.EXACT.value))
        except NotANumber as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None
        except ValueError:
            raise ValidationError(self.error_messages["sign"], code="sign") from None
        if figure is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return figure

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True

    def text_of(self, raw: Any) -> str:
        """The posted value in words, for the page of two versions."""
        try:
            return figure_text(self.clean(raw))
        except ValidationError:
            return " ".join(raw) if isinstance(raw, list) else str(raw)
