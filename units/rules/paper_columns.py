"""The columns of a paper list and the headings they go under, spelt in many ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from words.folding import nfc, words_of
from words.sentences import gettext_noop


class Cell(Enum):
    """A cell of a line; the values name it in forms and in findings."""

    NO = "no"
    FAMILY = "family"
    NAME = "name"
    MEN = "men"
    WOMEN = "women"
    BIRTH = "birth"
    SEX = "sex"
    PAPER = "paper"
    OCCUPATION = "occupation"
    GROUP = "group"
    ADDRESS = "address"
    PHONE = "phone"
    BLOOD_GROUP = "blood_group"
    TIMES = "times"
    LAST_GIVEN = "last_given"
    V250 = "v250"
    V350 = "v350"
    V450 = "v450"
    VOLUME = "volume"
    BAG = "bag"
    CERTIFICATE = "certificate"
    RESULT = "result"
    SIGNED = "signed"
    NOTE = "note"


VOLUME_CELLS: Final = {Cell.V250: 250, Cell.V350: 350, Cell.V450: 450}


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column: its heading as a msgid, and other headings it goes under, folded. ``kind`` is
    text, number, day, phone, tick or code; ``width`` is in characters."""

    cell: Cell
    label: str
    kind: str
    width: int
    aliases: tuple[str, ...]


def _column(cell: Cell, label: str, kind: str, width: int, *aliases: str) -> PaperColumn:
    return PaperColumn(cell, label, kind, width, aliases)


