"""Read the committed administrative units: one row a life, and which lives follow which.

The files and their columns are described in `directory/data/README.md`. Pure Python.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeGuard

DATA = Path(__file__).parent / "data"

Level = Literal["nation", "province", "district", "commune"]
LEVELS: tuple[Level, ...] = ("nation", "province", "district", "commune")


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One life of an administrative unit, `valid_from` included, `valid_to` excluded.

    A missing day is unknown (from) or open (to). `parent` and `province_now` are keys of other
    rows; a living province is its own `province_now`, the nation has neither.
    """

    key: str
    code: str
    name: str
    level: Level
    valid_from: date | None
    valid_to: date | None
    parent: str | None
    province_now: str | None


def read_areas() -> list[AreaRow]:
    """Return every life, parents before children.

    Raises ValueError for a level or a day that is not one.
    """
    return [
        AreaRow(
            key=line["key"],
            code=line["code"],
            name=line["name"],
            level=_level(line["level"]),
            valid_from=_day(line["valid_from"]),
            valid_to=_day(line["valid_to"]),
            parent=line["parent"] or None,
            province_now=line["province_now"] or None,
        )
        for line in _lines("areas.csv")
    ]


def read_successors() -> list[tuple[str, str]]:
    """Return (predecessor key, successor key) pairs, many to many."""
    return [(line["predecessor"], line["successor"]) for line in _lines("successors.csv")]


def read_unmapped() -> list[tuple[str, str]]:
    """Return (key, reason) of each old commune for which the source names no successor."""
    return [(line["key"], line["reason"]) for line in _lines("unmapped.csv")]


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_level(text: str) -> TypeGuard[Level]:
    return text in LEVELS


def _level(text: str) -> Level:
    if not _is_level(text):
        raise ValueError(f"not a level: {text!r}")
    return text
