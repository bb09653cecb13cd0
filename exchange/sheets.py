"""An uploaded spreadsheet (.xlsx, .xls, .ods, .csv), read into the same rows as a pasted one."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Final, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from exchange.measures import MOST_CELLS, Broken, FarCell, TooLarge, repacked
from exchange.pasted import DEFAULT, Limits, NotRead, Rows, checked, parse_pasted, too_many_rows
from words.dates import format_day
from words.numbers import format_number
from words.sentences import gettext_noop, quoted

MOST_BYTES: Final = 5_000_000

_PACKET, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What an .xlsx with a password holds instead of sheets.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TEXT_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

Cell = int | float | str | bool | time | date | datetime | timedelta


class Sheet(NamedTuple):
    """One sheet of a file. ``names`` are all that are visible; ``merged`` the numbers (from 1) of
    rows that share a cell with the row above, so that it is not certain whose cell it is (an .ods
    does not tell)."""

    name: str
    names: list[str]
    rows: Rows
    merged: frozenset[int]


def read_upload(
    upload: "UploadedFile[bytes]", *, sheet: str = "", limits: Limits = DEFAULT
) -> Sheet:
    """``read_sheet`` of an uploaded file, whose size is looked at before its content."""
    if (upload.size or 0) > MOST_BYTES:
        raise _too_large(upload.size or 0)
    return read_sheet(upload.read(), sheet=sheet, limits=limits)


def read_sheet(data: bytes, *, sheet: str = "", limits: Limits = DEFAULT) -> Sheet:
    """Return the sheet of that name, else the first visible one that is not empty.

    What kind of file it is, its content says, not its name. Whole numbers come without ".0", others
    with a decimal comma, days as dd/mm/yyyy, a ticked box as "x"; of a formula its value, where it
    ended in an error an empty cell. A file that is none, is too large or protected raises NotRead.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(len(data))
    if data.startswith(_OLD_OFFICE) and _ENCRYPTED in data:
        raise _protected()
    if not data.startswith((_PACKET, _OLD_OFFICE)):
        return Sheet("", [], parse_pasted(_text(data), limits), frozenset())
    try:
        if data.startswith(_PACKET):
            data = repacked(data)
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return _chosen(book, sheet, limits)
    except PasswordError as error:
        raise _protected() from error
    except TooLarge as error:
        raise _too_large(error.args[0]) from error
    except FarCell as error:
        raise _far_cell() from error
    except (Broken, CalamineError) as error:
        raise _no_sheet() from error


def _text(data: bytes) -> str:
    encoding = _TEXT_MARKS.get(data[:2], "utf-8-sig")
    if b"\0" in data and encoding != "utf-16":
        raise _no_sheet()
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(
            "not-unicode",
            gettext_noop(
                "The letters of this text file are not Unicode, and their marks would be lost. Save"
                " it as .xlsx or as “CSV UTF-8”."
            ),
        ) from error


def _chosen(book: CalamineWorkbook, wanted: str, limits: Limits) -> Sheet:
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if wanted and wanted not in names:
        raise NotRead(
            "no-such-sheet",
            gettext_noop("The file has no sheet “%(name)s”."),
            {"name": quoted(wanted)},
        )
    for name in [wanted] if wanted else names:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is None and not wanted and name != names[-1]:
            continue
        height, width = (last + 1 for last in sheet.end or (-1, -1))
        if height > limits.rows:
            raise too_many_rows(height, limits)
        if height * width > MOST_CELLS:
            raise _far_cell()
        rows = sheet.to_python(skip_empty_area=False)
        merged = [
            range(first + 2, last + 2)  # all but its first row, counted from 1
            for (first, _), (last, _) in sheet.merged_cell_ranges or []
        ]
        return Sheet(
            name,
            names,
            checked(([in_words(cell) for cell in row] for row in rows), limits),
            frozenset(number for lines in merged for number in islice(lines, limits.rows)),
        )
    raise _no_sheet()


def in_words(cell: Cell) -> str:
    """A cell's value as a clerk would have typed it."""
    match cell:
        case str():
            return cell
        case bool():
            return "x" if cell else ""
        case int():
            return str(cell)
        case float():
            return _number(cell)
        case datetime():
            day = format_day(cell.date())
            return f"{day} {cell:%H:%M}" if cell.time() != time() else day
        case date():
            return format_day(cell)
        case time():
            return f"{cell:%H:%M}"
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return format_number(Decimal(repr(value)))


def _protected() -> NotRead:
    return _unreadable(
        "protected", gettext_noop("The file is protected by a password. Save it without one.")
    )


def _far_cell() -> NotRead:
    return _unreadable(
        "far-cell",
        gettext_noop(
            "The sheet has cells very far from each other. Copy only the list into a new sheet."
        ),
    )


def _too_large(size: int) -> NotRead:
    return NotRead(
        "too-large",
        gettext_noop(
            "The file is too large (%(size)s MB). Copy only the list into a new file, without"
            " pictures."
        ),
        {"size": format_number(round(Decimal(size) / 1_000_000, 1))},
    )


def _no_sheet() -> NotRead:
    return _unreadable(
        "no-sheet",
        gettext_noop(
            "The file cannot be read as a spreadsheet. Save it as .xlsx, .xls, .ods or “CSV UTF-8”."
        ),
    )


def _unreadable(rule: str, sentence: str) -> NotRead:
    return NotRead(rule, sentence, {})