COLUMNS: Final[dict[Cell, PaperColumn]] = {
    column.cell: column
    for column in (
        _column(Cell.NO, gettext_noop("No."), "number", 4, "stt", "tt", "so tt", "so thu tu",
            "thu tu", "no"),
        _column(Cell.FAMILY, gettext_noop("Family and middle name"), "text", 16,
            "ho va ten dem", "ho ten dem", "ho dem", "ho va dem", "ho lot", "ho"),
        _column(Cell.NAME, gettext_noop("Full name"), "text", 24, "ho va ten", "ho ten",
            "ho va ten nguoi hien mau", "ten nguoi hien mau", "nguoi hien mau", "ten", "hoten",
            "full name", "name"),
        _column(Cell.MEN, gettext_noop("Men: year of birth"), "text", 8, "nam", "nam nam sinh",
            "nam sinh nam", "nam ns", "men"),
        _column(Cell.WOMEN, gettext_noop("Women: year of birth"), "text", 8, "nu", "nu nam sinh",
            "nam sinh nu", "nu ns", "women"),
        _column(Cell.BIRTH, gettext_noop("Born"), "text", 11, "nam sinh", "ngay sinh",
            "ngay thang nam sinh", "ngay thang nam", "sinh ngay", "sinh nam", "ns",
            "ngay nam sinh", "date of birth", "year of birth", "birth"),
        _column(Cell.SEX, gettext_noop("Sex"), "text", 5, "gioi tinh", "gioi", "phai", "nam nu",
            "gt", "sex"),
        _column(Cell.PAPER, gettext_noop("Identity number"), "code", 14, "so cccd", "cccd", "cmnd",
            "cmt", "cccd cmnd", "can cuoc", "can cuoc cong dan", "the can cuoc", "dinh danh",
            "ma dinh danh", "giay to tuy than", "so giay to", "so cc", "ho chieu",
            "identity number"),
        _column(Cell.OCCUPATION, gettext_noop("Occupation"), "text", 14, "nghe nghiep", "nghe",
            "chuc vu", "nghe nghiep chuc vu", "cong viec", "doi tuong", "occupation"),
        _column(Cell.GROUP, gettext_noop("Group or hamlet"), "text", 16, "don vi", "thon",
            "don vi thon", "don vi cong tac", "noi cong tac", "noi lam viec", "co quan",
            "to dan pho", "thon xom", "xom", "khu pho", "ban", "lop", "khoa", "truong", "xa",
            "xa phuong", "phong ban", "chi doan", "group"),
        _column(Cell.ADDRESS, gettext_noop("Address"), "text", 20, "dia chi", "noi o", "cho o",
            "dia chi thuong tru", "thuong tru", "noi cu tru", "ho khau", "que quan", "address"),
        _column(Cell.PHONE, gettext_noop("Telephone"), "phone", 13, "dien thoai", "so dien thoai",
            "sdt", "so dt", "dt", "di dong", "dtdd", "so dtdd", "phone", "telephone"),
        _column(Cell.BLOOD_GROUP, gettext_noop("Blood group"), "text", 6, "nhom mau", "nhom",
            "abo", "nm", "blood group"),
        _column(Cell.TIMES, gettext_noop("Times given"), "number", 5, "so lan da hien", "so lan",
            "so lan hien", "so lan hien mau", "lan hien", "lan hien mau", "lan thu", "lan",
            "times given"),
        _column(Cell.LAST_GIVEN, gettext_noop("Last given"), "text", 11, "lan hien gan nhat",
            "lan gan nhat", "gan nhat", "hien gan nhat", "lan hien mau gan nhat",
            "ngay hien gan nhat", "lan cuoi", "hien lan cuoi", "last given"),
        _column(Cell.V250, "250", "tick", 4, "250", "250ml", "250 ml", "loai 250", "the tich 250"),
        _column(Cell.V350, "350", "tick", 4, "350", "350ml", "350 ml", "loai 350", "the tich 350"),
        _column(Cell.V450, "450", "tick", 4, "450", "450ml", "450 ml", "loai 450", "the tich 450"),
        _column(Cell.VOLUME, gettext_noop("Volume, ml"), "number", 5, "the tich", "the tich mau",
            "the tich ml", "so ml", "ml", "luong mau", "luong mau hien", "don vi mau", "dung tich",
            "volume"),
        _column(Cell.BAG, gettext_noop("Code of the bag"), "code", 15, "ma so tui", "ma tui",
            "so tui", "ma tui mau", "ma so tui mau", "tui mau", "ma vach", "ma don vi mau",
            "ma so", "bag"),
        _column(Cell.CERTIFICATE, gettext_noop("Number of the certificate"), "code", 12,
            "so giay chung nhan", "giay chung nhan", "giay cn", "so gcn", "gcn", "chung nhan",
            "so seri", "seri", "so chung nhan", "certificate"),
        _column(Cell.RESULT, gettext_noop("Result"), "text", 14, "ket qua", "ket qua hien",
            "tinh trang", "trang thai", "da hien", "result"),
        _column(Cell.SIGNED, gettext_noop("Signature"), "text", 8, "ky nhan", "ky ten", "chu ky",
            "ky", "signature"),
        _column(Cell.NOTE, gettext_noop("Note"), "text", 20, "ghi chu", "chu thich", "luu y",
            "note", "notes"),
    )
}  # fmt: skip

# The list as it is usually printed; taken where no heading is found.
USUAL_ORDER: Final = (
    Cell.NO, Cell.NAME, Cell.MEN, Cell.WOMEN, Cell.PAPER, Cell.OCCUPATION, Cell.GROUP, Cell.PHONE,
    Cell.BLOOD_GROUP, Cell.TIMES, Cell.LAST_GIVEN, Cell.V250, Cell.V350, Cell.V450, Cell.BAG,
    Cell.CERTIFICATE, Cell.SIGNED, Cell.NOTE,
)  # fmt: skip

