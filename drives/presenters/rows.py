"""Rows of lists of drives, every cell ready to be printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from drives.models import Drive, Result
from drives.presenters.wording import ListDay, figure_text, list_day, unknown_text
from drives.rules.sheets import Basis
from drives.rules.states import State


@dataclass(frozen=True, slots=True)
class DriveRow:
    """One row of a list of drives, every cell ready to be printed."""

    pk: int
    day: ListDay
    title: str
    area: str
    host: str
    attended: str
    units: str
    units_note: str
    state: str
    state_label: str
    not_counted: str


def drive_rows(drives: Iterable[Drive]) -> list[DriveRow]:
    """Rows of drives fetched with ``for_list()``: no query, nothing left to format."""
    labels = {value: str(label) for value, label in Drive.STATES}
    return [_drive_row(drive, labels) for drive in drives]


def _drive_row(drive: Drive, labels: dict[str, str]) -> DriveRow:
    state = drive.life_state
    result: Result | None = getattr(drive, "result", None)
    return DriveRow(
        pk=drive.pk,
        day=list_day(drive.when, drive.year),
        title=drive.title,
        area=area_text(drive),
        host=drive.host_name or unknown_text(),
        attended=figure_text(result.attended) if result else "–",
        units=figure_text(result.units) if result else "–",
        units_note=_units_note(result) if result else "",
        state=drive.state,
        state_label=labels[drive.state],
        not_counted=_not_counted(drive, state),
    )


def _units_note(result: Result) -> str:
    if result.units is not None and result.units_basis == Basis.CONVERTED.value:
        return gettext("converted")
    return ""


def _not_counted(drive: Drive, state: State) -> str:
    if drive.duplicate_of_id:
        return gettext("second record, not counted")
    return gettext("not counted") if state is State.CANCELLED else ""


def area_text(drive: Drive) -> str:
    """ "Huyện Kiến Thuỵ, Hải Phòng", or nothing where the area is not known. Reads ``area`` and
    ``province_then`` alone."""
    area, province = drive.area, drive.province_then
    if area is None:
        return ""
    if province is None or province.pk == area.pk:
        return area.name
    return f"{area.name}, {province.short_name}"
