"""Names of cells and steps in words: for histories, returned cells and the confirm page."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from drives.cells import PART_LABELS, figure_of
from drives.models import Drive, Result
from drives.presenters import figure_text
from drives.rules.sheets import FIGURES
from ledger.cells import Cell
from ledger.presenters import cell_text as plain_text
from ledger.presenters import is_year, year_text

MOVES: dict[str, StrOrPromise] = {
    "open-registration": _("Open registration"),
    "close-registration": _("Close registration again"),
    "hold": _("The drive was held"),
    "submit": _("Send up"),
    "withdraw": _("Take back what was sent"),
    "return": _("Return for completion"),
    "confirm": _("Confirm the figures"),
    "reopen": _("Reopen for correction"),
    "postpone": _("Move to another day"),
    "resume": _("Set a new day"),
    "cancel": _("Cancel the drive"),
    "restore": _("Restore the drive"),
}
ACTIONS: dict[str, StrOrPromise] = {
    **MOVES,
    "record-drive": _("Drive recorded"),
    "edit-drive": _("Facts mended"),
    "join-duplicate": _("Joined with another record"),
    "separate-duplicate": _("Separated again"),
    "new-days": _("New days"),
    "record-result": _("Result recorded"),
    "add-campaign": _("Campaign recorded"),
    "edit-campaign": _("Campaign mended"),
    "add-period-total": _("Period total recorded"),
    "edit-period-total": _("Period total mended"),
    "add-award": _("Award recorded"),
    "edit-award": _("Award mended"),
    "add-tolerance": _("Tolerance set"),
    "edit-tolerance": _("Tolerance mended"),
    "withdraw-record": _("Record withdrawn"),
    "restore-record": _("Record restored"),
}
QUESTIONS: dict[str, StrOrPromise] = {
    "bags-differ-from-donors": _("Donors and units of blood differ"),
    "ml-differs-from-sum": _("The reported millilitres differ from the bags"),
    "most-turned-away": _("More than half could not donate"),
    "ten-times-the-usual": _("Ten times the usual number of units"),
    "same-area-and-day": _("Another drive of the same area and day"),
}
_LABELS: dict[str, StrOrPromise] = {
    "when": _("Days"),
    "host": _("Host"),
    "venue": _("Venue"),
    "venue_lender": _("Venue lender"),
    "partners": _("Partners"),
    "receivers": _("Receivers"),
    "campaigns": _("Campaigns"),
    **PART_LABELS,
}
_ROW_PARTS: dict[str, StrOrPromise] = {
    "name": _("body"),
    "target": _("target"),
    "registered": _("registered"),
    "attended": _("attended"),
    "donated": _("donors"),
    "units": _("units of blood"),
}


def cell_label(name: str) -> str:
    """The name of a cell of a drive or a result, as its field is labelled."""
    if name in _LABELS:
        return _capital(_LABELS[name])
    if name in (*FIGURES, "ml_reported"):
        return _capital(getattr(Result, name).verbose_name)
    if name.startswith("row_"):
        _row, position, part = name.split("_", 2)
        label = _("Participation %(position)s: %(part)s")
        return str(label) % {"position": position, "part": _ROW_PARTS.get(part, part)}
    if name.startswith("receiving_"):
        return str(_("Units of a receiver"))
    for model in (Drive, Result):
        known = {field.name: field for field in model._meta.concrete_fields}
        if name in known:
            return _capital(known[name].verbose_name)
    return name


def cell_text(name: str, cell: Cell) -> str:
    """The value of a cell in words."""
    if isinstance(cell, dict) and "q" in cell:
        return figure_text(figure_of(cell))
    if is_year(name):
        return year_text(cell)
    for model in (Drive, Result):
        if isinstance(cell, str) and cell and (choices := _choices(model, name)):
            return str(choices.get(cell, cell))
    return plain_text(cell)


def _choices(model: type[Drive] | type[Result], name: str) -> dict[str, StrOrPromise]:
    known = {field.name: field for field in model._meta.concrete_fields}
    return dict(known[name].flatchoices) if name in known else {}


def _capital(text: StrOrPromise) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]
