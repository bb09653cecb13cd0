"""The sheet of balances: bags by volume, certificates by their serials, gifts by kind."""

from collections.abc import Iterator
from typing import Any, Self

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from directory.forms.numbers import WholeNumberField
from ledger.forms import TrackedForm
from units.actions.balances import BAG_COLUMNS, ROW_COLUMNS, BagFacts, BalanceFacts, RowFacts
from units.handover_records import COLUMNS, balance_label
from units.models import Balance, SerialBalance
from units.querysets.balances import Drawn
from units.rules.bags import OFFERED_VOLUMES
from units.rules.serials import NotSerials, count, read_serials

MOST = 100_000
MOST_ROWS = 20
CERTIFICATE, GIFT = SerialBalance.Kind.CERTIFICATE.value, SerialBalance.Kind.GIFT.value
KINDS = (CERTIFICATE, GIFT)
BLANK_ROWS = {CERTIFICATE: 1, GIFT: 2}
SERIALS = ("brought_serials", "spoiled_serials", "returned_serials")
COLUMNS_OF = {
    CERTIFICATE: tuple(name for name in ROW_COLUMNS),
    GIFT: tuple(name for name in ROW_COLUMNS if name not in SERIALS),
}
ROW_LABELS: dict[str, StrOrPromise] = {CERTIFICATE: _("Series"), GIFT: _("Gift")}


