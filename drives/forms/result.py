"""The result sheet as a form: six figures open, the rest folded, rows for those who took part."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms import LinkOrWords, OrganisationField, ScopedForm
from directory.forms.numbers import WholeNumberField
from drives.actions.results import ParticipationRow, ResultFacts
from drives.cell_words import cell_label
from drives.cells import PART_LABELS, part_name
from drives.fields import UNITS_BASES
from drives.forms.figures import FigureField
from drives.forms.questions import QuestionsMixin
from drives.models import Drive, Participation, Result
from drives.rules.figures import Figure
from drives.rules.sheets import FIGURES, OPEN_FIGURES, PARTS, PartKind
from ledger.forms import TrackedForm
from ledger.scope import Scope

BLANK_ROWS = 3
MOST_ROWS = 60
PART_TITLES = {
    PartKind.VOLUME: _("Bags by volume"),
    PartKind.AUDIENCE: _("Donors by audience"),
    PartKind.BLOOD_GROUP: _("Bags by blood group"),
    PartKind.REASON: _("Why people could not donate"),
}
HINTS = {
    "registered": _("signed up before the day"),
    "attended": _("came on the day"),
    "examined": "",
    "not_given": _("came, but could not donate"),
    "donated": _("people who gave"),
    "units": _("1 unit = 1 bag of any volume"),
}


class ResultForm(QuestionsMixin, ScopedForm, TrackedForm):
    """One sheet of one drive. Blank means unknown, never zero."""

    standing = forms.ChoiceField(
        label=_("These figures are"), choices=Result.Standing.choices, widget=forms.RadioSelect
    )
    as_of = forms.CharField(
        label=_("As of"), required=False, max_length=60, help_text=_("e.g. 11:40 on 30/11/2024")
    )
    ml_reported = FigureField(label=_("Millilitres as reported"))
    units_basis = forms.ChoiceField(
        label=_("What the units count"),
        choices=UNITS_BASES,
        initial="not_said",
    )
    stated_rule = forms.CharField(
        label=_("Rule of conversion as stated"),
        required=False,
        max_length=200,
        help_text=_("e.g. 350 ml = 1.5 units; as the report says, not recalculated"),
    )
    percents = forms.CharField(
        label=_("Percentages as reported"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, as the report words them; never corrected."),
    )
    reporter = forms.CharField(label=_("Who reported"), required=False, max_length=150)
    receiver_representative = forms.CharField(
        label=_("Who represented the receiver"), required=False, max_length=150
    )
    reactions = forms.CharField(
        label=_("Reactions of donors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("How many, how severe; no names."),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=_("Reason of this change"),
        required=False,
        max_length=300,
        help_text=_("The confirmer reads it beside the cells that changed."),
    )
    row_count = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, scope: Scope, drive: Drive, **options: Any) -> None:
        self.drive = drive
        super().__init__(*args, scope=scope, **options)
        for name in FIGURES:
            label = getattr(Result, name).verbose_name
            self.fields[name] = FigureField(label=_sentence(label), help_text=HINTS.get(name, ""))
        for kind, codes in PARTS.items():
            for code in codes:
                name = part_name(kind.value, code)
                self.fields[name] = FigureField(label=_sentence(PART_LABELS[name]), plain=True)
        self.receivings = list(drive.receivings.select_related("organisation").order_by("id"))
        for receiving in self.receivings:
            self.fields[f"receiving_{receiving.pk}"] = FigureField(label=receiving.name)
        for position in range(1, self._rows_wanted() + 1):
            self._add_row(position)
        self.add_questions()
        if not hasattr(drive, "result"):
            del self.fields["reason"]

    @classmethod
    def of(cls, drive: Drive, result: Result | None, *, scope: Scope, standing: str) -> Self:
        """The form of the sheet as it is now; ``standing`` is proposed for a new one."""
        return cls(initial=initial_of(drive, result, standing), scope=scope, drive=drive)

    def _rows_wanted(self) -> int:
        """Rows of the post, or those on record and some blank ones; "more rows" adds more."""
        if not self.is_bound:
            return int(self.initial.get("row_count", 0)) + BLANK_ROWS
        posted = str(self.data.get("row_count", ""))
        wanted = int(posted) if posted.isascii() and posted.isdecimal() else BLANK_ROWS
        return min(wanted + (BLANK_ROWS if "more_rows" in self.data else 0), MOST_ROWS)

    def _add_row(self, position: int) -> None:
        name = f"row_{position}"
        self.fields[f"{name}_name"] = OrganisationField(
            label=_("Body"), words_allowed=True, required=False
        )
        self.fields[f"{name}_target"] = WholeNumberField(label=_("Target"), required=False)
        for figure in Participation.FIGURES:
            label = getattr(Participation, figure).verbose_name
            self.fields[f"{name}_{figure}"] = FigureField(label=_sentence(label), plain=True)
        for part in ("name", "target", *Participation.FIGURES):
            # Which row it is, for the page of two versions.
            field: Any = self.fields[f"{name}_{part}"]
            field.full_label = cell_label(f"{name}_{part}")

    # What the template draws, in the order of the paper sheet.

    def open_figures(self) -> list[forms.BoundField]:
        return [self[name] for name in OPEN_FIGURES]

    def folded_figures(self) -> list[forms.BoundField]:
        return [self[name] for name in FIGURES if name not in OPEN_FIGURES]

    def breakdowns(self) -> Iterator[tuple[str, str, list[forms.BoundField], bool]]:
        """Kind, title, fields, and whether anything stands in them (then it is unfolded)."""
        for kind, codes in PARTS.items():
            fields = [self[part_name(kind.value, code)] for code in codes]
            filled = self._says_something(*(field.name for field in fields))
            yield kind.value, str(PART_TITLES[kind]), fields, filled

    def receiving_fields(self) -> list[forms.BoundField]:
        return [self[f"receiving_{receiving.pk}"] for receiving in self.receivings]

    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        for position in range(1, self._rows_wanted() + 1):
            names = ("name", "target", *Participation.FIGURES)
            yield position, [self[f"row_{position}_{name}"] for name in names]

    @property
    def row_total(self) -> int:
        return self._rows_wanted()

    @property
    def has_more(self) -> bool:
        """Whether the folded figures say something, or are wrong: then they are unfolded."""
        names = [name for name in FIGURES if name not in OPEN_FIGURES]
        return self._says_something(*names, "ml_reported", "stated_rule", "percents")

    @property
    def has_rows(self) -> bool:
        names = ("name", "target", *Participation.FIGURES)
        rows = range(1, self._rows_wanted() + 1)
        return "more_rows" in self.data or self._says_something(
            *(f"row_{position}_{name}" for position in rows for name in names)
        )

    @property
    def has_words(self) -> bool:
        return self._says_something("reactions", "reporter", "receiver_representative", "notes")

    def _says_something(self, *names: str) -> bool:
        return any(
            self.errors.get(name) or self[name].value() not in (None, "", ["exact", ""])
            for name in names
        )

    # What the action takes.

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for position in range(1, self._rows_wanted() + 1):
            if not cleaned.get(f"row_{position}_name") and self._row_has_figures(position):
                self.add_error(
                    f"row_{position}_name", gettext("Which body do these figures belong to?")
                )
        return cleaned

    def _row_has_figures(self, position: int) -> bool:
        names = ("target", *Participation.FIGURES)
        return any(self.cleaned_data.get(f"row_{position}_{name}") is not None for name in names)

    def facts(self) -> ResultFacts:
        """The sheet as cleaned."""
        data = self.cleaned_data
        words = ("standing", "as_of", "units_basis", "stated_rule", "reporter")
        return ResultFacts(
            **{name: data[name] for name in words},
            receiver_representative=data["receiver_representative"],
            reactions=data["reactions"],
            notes=data["notes"],
            percents=[line.strip() for line in data["percents"].splitlines() if line.strip()],
            ml_reported=data["ml_reported"],
            figures=_known(data, {name: name for name in FIGURES}),
            parts={
                kind: known
                for kind, codes in PARTS.items()
                if (known := _known(data, {c: part_name(kind.value, c) for c in codes}))
            },
            receivings={
                receiving.pk: figure
                for receiving in self.receivings
                if (figure := data.get(f"receiving_{receiving.pk}")) is not None
            },
            rows=list(self._typed_rows()),
        )

    def _typed_rows(self) -> Iterator[ParticipationRow]:
        for position in range(1, self._rows_wanted() + 1):
            body = self.cleaned_data.get(f"row_{position}_name")
            if body:
                names = {name: f"row_{position}_{name}" for name in Participation.FIGURES}
                yield ParticipationRow(
                    body=body,
                    target=self.cleaned_data.get(f"row_{position}_target"),
                    figures=_known(self.cleaned_data, names),
                )


def initial_of(drive: Drive, result: Result | None, standing: str) -> dict[str, Any]:
    """What a fresh form shows: the sheet on record, or an empty one."""
    rows = list(drive.participations.select_related("organisation"))
    initial: dict[str, Any] = {
        "version": result.version if result else 0,
        "standing": standing,
        "row_count": len(rows),
    }
    for place, row in enumerate(rows, start=1):
        initial[f"row_{place}_name"] = LinkOrWords(record=row.organisation, words=row.words)
        initial[f"row_{place}_target"] = row.target
        for name in Participation.FIGURES:
            initial[f"row_{place}_{name}"] = getattr(row, name)
    for receiving in drive.receivings.all():
        initial[f"receiving_{receiving.pk}"] = receiving.units
    if result is None:
        return initial
    for name in (*FIGURES, "ml_reported", "units_basis", "standing", "as_of", "stated_rule"):
        initial[name] = getattr(result, name)
    for name in ("reporter", "receiver_representative", "reactions", "notes"):
        initial[name] = getattr(result, name)
    initial["percents"] = "\n".join(result.percents)
    for part in result.parts.all():
        initial[part_name(part.kind, part.code)] = part.n
    return initial


def _known(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Figure]:
    return {key: data[name] for key, name in names.items() if data.get(name) is not None}


def _sentence(label: Any) -> str:
    """A model's label as the label of a field."""
    text = str(label)
    return text[:1].upper() + text[1:]
