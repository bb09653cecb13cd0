"""Serials of certificates as people write them: "0123456–0123655", several after commas."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from words.numbers import format_number
from words.sentences import NotUnderstood, gettext_noop, quoted

MOST: Final = 100_000
_LONGEST: Final = 400
_BETWEEN: Final = re.compile(r"[,;\n]+|\s+(?:và|and)\s+", re.IGNORECASE)
_TO: Final = re.compile(r"\s*[-‐‑‒–—−]\s*|\s+(?:đến|tới|to)\s+", re.IGNORECASE)
_SERIAL: Final = re.compile(r"([A-Z][A-Z./]{0,9})? ?([0-9]{1,12})", re.ASCII)


class NotSerials(NotUnderstood):
    """Typed words which are no serials; see ``NotUnderstood``."""


@dataclass(frozen=True, slots=True, order=True)
class SerialRange:
    """Serials from ``first`` to ``last``, both included, of one series: the letters before them
    and the number of digits, so that leading zeros stay."""

    prefix: str
    width: int
    first: int
    last: int

    @property
    def series(self) -> tuple[str, int]:
        return self.prefix, self.width

    def follows(self, other: "SerialRange") -> bool:
        """Whether the two, sorted, touch or overlap."""
        return self.series == other.series and self.first <= other.last + 1

    def cut(self, gone: "SerialRange") -> "list[SerialRange]":
        """What is left of it without ``gone``: nothing, one range or two."""
        if self.series != gone.series:
            return [self]
        before = self.first, min(self.last, gone.first - 1)
        after = max(self.first, gone.last + 1), self.last
        return [replace(self, first=a, last=b) for a, b in (before, after) if a <= b]

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        ends = dict.fromkeys(f"{self.prefix}{n:0{self.width}}" for n in (self.first, self.last))
        return "–".join(ends)


def read_serials(typed: str) -> list[SerialRange]:
    """The ranges typed, in their order; an empty text has none. Raises NotSerials."""
    if len(typed) > _LONGEST:
        raise NotSerials(
            "serials-too-long",
            gettext_noop("These serials are longer than %(most)s characters."),
            {"most": format_number(_LONGEST)},
        )
    parts = [part for part in _BETWEEN.split(unicodedata.normalize("NFKC", typed)) if part.strip()]
    ranges = [_read_range(part.strip()) for part in parts]
    if sum(len(one) for one in ranges) > MOST:
        raise NotSerials(
            "too-many-serials",
            gettext_noop("“%(typed)s” are more than %(most)s serials. Please check them."),
            {"typed": quoted(typed), "most": format_number(MOST)},
        )
    return ranges


def _read_range(text: str) -> SerialRange:
    ends = [_SERIAL.fullmatch(end.upper()) for end in _TO.split(text)]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None:
        raise NotSerials(
            "not-serials",
            gettext_noop("“%(typed)s” is not understood as serials. Write them as in %(example)s."),
            {"typed": quoted(text), "example": "0123456–0123655"},
        )
    prefix, width = first[1] or "", len(first[2])
    if (last[1] or prefix) != prefix or len(last[2]) != width:
        raise NotSerials(
            "serials-of-two-series",
            gettext_noop("“%(typed)s”: write the first and the last serial whole, of one series."),
            {"typed": quoted(text)},
        )
    if int(last[2]) < int(first[2]):
        raise NotSerials(
            "serials-backward",
            gettext_noop("“%(typed)s”: the last serial is before the first."),
            {"typed": quoted(text)},
        )
    return SerialRange(prefix, width, int(first[2]), int(last[2]))


def count(ranges: Iterable[SerialRange]) -> int:
    """How many serials the ranges hold, one that is in two ranges counted once."""
    return sum(len(one) for one in joined(ranges))


def joined(ranges: Iterable[SerialRange]) -> list[SerialRange]:
    """The same serials in as few ranges as possible, sorted."""
    whole: list[SerialRange] = []
    for one in sorted(ranges):
        if whole and one.follows(whole[-1]):
            before = whole.pop()
            one = replace(before, last=max(before.last, one.last))
        whole.append(one)
    return whole


def overlaps(ranges: Iterable[SerialRange]) -> list[SerialRange]:
    """The serials which stand in more than one of the ranges."""
    twice: list[SerialRange] = []
    last: SerialRange | None = None
    for one in sorted(ranges):
        if last and one.series == last.series and one.first <= last.last:
            twice.append(replace(one, last=min(one.last, last.last)))
            one = replace(one, last=max(one.last, last.last))
        last = one
    return joined(twice)


def without(ranges: Iterable[SerialRange], taken: Iterable[SerialRange]) -> list[SerialRange]:
    """The serials of ``ranges`` which are in none of ``taken``."""
    remaining = joined(ranges)
    for gone in joined(taken):
        remaining = [part for one in remaining for part in one.cut(gone)]
    return remaining
