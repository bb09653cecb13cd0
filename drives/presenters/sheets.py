"""A result sheet to be read: what is known in the order it was filled, and what is not."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from drives.cell_words import cell_label
from drives.cells import part_name
from drives.models import Drive, Participation, Result
from drives.presenters.wording import figure_text, share_text
from drives.rules.figures import Figure, Share
from drives.rules.sheets import FIGURES, PARTS, WHOLE_OF_PART, Basis, PartKind, Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value, both ready to be printed; ``note`` says where it comes from."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One breakdown with its known lines; ``partial`` where the rest of the whole is unknown."""

    title: str
    lines: list[Line]
    total: str
    partial: bool


@dataclass(frozen=True, slots=True)
class ParticipationLine:
    """One body that sent people; its figures are its own and never summed again."""

    name: str
    target: int | None
    figures: list[Figure | None]


@dataclass(frozen=True, slots=True)
class SheetView:
    """The whole sheet as its page shows it."""

    figures: list[Line]
    unknown: list[str]
    reckoned: list[Line]
    breakdowns: list[Breakdown]
    receivers: list[Line]
    participations: list[ParticipationLine]
    words: list[Line]


def sheet_view(drive: Drive, result: Result) -> SheetView:
    """Reads the result's parts, the drive's receivings and participations."""
    sheet = result.sheet
    return SheetView(
        figures=_known(sheet),
        unknown=[cell_label(name) for name in FIGURES if sheet.figure(name) is None],
        reckoned=_reckoned(drive, sheet),
        breakdowns=[_breakdown(sheet, kind) for kind in PartKind if sheet.parts_of(kind)],
        receivers=[
            Line(receiving.name, figure_text(receiving.units))
            for receiving in drive.receivings.select_related("organisation").order_by("id")
        ],
        participations=[
            ParticipationLine(
                row.name, row.target, [getattr(row, n) for n in Participation.FIGURES]
            )
            for row in drive.participations.select_related("organisation")
        ],
        words=_words(result),
    )


def _known(sheet: Sheet) -> list[Line]:
    lines = []
    for name in FIGURES:
        if (figure := sheet.figure(name)) is not None:
            note = _basis_note(sheet.basis) if name == "units" else ""
            lines.append(Line(cell_label(name), figure_text(figure), note))
    return lines


def _basis_note(basis: Basis) -> str:
    return {
        Basis.BAGS: gettext("bags"),
        Basis.CONVERTED: gettext("converted"),
        Basis.NOT_SAID: gettext("bags or converted: not said"),
    }[basis]


def _reckoned(drive: Drive, sheet: Sheet) -> list[Line]:
    """What follows from the figures; nothing where it cannot be said."""
    lines = []
    partly = gettext("only bags of known volume") if sheet.volumes_are_partial else ""
    if (ml := sheet.millilitres) is not None:
        lines.append(Line(gettext("Volume"), f"{figure_text(ml)} ml", partly))
    if (equivalents := sheet.equivalents) is not None:
        lines.append(Line(gettext("In units of 250 ml"), figure_text(equivalents), partly))
    if sheet.ml_reported is not None:
        reported = f"{figure_text(sheet.ml_reported)} ml"
        lines.append(Line(gettext("Volume as reported"), reported))
    if (given := sheet.donated_of_attended) is not None:
        lines.append(Line(gettext("Donors of those who attended"), share_text(given)))
    if (reached := _of_plan(drive, sheet)) is not None:
        lines.append(Line(gettext("Of the expected units"), share_text(reached)))
    return lines


def _of_plan(drive: Drive, sheet: Sheet) -> Share | None:
    """The units of a plan that is one number; converted units are held against no plan."""
    low, high = drive.expected_from, drive.expected_to
    if not low or high not in (None, low) or sheet.basis is Basis.CONVERTED:
        return None
    return sheet.units_of(Figure(Decimal(low)))


def _breakdown(sheet: Sheet, kind: PartKind) -> Breakdown:
    titles = {
        PartKind.VOLUME: gettext("Bags by volume"),
        PartKind.AUDIENCE: gettext("Donors by audience"),
        PartKind.BLOOD_GROUP: gettext("Units by blood group"),
        PartKind.REASON: gettext("Why people could not donate"),
    }
    parts = sheet.parts_of(kind)
    added, whole = sheet.parts_total(kind).figure, sheet.figure(WHOLE_OF_PART[kind])
    return Breakdown(
        title=titles[kind],
        lines=[
            Line(cell_label(part_name(kind.value, code)), figure_text(parts[code]))
            for code in PARTS[kind]
            if code in parts
        ],
        total=figure_text(added),
        partial=added != whole,
    )


def _words(result: Result) -> list[Line]:
    """The cells that are words, as far as anything stands there."""
    names = ("as_of", "stated_rule", "reporter", "receiver_representative", "reactions", "notes")
    lines = [
        Line(cell_label(name), getattr(result, name)) for name in names if getattr(result, name)
    ]
    return lines + [Line(cell_label("percents"), percent) for percent in result.percents]
