"""One line of a paper list: what each of its cells means, and what is wrong with those that mean
nothing. Only the name is needed; every other cell may be empty, for paper does not know all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Final, TypeVar

from donors.rules.names import read_name
from donors.rules.papers import PaperKind, disagreements, normalise, read_cccd
from donors.rules.people import Sex
from donors.rules.phones import normalise_phone
from donors.rules.typed import (
    Birth,
    is_tick,
    read_birth,
    read_blood_group,
    read_sex,
    read_sex_columns,
    read_volume,
)
from exchange.pasted import is_formula
from units.rules import bags
from units.rules.paper_columns import VOLUME_CELLS, Cell
from units.rules.reasons import Reason
from words.dates import When, bounds, format_day, parse_when
from words.folding import fold, nfc
from words.numbers import parse_number
from words.sentences import NotUnderstood, gettext_noop, quoted

LONGEST_CELL: Final = 200
MOST_TIMES: Final = 300
_LONGEST_NO: Final = 6
_T = TypeVar("_T")


class Outcome(Enum):
    """How the day ended for a person, as the paper says it."""

    DONATED = "donated"
    DEFERRED = "deferred"
    ENOUGH = "enough"
    TIME_OVER = "time_over"
    WENT_HOME = "went_home"
    NOT_GIVEN = "not_given"
    NO_SHOW = "no_show"


# The step of the entry desk (``units.rules.states``) that each outcome is.
STEP_OF: Final = {
    Outcome.DONATED: "enter-donated",
    Outcome.DEFERRED: "enter-deferred",
    Outcome.ENOUGH: "enter-enough",
    Outcome.TIME_OVER: "enter-time-over",
    Outcome.WENT_HOME: "enter-went-home",
    Outcome.NOT_GIVEN: "enter-not-given",
    Outcome.NO_SHOW: "no-show",
}
_OUTCOMES: Final = {
    word: outcome
    for outcome, words in {
        Outcome.DONATED: ("da hien", "hien", "da hien mau", "dat", "co", "da lay mau"),
        Outcome.DEFERRED: ("hoan", "tri hoan", "hoan hien", "tam hoan", "khong dat",
            "khong du dieu kien", "khong du tieu chuan", "khong du suc khoe"),
        Outcome.ENOUGH: ("du so luong", "da du so luong", "du chi tieu", "da du"),
        Outcome.TIME_OVER: ("het gio", "het thoi gian"),
        Outcome.WENT_HOME: ("tu ve", "ve truoc", "da ve", "bo ve"),
        Outcome.NOT_GIVEN: ("chua hien", "chua hien duoc", "khong hien", "khong hien duoc"),
        Outcome.NO_SHOW: ("vang", "vang mat", "khong den", "khong tham gia"),
    }.items()
    for word in words
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is wrong, or to be looked at, in one cell. A reason that ``asks`` keeps no line back."""

    cell: Cell
    reason: Reason


# Without a repr: names and numbers stand in no log.
@dataclass(frozen=True, slots=True, repr=False)
class TypedLine:
    """A line understood. ``cells`` hold what was typed; of a cell with a finding the value is
    empty or None. ``at`` is the row of what was pasted, from 1."""

    cells: Mapping[Cell, str]
    findings: tuple[CellFinding, ...] = ()
    at: int = 0
    name: str = ""
    sex: Sex | None = None
    birth: Birth | None = None
    paper_kind: PaperKind | None = None
    paper: str = ""
    occupation: str = ""
    group: str = ""
    address: str = ""
    phone: str = ""
    blood_group: str = ""
    times: int | None = None
    last_given: When | None = None
    volume: int | None = None
    bag: str = ""
    certificate: str = ""
    note: str = ""
    outcome: Outcome | None = None

    @property
    def is_clean(self) -> bool:
        """Whether it can be saved: what only asks keeps no line back."""
        return all(finding.reason.asks for finding in self.findings)

    @property
    def label(self) -> str:
        """What people call the line: its own number, or the row it stands in."""
        own = self.cells.get(Cell.NO, "").strip()
        return own if own.isdecimal() and len(own) < _LONGEST_NO else str(self.at)


def read_line(
    cells: Mapping[Cell, str],
    *,
    today: date,
    offered: tuple[int, ...] = bags.OFFERED_VOLUMES,
    at: int = 0,
) -> TypedLine:
    """Read one line, whatever its cells hold. ``offered`` are the volumes of bags in ml."""
    line = _Reader(cells, today)
    sex, birth = line.sex_and_birth()
    kind, paper = line.paper(sex, birth)
    volume, bag = line.volume(offered), line.bag()
    blood_group = line.read(Cell.BLOOD_GROUP, read_blood_group)
    last_given = line.read(Cell.LAST_GIVEN, partial(_read_last, today=today))
    return TypedLine(
        name=line.name(),
        sex=sex,
        birth=birth,
        paper_kind=kind,
        paper=paper,
        occupation=line.words(Cell.OCCUPATION),
        group=line.words(Cell.GROUP),
        address=line.words(Cell.ADDRESS),
        phone=line.read(Cell.PHONE, normalise_phone) or "",
        blood_group=blood_group or "",
        times=line.read(Cell.TIMES, _read_times),
        last_given=last_given,
        volume=volume,
        bag=bag,
        certificate=line.words(Cell.CERTIFICATE).upper(),
        note=line.words(Cell.NOTE),
        outcome=line.outcome(given=bool(volume or bag)),
        cells=dict(cells),
        at=at,
        findings=tuple(line.findings),
    )


