"""What is typed of a paper list: what it is, its pasted or uploaded lines, and how it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, Self
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import DayField
from directory.forms.numbers import WholeNumberField
from drives.models import Drive
from exchange.grids import Given, Posted
from exchange.headings import Column, Headed
from exchange.pasted import Limits, NotRead, Rows, parse_pasted
from exchange.sheets import read_upload
from ledger.forms import TrackedForm
from units.actions.paper.lines import MOST_LINES
from units.actions.paper.reading import VOLUMES
from units.actions.paper.saving import Answer, Want, Wish
from units.actions.paper.sheets import SheetFacts
from units.models import PaperSheet
from units.rules.paper_columns import COLUMNS, Header, recognise_header
from units.rules.paper_typed import ORDER, USUAL, in_order
from words.dates import format_day
from words.folding import nfc
from words.sentences import gettext_noop

LIMITS: Final = Limits(rows=MOST_LINES)
MOST_DAYS: Final = 31
MOST_FOOT: Final = 99_999


# Lines that come as a whole list.


def split_list(rows: Rows, _columns: Sequence[Column]) -> Headed:
    """Where the columns of a pasted list go, for ``exchange.grids.read_post``."""
    header = recognise_header(rows)
    return Headed(_keys(rows, header), rows[header.first :], header.first + 1)


def _keys(rows: Rows, header: Header) -> list[str | None] | None:
    width = max(map(len, rows), default=0)
    if not header.found and width > len(header.cells):
        return None
    known = set(ORDER)
    return [cell.value if cell in known else None for cell in header.cells]


class TypedList:
    """A pasted or uploaded list: its lines, those whose cells were merged with others, and its
    columns. Sent once more under the same ``key``, the lines have the same ids."""

    def __init__(
        self, rows: Rows, *, key: UUID, first: int, merged: frozenset[int] = frozenset()
    ) -> None:
        self.key = key
        header = recognise_header(rows)
        keys = _keys(rows, header)
        if keys is None:
            raise NotRead(
                "heading-missing",
                gettext_noop(
                    "The list has more columns than are known without their heading. Copy the"
                    " heading too."
                ),
                {},
            )
        filled = [
            (at, dict(_pairs(keys, row)))
            for at, row in enumerate(rows[header.first :], header.first + 1)
        ]
        lines = [(at, cells) for at, cells in filled if cells]
        self.lines = [
            Posted(
                id=uuid5(key, f"line {at}"),
                number=number,
                cells=cells,
                key=uuid5(key, f"told {at}"),
            )
            for number, (at, cells) in enumerate(lines, first)
        ]
        self.merged = {
            line.id for line, (at, _cells) in zip(self.lines, lines, strict=True) if at in merged
        }


def once_more(given: Given, key: UUID) -> list[Posted]:
    """The lines of a posted form. Pasted ones are known by their place in what was pasted, so that
    the same post finds them again behind lines that were added since."""
    return [
        line
        if line is given.one
        else replace(line, id=uuid5(key, f"pasted {at}"), key=uuid5(key, f"told {at}"))
        for at, line in enumerate(given.lines)
    ]


def _pairs(keys: Sequence[str | None], row: Sequence[str]) -> list[tuple[str, str]]:
    return [(key, text) for key, text in zip(keys, row, strict=False) if key and text]


class WholeListForm(forms.Form):
    """A list pasted or uploaded as it is."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    pasted = forms.CharField(
        label=_("Paste the list"),
        required=False,
        strip=False,
        help_text=_(
            "Copy the whole list from your spreadsheet, with its heading; totals and signatures are"
            " recognised and left out."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "class": "form-control wide-x"}),
    )
    upload = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("A spreadsheet: .xlsx, .xls, .ods or .csv"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )

    def typed(self, *, key: UUID, first: int = 1) -> TypedList | None:
        """The lines of a valid form, None where none were given. A list that cannot be read is
        said beside its field, and the form is not valid any more."""
        for name, read in (("upload", self._uploaded), ("pasted", self._pasted)):
            if self.cleaned_data.get(name):
                try:
                    return read(key, first)
                except NotRead as refused:
                    text = gettext(refused.sentence) % refused.params
                    self.add_error(name, ValidationError(text, code=refused.rule))
        return None

    def _uploaded(self, key: UUID, first: int) -> TypedList:
        sheet = read_upload(self.cleaned_data["upload"], limits=LIMITS)
        return TypedList(sheet.rows, key=key, first=first, merged=sheet.merged)

    def _pasted(self, key: UUID, first: int) -> TypedList:
        rows = parse_pasted(self.cleaned_data["pasted"], LIMITS)
        return TypedList(rows, key=key, first=first)


# The list as a whole.


