"""Donors' files among the records that have a history, and their actions in words."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from donors.cells import NUMBERS
from donors.models import Donor, Paper
from ledger.cells import Cell
from ledger.presenters import labels_of, texts_of
from ledger.records import Record, name_action, register
from ledger.scope import Scope

LABELS = {
    "phone": _("phone"),
    "address": _("address"),
    "notes": _("notes"),
    "papers": _("identity papers"),
}
KINDS = dict(Paper.KINDS)


def register_records() -> None:
    register(
        Record(
            model=Donor,
            fetch=Donor.objects.visible_to,
            page=lambda donor: reverse("donors:donor", args=[donor.pk]),
            cell_label=_label,
            cell_text=_text,
            open_sealed=lambda donor: donor.data_key,
            may_open=_may_open,
            numbers=NUMBERS,
        )
    )
    name_action("enter-donor", _("donor entered"))
    name_action("edit-donor", _("donor's file mended"))


def _may_open(scope: Scope, donor: Any) -> bool:
    """Whoever sees the file reads its history; numbers are masked there as everywhere."""
    return True


def _label(name: str) -> str:
    return str(capfirst(str(LABELS[name]))) if name in LABELS else labels_of(Donor)(name)


def _text(name: str, cell: Cell) -> str:
    if name == "papers" and cell:
        return ", ".join(f"{KINDS.get(paper['kind'], '')} {paper['number']}" for paper in cell)
    return texts_of(Donor)(name, cell)