class _Reader:
    """Reads the cells of one line and collects what is wrong with them."""

    def __init__(self, cells: Mapping[Cell, str], today: date) -> None:
        self.findings: list[CellFinding] = []
        self.today = today
        self.texts = {cell: self._text(cell, text) for cell, text in cells.items()}

    def _text(self, cell: Cell, text: str) -> str:
        """What is to be read; empty where a spreadsheet left something else."""
        if cell is Cell.SIGNED or _is_blank(text):
            return ""
        for rule, sentence, is_so in _NEVER_MEANT:
            if is_so(cell, text):
                self.find(cell, Reason(rule, sentence))
                return ""
        return text

    def find(self, cell: Cell, reason: Reason) -> None:
        self.findings.append(CellFinding(cell, reason))

    def read(self, cell: Cell, reader: Callable[[str], _T]) -> _T | None:
        """The value of a cell, None where it is empty or not understood."""
        text = self.texts.get(cell, "")
        return self.attempt(cell, lambda: reader(text)) if text else None

    def attempt(self, cell: Cell, reading: Callable[[], _T]) -> _T | None:
        try:
            return reading()
        except NotUnderstood as refused:
            self.find(cell, Reason(refused.rule, refused.sentence, refused.params))
            return None

    def words(self, cell: Cell) -> str:
        return nfc(self.texts.get(cell, ""))

    def name(self) -> str:
        typed = self.texts.get(Cell.NAME, "")
        if len([part for part in typed.splitlines() if part.strip()]) > 1:
            self.find(Cell.NAME, _SEVERAL_NAMES)
            return ""
        if any(finding.cell is Cell.NAME for finding in self.findings):
            return ""
        whole = f"{self.texts.get(Cell.FAMILY, '')} {typed}"
        return self.attempt(Cell.NAME, lambda: read_name(whole)) or ""

    def sex_and_birth(self) -> tuple[Sex | None, Birth | None]:
        """Sex and birth out of their own columns and of the two columns Nam and Nữ."""
        columns = {cell: self.texts.get(cell, "") for cell in (Cell.MEN, Cell.WOMEN)}
        filled = Cell.WOMEN if columns[Cell.WOMEN] else Cell.MEN
        by_column = self.attempt(filled, lambda: read_sex_columns(*columns.values()))
        sex_of_column, year = by_column or (None, "")
        sex = self.read(Cell.SEX, read_sex)
        if sex and sex_of_column and sex is not sex_of_column:
            self.find(Cell.SEX, _TWO_SEXES)
            sex = sex_of_column = None
        births = [
            self.attempt(cell, partial(read_birth, text, today=self.today))
            for cell, text in ((Cell.BIRTH, self.texts.get(Cell.BIRTH, "")), (filled, year))
        ]
        known = [birth for birth in births if birth]
        if len({birth.year for birth in known}) > 1:
            self.find(Cell.BIRTH, _TWO_BIRTHS)
            known = []
        return sex or sex_of_column, known[0] if known else None

    def paper(self, sex: Sex | None, birth: Birth | None) -> tuple[PaperKind | None, str]:
        kind = _paper_kind(self.texts.get(Cell.PAPER, ""))
        number = self.read(Cell.PAPER, lambda text: normalise(kind, text))
        if not number:
            return None, ""
        if kind is PaperKind.CCCD:
            for doubt in disagreements(read_cccd(number), sex, birth.year if birth else None):
                self.find(Cell.PAPER, Reason(doubt.rule, doubt.sentence, doubt.params, asks=True))
        return kind, number

    def volume(self, offered: tuple[int, ...]) -> int | None:
        ticked = {
            cell: volume
            for cell, column in VOLUME_CELLS.items()
            if (volume := self.read(cell, partial(read_volume, column=column)))
        }
        if len(ticked) > 1:
            self.find(list(ticked)[-1], _TWO_VOLUMES)
            return None
        said = self.read(Cell.VOLUME, read_volume)
        if said and ticked and said not in ticked.values():
            self.find(Cell.VOLUME, _TWO_VOLUMES)
            return None
        volume = said or next(iter(ticked.values()), None)
        if volume and (reason := bags.volume_refusal(volume, None, offered)):
            self.find(next(iter(ticked), Cell.VOLUME), reason)
            return None
        return volume

    def bag(self) -> str:
        text = self.texts.get(Cell.BAG, "")
        if not text:
            return ""
        bag = bags.normalise(text)
        if reason := bags.verify(bag):
            self.find(Cell.BAG, reason)
            return ""
        return bag.code

    def outcome(self, *, given: bool) -> Outcome | None:
        """What the paper says of the end; a volume or a bag says that something was given."""
        said = self.read(Cell.RESULT, _read_outcome)
        if given and said not in (None, Outcome.DONATED):
            self.find(Cell.RESULT, _GIVEN_AND_NOT)
            return None
        return Outcome.DONATED if given else said