class SheetForm(TrackedForm):
    """What stands at the head and the foot of a list."""

    label = forms.CharField(
        label=_("Name of the list"),
        max_length=120,
        help_text=_("As you will look for it: “Sáng 30/11, bàn 2”. No person's name."),
    )
    receiver = forms.ChoiceField(label=_("Receiver"), required=False)
    consent_signed = forms.BooleanField(
        label=_("Those on the list have signed the paper form of consent"),
        required=False,
        help_text=_(
            "Kept once for the list: “by the signed paper form”, for taking part alone. Honours are"
            " not published, photos and invitations are not agreed to."
        ),
    )
    foot_people = WholeNumberField(label=_("Persons"), required=False, most=MOST_FOOT)
    foot_units = WholeNumberField(label=_("Units"), required=False, most=MOST_FOOT)
    foot_250 = WholeNumberField(label="250 ml", required=False, most=MOST_FOOT)
    foot_350 = WholeNumberField(label="350 ml", required=False, most=MOST_FOOT)
    foot_450 = WholeNumberField(label="450 ml", required=False, most=MOST_FOOT)
    columns = forms.MultipleChoiceField(
        label=_("Columns of the list"),
        choices=[(cell.value, _(COLUMNS[cell].label)) for cell in ORDER],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, drive: Drive, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.drive = drive
        self.receivers = {
            str(row.organisation_id): row.organisation
            for row in drive.receivings.select_related("organisation").order_by("id")
            if row.organisation is not None
        }
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext_lazy("no receiver", "not known")),
            *((pk, str(body)) for pk, body in self.receivers.items()),
        ]
        if len(self.receivers) == 1:
            self.fields["receiver"].initial = next(iter(self.receivers))
        self.fields["day"] = _day_field(drive, today)
        self.fields["columns"].initial = [cell.value for cell in USUAL]

    @classmethod
    def of(
        cls, sheet: PaperSheet, data: Any = None, *, drive: Drive, today: date
    ) -> Self:  # fmt: skip
        first = {name: getattr(sheet, name) for name in ("label", "consent_signed", "version")}
        first |= {"foot_people": sheet.foot_people, "foot_units": sheet.foot_units}
        first |= {f"foot_{volume}": sheet.foot_volumes.get(str(volume)) for volume in VOLUMES}
        first |= {
            "receiver": str(sheet.receiver_id or ""),
            "day": sheet.day,
            "columns": sheet.columns,
        }
        return cls(data, initial=first, drive=drive, today=today)

    def clean_label(self) -> str:
        return nfc(self.cleaned_data["label"])

    def facts(self) -> SheetFacts:
        data = self.cleaned_data
        return SheetFacts(
            label=data["label"],
            day=data["day"],
            receiver=self.receivers.get(data["receiver"]),
            consent_signed=data["consent_signed"],
            columns=in_order(data["columns"]),
            foot_people=data["foot_people"],
            foot_units=data["foot_units"],
            foot_volumes=self._volumes(data),
        )

    def _volumes(self, data: Mapping[str, Any]) -> dict[str, int]:
        counts = {str(volume): data[f"foot_{volume}"] for volume in VOLUMES}
        return {volume: count for volume, count in counts.items() if count is not None}

    @property
    def foot(self) -> list[Any]:
        names = ("foot_people", "foot_units", *(f"foot_{volume}" for volume in VOLUMES))
        return [self[name] for name in names]


class NewSheetForm(SheetForm, WholeListForm):
    """A new list, with its lines where they are at hand in a spreadsheet."""


def _day_field(drive: Drive, today: date) -> forms.Field:
    """One of the drive's days, or, where they are not known, a day as it is typed."""
    first, last = drive.first_day, drive.last_day
    if first is None or last is None or (last - first).days >= MOST_DAYS:
        return DayField(label=_("Day"), initial=first, help_text=_("For example 30/11/2024"))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    meant = max((day for day in days if day <= today), default=first)
    return DaysField(days, meant)


class DaysField(forms.ChoiceField):
    """One of several days; of one day nobody is asked."""

    def __init__(self, days: Sequence[date], meant: date) -> None:
        super().__init__(
            label=_("Day"),
            choices=[(day.isoformat(), format_day(day)) for day in days],
            initial=meant.isoformat(),
            widget=forms.Select if len(days) > 1 else forms.HiddenInput,
        )

    def clean(self, value: Any) -> Any:
        return date.fromisoformat(super().clean(value or self.initial))

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


# Saving, and taking back.


class SaveForm(forms.Form):
    """How the list is saved: what becomes of the good lines, and of those that are asked about."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    want = forms.ChoiceField(
        label=_("Where some lines are not right yet"),
        choices=[
            (Want.GOOD.value, _("Save the others, keep these aside")),
            (Want.ALL.value, _("Save nothing until all are right")),
        ],
        initial=Want.GOOD.value,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(
        label=_("The lines with a question"),
        choices=[
            (Answer.SAVE.value, _("They are as on the paper: save them")),
            (Answer.ASIDE.value, _("Keep them aside")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    questions = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            want=Want(data["want"]), answer=Answer(data["answer"]), questions=data["questions"]
        )


class WithdrawSheetForm(TrackedForm):
    reason = forms.CharField(
        label=_("Why is this list withdrawn?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees the drive can read it. No person's name, please."),
    )
