"""The cells of a drive and of a result: the names of their form fields, so that a history, a
returned cell, a conflict and a form all speak of the same thing."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from drives.models import Drive, Result
from drives.models.participation import Participation
from drives.models.withdrawal import Withdrawable
from drives.rules.figures import Figure, Qualifier
from drives.rules.sheets import FIGURES
from ledger.cells import Cell, Cells, plain
from words.dates import format_when

DRIVE_PLAIN = (
    "title", "kind", "state", "keeper", "area", "session", "hours", "year", "round", "slogans",
    "plan_number", "plan_day", "plan_issuer", "expected_from", "expected_to", "source_address",
    "source_words", "notes", "duplicate_of",
)  # fmt: skip
RESULT_PLAIN = (
    "standing", "as_of", "units_basis", "stated_rule", "percents", "reporter",
    "receiver_representative", "reactions", "notes",
)  # fmt: skip
ROW_FIGURES = Participation.FIGURES


def figure_cell(figure: Figure | None) -> Cell:
    """A figure as a cell, free of any language: how sure, and the number."""
    if figure is None:
        return None
    return {"q": figure.qualifier.value, "n": f"{figure.value.normalize():f}"}


def figure_of(cell: Cell) -> Figure:
    """The figure a cell was made of."""
    return Figure(Decimal(cell["n"]), Qualifier(cell["q"]))


def withdrawal_cell(record: Withdrawable) -> Cell:
    """Whether the record was withdrawn; why and by whom stands on the Change."""
    return record.is_withdrawn or None


def named_cell(record: object, words: str) -> Cell:
    """A link, or only words, or nothing."""
    return plain(record) if record is not None else (words or None)


def drive_cells(drive: Drive) -> Cells:
    """Everything a person can say of a drive; reads partners, receivings, campaigns."""
    cells: Cells = {name: plain(getattr(drive, name)) for name in DRIVE_PLAIN}
    partners = drive.partners.select_related("organisation").order_by("id")
    receivers = drive.receivings.select_related("organisation").order_by("id")
    return cells | {
        "when": format_when(drive.when),
        "host": named_cell(drive.host, drive.host_words),
        "venue": named_cell(drive.venue, drive.venue_words),
        "venue_lender": named_cell(drive.venue_lender, drive.venue_lender_words),
        "partners": [named_cell(p.organisation, p.words) for p in partners],
        "receivers": [named_cell(r.organisation, r.words) for r in receivers],
        "campaigns": [plain(campaign) for campaign in drive.campaigns.order_by("id")],
    }


def part_name(kind: str, code: str) -> str:
    return f"{kind}_{code}"


def result_cells(result: Result) -> Cells:
    """The whole sheet: figures, breakdowns, units of each receiver, rows of participations."""
    cells: Cells = {name: plain(getattr(result, name)) for name in RESULT_PLAIN}
    for name in (*FIGURES, "ml_reported"):
        cells[name] = figure_cell(getattr(result, name))
    for part in result.parts.all():
        cells[part_name(part.kind, part.code)] = figure_cell(part.n)
    for receiving in result.drive.receivings.all():
        cells[f"receiving_{receiving.pk}"] = figure_cell(receiving.units)
    for row in result.drive.participations.select_related("organisation"):
        name = f"row_{row.position}"
        cells[f"{name}_name"] = named_cell(row.organisation, row.words)
        cells[f"{name}_target"] = row.target
        for figure in ROW_FIGURES:
            cells[f"{name}_{figure}"] = figure_cell(getattr(row, figure))
    return cells


PART_LABELS = {
    "volume_250": _("250 ml"),
    "volume_350": _("350 ml"),
    "volume_450": _("450 ml"),
    "volume_other": _("other volume"),
    "audience_officials": _("officials and public employees"),
    "audience_armed_forces": _("armed forces"),
    "audience_students": _("pupils and students"),
    "audience_workers": _("workers"),
    "audience_farmers": _("farmers"),
    "audience_religious": _("religious people"),
    "audience_other": _("others"),
    "blood_group_O": _("group O"),
    "blood_group_A": _("group A"),
    "blood_group_B": _("group B"),
    "blood_group_AB": _("group AB"),
    "reason_general": _("general health"),
    "reason_noncommunicable": _("non-communicable disease"),
    "reason_medical": _("medical or surgical reason"),
    "reason_infection": _("infection and risk"),
    "reason_no_deferral": _("enough already, time over, went home"),
}