def _is_blank(text: str) -> bool:
    """Nothing, or a dash for it."""
    return not text.strip(" \t\r\n\u00a0-‐‑‒–—−_/.")


_ERROR: Final = re.compile(r"#(?:N/A|REF|VALUE|NAME|DIV/0|NUM|NULL|SPILL|#+)[!?]?", re.IGNORECASE)
_SHORTENED: Final = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]{1,2}", re.IGNORECASE | re.ASCII)


def _is_formula(cell: Cell, text: str) -> bool:
    # A scanner puts "=" before the number of a bag.
    return is_formula(text) and not (cell is Cell.BAG and bags.normalise(text).is_din)


# What a spreadsheet leaves in a cell and nobody typed.
_NEVER_MEANT: Final[tuple[tuple[str, str, Callable[[Cell, str], bool]], ...]] = (
    (
        "cell-too-long",
        gettext_noop("This cell is too long to be understood. Please shorten it."),
        lambda _cell, text: len(text) > LONGEST_CELL,
    ),
    (
        "formula",
        gettext_noop("This is a formula. Copy the list as values, or type what it shows."),
        _is_formula,
    ),
    (
        "spreadsheet-error",
        gettext_noop("The spreadsheet shows an error here. Type what belongs in the cell."),
        lambda _cell, text: bool(_ERROR.fullmatch(text.strip())),
    ),
    (
        "shortened-number",
        gettext_noop("The spreadsheet has shortened this number. Type it whole."),
        lambda cell, text: (
            cell in (Cell.PAPER, Cell.PHONE) and bool(_SHORTENED.fullmatch(text.strip()))
        ),
    ),
)
_SEVERAL_NAMES: Final = Reason(
    "several-names", gettext_noop("There are several lines in this cell. Write one person a line.")
)
_TWO_SEXES: Final = Reason(
    "two-sexes", gettext_noop("The column of the birth and the column of the sex differ.")
)
_TWO_BIRTHS: Final = Reason("two-births", gettext_noop("This line tells two years of birth."))
_TWO_VOLUMES: Final = Reason(
    "two-volumes", gettext_noop("This line tells two volumes. One person gives one bag.")
)
_GIVEN_AND_NOT: Final = Reason(
    "given-and-not-given",
    gettext_noop("A volume or a bag is entered, but the result says that nothing was given."),
)
_PASSPORT: Final = re.compile(r"[A-Z][0-9]{7,8}", re.ASCII)
# A spreadsheet drops the first zero: 8 digits were 9.
_OLD_LENGTHS: Final = (8, 9)


def _paper_kind(text: str) -> PaperKind:
    bare = "".join(c for c in text.upper() if c.isalnum())
    if _PASSPORT.fullmatch(bare):
        return PaperKind.PASSPORT
    return PaperKind.CMND if len(bare) in _OLD_LENGTHS else PaperKind.CCCD


def _read_times(text: str) -> int:
    """How often somebody gave before: "3", "3 lần", "lần đầu". Raises NotUnderstood."""
    folded = fold(text)
    if folded in ("lan dau", "lan dau tien", "chua", "chua hien"):
        return 0
    number = parse_number(re.sub(r"^lan (?:thu )?| lan$", "", folded))
    if number != number.to_integral_value() or number > MOST_TIMES:
        raise NotUnderstood(
            "not-a-count",
            gettext_noop("“%(typed)s” is not understood as a number of donations."),
            {"typed": quoted(text)},
        )
    return int(number)


def _read_last(text: str, *, today: date) -> When | None:
    """When somebody last gave. Raises NotUnderstood, also for what is still to come."""
    if fold(text) in ("chua", "chua hien", "lan dau", "khong"):
        return None
    when = parse_when(text)
    start, _ = bounds(when)
    if start is not None and start > today:
        raise NotUnderstood(
            "last-given-to-come",
            gettext_noop("“%(typed)s” is after today (%(today)s). Please check it."),
            {"typed": quoted(text), "today": format_day(today)},
        )
    return when


def _read_outcome(text: str) -> Outcome:
    """Raises NotUnderstood."""
    if is_tick(text):
        return Outcome.DONATED
    folded = " ".join(fold(text).split("(")[0].replace(".", " ").split())
    if folded not in _OUTCOMES:
        raise NotUnderstood(
            "not-a-result",
            gettext_noop("“%(typed)s” is not understood as a result. Write %(examples)s."),
            {"typed": quoted(text), "examples": "đã hiến, trì hoãn, hết giờ, tự về, vắng"},
        )
    return _OUTCOMES[folded]
