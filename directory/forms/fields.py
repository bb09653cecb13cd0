"""Fields that find a record by its typed name. One text input; radio choices beside it when the
text means several; a list of suggestions while typing where the browser runs scripts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Generic, cast
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from directory.pickers import (
    AREAS,
    LONGEST_TEXT,
    MOST_CHOICES,
    VENUES,
    LinkOrWords,
    OrganisationShelf,
    Record,
    Shelf,
)
from directory.rules import answers, first_day_after, last_day, lives_on, short_day
from ledger.scope import Scope
from words.dates import NotADay, bounds, format_day, parse_day, parse_when
from words.folding import nfc
from words.sentences import quoted

WORDS = "words"  # the choice that keeps the text as it is
MOST_WORDS = 200


class Typed(str):
    """The text as posted, with the id chosen beside it and the text that choice was offered for
    (None where the page offered nothing)."""

    choice: str
    offered_for: str | None

    def __new__(cls, text: str, choice: str = "", offered_for: str | None = None) -> "Typed":
        typed = super().__new__(cls, text)
        typed.choice, typed.offered_for = choice, offered_for
        return typed


class PickerWidget(forms.TextInput):
    """Draws the text, the radio choices, and the element that suggests while typing."""

    template_name = "directory/widgets/picker.html"
    field: "PickerField[Any]"

    @property
    def media(self) -> forms.Media:
        script: Any = Script("js/picker.js", type="module")  # the stubs know only plain names
        return forms.Media(js=[script])

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | None:
        if name not in data:
            return None
        choice, offered_for = data.get(f"{name}_choice"), data.get(f"{name}_for")
        return Typed(data.get(name) or "", choice or "", offered_for)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget, field = context["widget"], self.field
        widget["attrs"].setdefault("autocomplete", "off")
        if field.picked is not None and not field.offered:
            widget["value"] = field.label_of(field.picked)
            # The record stays chosen as long as its label stands unchanged.
            widget["kept"] = [
                _hidden(f"{name}_choice", str(field.picked.pk)),
                _hidden(f"{name}_for", widget["value"]),
            ]
            # Whoever compares what a form would post finds all its names here.
            widget["subwidgets"] = [_hidden(name, widget["value"]), *widget["kept"]]
        elif field.offered:
            widget["options"] = field.options()
            widget["keeps_words"] = field.words_allowed
        widget["src"] = field.src()
        widget["day_field"] = field.day_field_id
        widget["results_id"] = f"{widget['attrs'].get('id', name)}-options"
        return context


def _hidden(name: str, value: str) -> dict[str, Any]:
    context: dict[str, Any] = forms.HiddenInput().get_context(name, value, None)["widget"]
    return context


class ScopedForm(forms.Form):
    """A form that knows who fills it in: its pickers offer and accept only what ``scope`` sees."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        self.scope = scope
        self._labels: dict[tuple[int, int], str] = {}
        super().__init__(*args, **kwargs)

    def label_of(self, field: "PickerField[Any]", record: Any) -> str:
        """The record's label; those of all pickers of one kind are read together."""
        key = (id(field.shelf), record.pk)
        if key not in self._labels:
            records = {record.pk: record}
            for name, other in self.fields.items():
                if isinstance(other, PickerField) and other.shelf is field.shelf:
                    found = other.picked or _record_in(self.get_initial_for_field(other, name))
                    if found is not None:
                        records[found.pk] = found
            for pk, label in field.shelf.labels(list(records.values()), self.scope).items():
                self._labels[id(field.shelf), pk] = label
        return self._labels[key]


