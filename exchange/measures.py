"""How large the packet of an .xlsx or .ods really is, before anything reads it as a spreadsheet.

The reader keeps a sheet as a full rectangle and believes what the file says: one cell far away,
one row repeated a million times or a part that unpacks without end would take all memory.
"""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final
from xml.parsers import expat

MOST_UNPACKED: Final = 60_000_000
MOST_PARTS: Final = 500  # files in the packet
MOST_CELLS: Final = 2_000_000  # of the rectangle from the first cell to the last

_PLACE = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,9})")


class TooLarge(Exception):
    """The packet is larger than anything that is read; holds its size in bytes."""


class FarCell(Exception):
    """A sheet has filled cells too far from each other."""


class Broken(Exception):
    """The packet, or a sheet in it, cannot be read."""


def repacked(data: bytes) -> bytes:
    """Return the packet made anew with only what was measured: its parts in XML, each as large as
    it says, none with a sheet above ``MOST_CELLS``. Raises TooLarge, FarCell or Broken."""
    packet = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(packet, "w") as taken:
            parts = given.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or size > MOST_UNPACKED:
                raise TooLarge(size)
            if len({part.filename for part in parts}) < len(parts):
                raise Broken
            for part in parts:
                content = given.read(part)
                # Pictures and drawings stay behind; any part in XML may be a sheet.
                if part.filename == "mimetype" or _is_measured(content):
                    taken.writestr(part.filename, content)
    except (
        zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError,
    ) as error:  # fmt: skip
        raise Broken from error
    return packet.getvalue()


def _is_measured(content: bytes) -> bool:
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.begin
    parser.EndElementHandler = walk.end
    parser.EntityDeclHandler = walk.refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return False
    return True


class _Walk:
    """Goes over the elements of a part and stops at a filled cell too far away.

    In an .xlsx a cell names its place (B5) or is the next one; in an .ods equal rows and cells
    stand once, with how often.
    """

    def __init__(self) -> None:
        self.row = self.column = self.far = self.wide = 0
        self.times, self.width = 1, 0

    def begin(self, prefixed: str, attributes: dict[str, str]) -> None:
        match prefixed.rpartition(":")[2]:
            case "row":
                self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
            case "c":
                self.column += 1
                if place := _PLACE.fullmatch(attributes.get("r", "")):
                    self.row, self.column = int(place[2]), _column_number(place[1])
            case "v" | "is" | "f":
                self._reach(self.row, self.column)
            case "table":
                self.row = 0
            case "table-row":
                self.times = _number(_attribute(attributes, "number-rows-repeated"), 1)
                self.column = self.width = 0
            case "table-cell" | "covered-table-cell":
                self.column += _number(_attribute(attributes, "number-columns-repeated"), 1)
                if _attribute(attributes, "value-type"):
                    self.width = self.column
            case "p":
                self.width = self.column

    def end(self, prefixed: str) -> None:
        if prefixed.endswith("table-row"):
            self.row += self.times
            if self.width:
                self._reach(self.row, self.width)

    def refuse(self, *_: object) -> None:
        """No sheet declares entities."""
        raise Broken

    def _reach(self, row: int, column: int) -> None:
        self.far, self.wide = max(self.far, row), max(self.wide, column)
        if self.far * self.wide > MOST_CELLS:
            raise FarCell


def _attribute(attributes: dict[str, str], name: str) -> str | None:
    return next((value for key, value in attributes.items() if key.endswith(name)), None)


def _number(text: str | None, otherwise: int) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else otherwise


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