class BalanceForm(TrackedForm):
    """One sheet of one drive. Blank means that nobody counted; what was drawn is only asked for
    where no bag is recorded."""

    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, drawn: Drawn, **options: Any) -> None:
        self.drawn = drawn
        super().__init__(*args, **options)
        for volume in OFFERED_VOLUMES:
            for name in BAG_COLUMNS:
                if name != "drawn" or not drawn.is_counted:
                    self._add_number(f"bags_{volume}_{name}", name)
        for kind in KINDS:
            self.fields[f"{kind}_count"] = forms.IntegerField(
                required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput
            )
            for position in range(1, self._rows_wanted(kind) + 1):
                self._add_row(kind, position)

    @classmethod
    def of(cls, balance: Balance, data: Any = None, *, drawn: Drawn) -> Self:
        return cls(data, initial=initial_of(balance), drawn=drawn)

    def _rows_wanted(self, kind: str) -> int:
        if not self.is_bound:
            return int(self.initial.get(f"{kind}_count", 0)) + BLANK_ROWS[kind]
        posted = str(self.data.get(f"{kind}_count", ""))
        wanted = int(posted) if posted.isascii() and posted.isdecimal() else BLANK_ROWS[kind]
        return min(wanted + (BLANK_ROWS[kind] if f"more_{kind}" in self.data else 0), MOST_ROWS)

    def _add_number(self, name: str, column: str) -> None:
        field: Any = WholeNumberField(label=_sentence(COLUMNS[column]), required=False, most=MOST)
        # For the page of two versions, where the label alone would not say which row it is.
        field.full_label = balance_label(name)
        self.fields[name] = field

    def _add_row(self, kind: str, position: int) -> None:
        for column in COLUMNS_OF[kind]:
            name = f"{kind}_{position}_{column}"
            if column == "label":
                self.fields[name] = _words(ROW_LABELS[kind], 120)
            elif column in SERIALS:
                self.fields[name] = _words(_sentence(COLUMNS[column]), SerialBalance.SERIALS)
            elif column == "given_out" and kind == CERTIFICATE and self.drawn.certificates.given:
                continue
            else:
                self._add_number(name, column)
            self.fields[name].full_label = balance_label(name)  # type: ignore[attr-defined]  # for conflict pages

    # What the template draws.

    def bag_rows(self) -> Iterator[tuple[int, list[forms.BoundField | int]]]:
        """Each volume with its four places: a field, or what was counted."""
        for volume in OFFERED_VOLUMES:
            yield (
                volume,
                [
                    self[f"bags_{volume}_{name}"]
                    if f"bags_{volume}_{name}" in self.fields
                    else self.drawn.by_volume[volume]
                    for name in BAG_COLUMNS
                ],
            )

    def certificate_rows(self) -> Iterator[list[forms.BoundField]]:
        return self._rows(CERTIFICATE)

    def gift_rows(self) -> Iterator[list[forms.BoundField]]:
        return self._rows(GIFT)

    def _rows(self, kind: str) -> Iterator[list[forms.BoundField]]:
        for position in range(1, self._rows_wanted(kind) + 1):
            names = (f"{kind}_{position}_{column}" for column in COLUMNS_OF[kind])
            yield [self[name] for name in names if name in self.fields]

    @property
    def row_totals(self) -> list[tuple[str, int]]:
        """The hidden counts of rows, as they are drawn."""
        return [(f"{kind}_count", self._rows_wanted(kind)) for kind in KINDS]

    # What the action takes.

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for kind in KINDS:
            for position in range(1, self._rows_wanted(kind) + 1):
                self._clean_row(kind, position)
        return cleaned

    def _clean_row(self, kind: str, position: int) -> None:
        row = self._row(kind, position)
        if not row.get("label") and any(value not in (None, "") for value in row.values()):
            self.add_error(f"{kind}_{position}_label", gettext("Write what is counted here."))
        for name in SERIALS if kind == CERTIFICATE else ():
            self._read_serials(f"{kind}_{position}_{name}", name)

    def _read_serials(self, field: str, name: str) -> None:
        """Serials give their own count; one typed beside them has to be the same."""
        typed = self.cleaned_data.get(field, "")
        if not typed:
            return
        try:
            number = count(read_serials(typed))
        except NotSerials as refusal:
            self.add_error(field, gettext(refusal.sentence) % refusal.params)
            return
        beside = field.removesuffix("_serials")
        told = self.cleaned_data.get(beside)
        if told is None:
            self.cleaned_data[beside] = number
        elif told != number:
            self.add_error(
                beside,
                gettext("The serials are %(serials)s certificates, not %(told)s.")
                % {"serials": number, "told": told},
            )

    def _row(self, kind: str, position: int) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data.get(f"{kind}_{position}_{name}") for name in COLUMNS_OF[kind]}

    def facts(self) -> BalanceFacts:
        """The sheet as cleaned; empty rows are left out."""
        data = self.cleaned_data
        return BalanceFacts(
            bags={
                volume: BagFacts(
                    **{name: data.get(f"bags_{volume}_{name}") for name in BAG_COLUMNS}
                )
                for volume in OFFERED_VOLUMES
            },
            rows={kind: list(self._facts_of(kind)) for kind in KINDS},
            notes=data["notes"],
        )

    def _facts_of(self, kind: str) -> Iterator[RowFacts]:
        for position in range(1, self._rows_wanted(kind) + 1):
            row = self._row(kind, position)
            if row["label"]:
                yield RowFacts(**row)


def initial_of(balance: Balance) -> dict[str, Any]:
    """What a fresh form shows: the sheet on record, or an empty one."""
    initial: dict[str, Any] = {"version": balance.version, "notes": balance.notes}
    if balance._state.adding:
        return initial
    for bag in balance.bags.all():
        initial |= {f"bags_{bag.volume}_{name}": getattr(bag, name) for name in BAG_COLUMNS}
    for row in balance.serials.order_by("position"):
        initial |= {f"{row.kind}_{row.position}_{name}": getattr(row, name) for name in ROW_COLUMNS}
        initial[f"{row.kind}_count"] = row.position
    return initial


def _words(label: StrOrPromise, most: int) -> forms.CharField:
    attrs = {"autocomplete": "off", "class": "form-control words"}
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.TextInput(attrs)
    )


def _sentence(words: StrOrPromise) -> str:
    return str(capfirst(str(words)))