class PickerField(forms.Field, Generic[Record]):
    """Cleans typed text to one record, or, with ``words_allowed``, to a :class:`LinkOrWords`.

    ``day_field`` names a sibling with a typed day: lives of that day are then meant first.
    Only works in a :class:`ScopedForm`.
    """

    widget = PickerWidget
    shelf: Shelf[Record]
    options_url = ""
    default_error_messages = {
        "several": _("“%(typed)s” can mean several. Choose the one that is meant."),
        "unsure": _("“%(typed)s” is part of a known name. Choose it, or keep the words."),
        "nearest": _("“%(typed)s” was not found. Choose what is meant, or correct the name."),
        "none": _("“%(typed)s” was not found. Check the name."),
        "gone": _("What was chosen is not in your list. Choose again."),
        "long": _("This is longer than %(most)s characters."),
    }

    def __init__(self, *, words_allowed: bool = False, day_field: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.words_allowed = words_allowed
        self.day_field = day_field
        self.day_field_id = ""
        self.form: ScopedForm | None = None
        self.current: Record | None = None
        self.picked: Record | None = None
        self.offered: Sequence[Record] = ()
        self.offered_text = ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        if not isinstance(form, ScopedForm):
            message = f"{type(form).__name__} has a picker and is no ScopedForm"
            raise TypeError(message)
        self.form = form
        self.current = _record_in(form.get_initial_for_field(self, field_name))
        cast(PickerWidget, self.widget).field = self
        if self.day_field:
            self.day_field_id = form[self.day_field].auto_id
        return super().get_bound_field(form, field_name)

    @property
    def scope(self) -> Scope:
        assert self.form is not None, "bound by get_bound_field"  # noqa: S101  (not user input)
        return self.form.scope

    @property
    def day(self) -> date | None:
        """The first day that the sibling named ``day_field`` speaks of, if it can be read."""
        if not self.day_field or self.form is None:
            return None
        typed = self.form[self.day_field].data
        try:
            start, end = bounds(parse_when(typed)) if isinstance(typed, str) else (None, None)
        except NotADay:
            return None
        return start or (last_day(end) if end else None)

    def clean(self, value: Any) -> Any:
        if isinstance(value, models.Model | LinkOrWords):  # of a disabled field
            return self._answer(_record_in(value), getattr(value, "words", ""))
        typed = value if isinstance(value, Typed) else Typed(value or "")
        text = nfc(typed)
        self.picked, self.offered, self.offered_text = None, (), text
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return self._answer(None, "")
        if len(text) > LONGEST_TEXT:
            raise self._refusal("long", text, most=LONGEST_TEXT)
        if typed.choice == WORDS and self.words_allowed and typed.offered_for in (None, typed):
            return self._words(text)
        self.picked = self._chosen(typed, text) or self._found(text)
        return self._words(text) if self.picked is None else self._answer(self.picked, "")

    def _words(self, text: str) -> Any:
        if len(text) > MOST_WORDS:
            raise self._refusal("long", text, most=MOST_WORDS)
        return self._answer(None, text)

    def _answer(self, record: Record | None, words: str) -> Any:
        return LinkOrWords(record, words) if self.words_allowed else record

    def _chosen(self, typed: Typed, text: str) -> Record | None:
        """The record whose id was posted, if it belongs to this text and is in the scope."""
        if typed.choice in ("", WORDS):
            return None
        if not typed.choice.isdecimal() or len(typed.choice) > 18:
            raise self._refusal("gone", text)
        if typed.offered_for is not None and nfc(typed.offered_for) != text:
            return None  # The text was changed after the choice.
        if self.current is not None and self.current.pk == int(typed.choice):
            return self.current
        record = self.shelf.on(self.scope).filter(pk=int(typed.choice)).first()
        if record is None:
            self.offered = self.shelf.find(text, self.scope, day=self.day).several
            raise self._refusal("gone", text)
        if typed.offered_for is None and not answers(text, self.shelf.full_label(record)):
            return None
        return record

    def _found(self, text: str) -> Record | None:
        """The record that the text names; None leaves the words."""
        found = self.shelf.find(text, self.scope, day=self.day)
        if found.record is not None and (found.sure or not self.words_allowed):
            return found.record
        self.offered = [found.record] if found.record is not None else found.several
        if self.offered:
            raise self._refusal("unsure" if len(self.offered) == 1 else "several", text)
        if self.words_allowed:
            return None
        self.offered = self.shelf.nearest(text, self.scope)
        raise self._refusal("nearest" if self.offered else "none", text)

    def _refusal(self, code: str, text: str, **params: Any) -> ValidationError:
        return ValidationError(
            self.error_messages[code], code=code, params={"typed": quoted(text), **params}
        )

    def prepare_value(self, value: Any) -> Any:
        if (record := _record_in(value)) is not None:
            self.picked = record
        return self._text(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self._text(initial) or "") != str(data or "")

    def _text(self, value: Any) -> Any:
        if (record := _record_in(value)) is not None:
            return self.label_of(record)
        return value.words if isinstance(value, LinkOrWords) else value

    def label_of(self, record: Record) -> str:
        assert self.form is not None, "bound by get_bound_field"  # noqa: S101  (not user input)
        return self.form.label_of(self, record)

    def options(self) -> list[dict[str, Any]]:
        """The radio choices: ids with labels, at most eight."""
        labels = self.shelf.labels(list(self.offered), self.scope)
        return [
            {"value": str(row.pk), "label": labels[row.pk]} for row in self.offered[:MOST_CHOICES]
        ]

    def src(self) -> str:
        """Where suggestions come from."""
        query = self._query()
        return reverse(self.options_url) + (f"?{urlencode(query, doseq=True)}" if query else "")

    def _query(self) -> dict[str, Any]:
        return {}

    def text_of(self, raw: Any) -> str:
        """The posted value as a page shows it."""
        return str(raw or "")


class AreaField(PickerField[Area]):
    """An administrative unit in one of its lives."""

    shelf = AREAS
    options_url = "directory:area-options"

    @staticmethod
    def check_day(area: Area, day: date) -> None:
        """Refuse an area whose life does not cover ``day``, naming the life and who followed.

        Raises ValidationError with code "not-alive".
        """
        if lives_on(area.valid_from, area.valid_to, day):
            return
        if area.valid_to is not None and area.valid_to <= day:
            sentence = gettext(
                "%(area)s existed until %(last)s, not on %(day)s. What took its place: %(others)s."
            )
            others = area.successors.all()
        else:
            sentence = gettext(
                "%(area)s exists since %(first)s, not yet on %(day)s. What was there before:"
                " %(others)s."
            )
            others = area.predecessors.all()
        labels = [other.label for other in others.with_parents()[:MOST_CHOICES]]
        raise ValidationError(
            sentence,
            code="not-alive",
            params={
                "area": area.label_without_life,
                "last": short_day(last_day(area.valid_to)) if area.valid_to else "",
                "first": short_day(area.valid_from) if area.valid_from else "",
                "day": short_day(day),
                "others": "; ".join(labels) or gettext("not known"),
            },
        )


class OrganisationField(PickerField[Any]):
    """An organisation of these ``kinds``, or of any."""

    options_url = "directory:organisation-options"

    def __init__(self, *, kinds: Collection[str] = (), **options: Any) -> None:
        super().__init__(**options)
        self.shelf = _shelf_of(tuple(kinds))

    def _query(self) -> dict[str, Any]:
        kinds = cast(OrganisationShelf, self.shelf).kinds
        return {"kind": kinds} if kinds else {}


class VenueField(PickerField[Any]):
    """A venue."""

    shelf = VENUES
    options_url = "directory:venue-options"


_shelves: dict[tuple[str, ...], OrganisationShelf] = {}


def _shelf_of(kinds: tuple[str, ...]) -> OrganisationShelf:
    """One shelf for each choice of kinds, so that a form reads its labels together."""
    return _shelves.setdefault(kinds, OrganisationShelf(kinds))


def _record_in(value: Any) -> Any:
    return (
        getattr(value, "record", None)
        if isinstance(value, LinkOrWords)
        else (value if isinstance(value, models.Model) else None)
    )


class DayField(forms.CharField):
    """One day as people type it, 30/11/2024. With ``last=True`` the day is the last of a life, and
    the value is the first day after it."""

    def __init__(self, *, last: bool = False, **options: Any) -> None:
        self.last = last
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            day = parse_day(text)
        except NotADay as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None
        return first_day_after(day) if self.last else day

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date):
            return format_day(last_day(value) if self.last else value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.clean(data))
        except ValidationError:
            return True