# Titles of the list stand above its heading.
MOST_ABOVE: Final = 15
_LONGEST_HEADING: Final = 80
# Words that are headings only when they stand alone.
_ALONE: Final = frozenset({
    "no", "tt", "ho", "ten", "name", "nam", "men", "nu", "gt", "sex", "ns", "dt", "xa", "ban",
    "lop", "lan", "ky", "nm", "abo", "ml", "250", "350", "450",
})  # fmt: skip
_ALIASES: Final = {alias: column.cell for column in COLUMNS.values() for alias in column.aliases}
_NUMBERED: Final = re.compile(r"\(?(?:[0-9]{1,2}|[A-Z])\)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Header:
    """Which column is which; None is a column no list knows. Lines begin at row ``first``, from 0.
    ``found`` is False where the usual order was taken."""

    cells: tuple[Cell | None, ...]
    first: int = 0
    found: bool = True


def recognise_header(rows: Sequence[Sequence[str]]) -> Header:
    """Find the heading among the first rows: one or two rows with merged cells, spelt with or
    without marks. Where there is none, the columns stand in the usual order."""
    for at, row in enumerate(rows[:MOST_ABOVE]):
        cells = recognise_cells(row)
        if not _is_heading(cells):
            continue
        below = at + 1
        if below < len(rows) and _goes_on(rows[below], cells):
            cells = _merged(cells, recognise_cells(rows[below]))
            below += 1
        if below < len(rows) and _numbers_columns(rows[below]):
            below += 1
        return Header(cells, below)
    return Header(USUAL_ORDER if _is_numbered(rows) else USUAL_ORDER[1:], found=False)


def recognise_cells(row: Sequence[str]) -> tuple[Cell | None, ...]:
    """The column each cell is the heading of; what stands twice is the first one's."""
    found: list[Cell | None] = []
    for text in row:
        cell = _heading(text)
        found.append(None if cell in found else cell)
    return tuple(found)


def _heading(text: str) -> Cell | None:
    if len(text) > _LONGEST_HEADING:
        return None
    words = words_of(text)
    folded = " ".join(words)
    # "Năm" (year) and "Nam" (man) fold alike.
    if folded == "nam" and nfc(text).casefold().strip(" .:") == "năm":
        return Cell.BIRTH
    if folded in _ALIASES:
        return _ALIASES[folded]
    inside = [alias for alias in _ALIASES if alias not in _ALONE and _says(folded, alias)]
    return _ALIASES[max(inside, key=len)] if inside else None


def _says(folded: str, alias: str) -> bool:
    """Whether the words of the alias stand in the heading. A name's stand at its beginning: the
    title "Danh sách người hiến máu" is none."""
    if _ALIASES[alias] in (Cell.NAME, Cell.FAMILY):
        return f"{folded} ".startswith(f"{alias} ")
    return f" {alias} " in f" {folded} "


def _is_heading(cells: Sequence[Cell | None]) -> bool:
    """A line of a person may hold a word of a heading too ("Nam", "Thôn 3"), but not two of which
    one is the name's."""
    known = set(cells) - {None}
    return Cell.NAME in known and len(known) > 1


def _goes_on(row: Sequence[str], above: Sequence[Cell | None]) -> bool:
    """Whether the row is the second of a heading: only headings, and a new one among them."""
    filled = [_heading(text) for text in row if text.strip()]
    return bool(filled) and None not in filled and bool(set(filled) - set(above))


def _merged(above: Sequence[Cell | None], below: Sequence[Cell | None]) -> tuple[Cell | None, ...]:
    cells = [*above, *[None] * (len(below) - len(above))]
    for place, cell in enumerate(below):
        if cell is not None and cell not in cells:
            cells[place] = cell
    return tuple(cells)


def _numbers_columns(row: Sequence[str]) -> bool:
    """Whether the row only numbers the columns: (1), (2), (3) or A, B, 1, 2."""
    filled = [text.strip() for text in row if text.strip()]
    return (
        len(filled) > 2
        and len(set(filled)) == len(filled)
        and all(_NUMBERED.fullmatch(text) for text in filled)
    )


def _is_numbered(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first column of a list without a heading is its numbers, not its names."""
    first = [row[0].strip() for row in rows if row and row[0].strip()][:MOST_ABOVE]
    names = sum(len(words_of(text)) > 1 and not text[0].isdigit() for text in first)
    return names * 2 <= len(first)
