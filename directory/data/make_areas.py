"""Make areas.csv, successors.csv and unmapped.csv from the data of `vietnamadminunits` 1.0.4.

Run once by hand, never by the application; see README.md beside this file:

    python -m directory.data.make_areas PATH-TO/vietnamadminunits/data
"""

import csv
import json
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
REFORM = "2025-07-01"
NATION = "vn"
LEVELS = ("nation", "province", "district", "commune")
AREA_COLUMNS = (
    "key",
    "code",
    "name",
    "level",
    "valid_from",
    "valid_to",
    "parent",
    "province_now",
)
# The source writes some type words with two capitals ("Thị Trấn Ái Tử").
TYPE_WORDS = re.compile(r"^(Thành [Pp]hố|Thị [Xx]ã|Thị [Tt]rấn|Đặc [Kk]hu) ")

Row = dict[str, str]


@dataclass
class Source:
    """The package's rows, and its mapping by folded names ("tinhx_huyeny_xaz")."""

    old: list[Row]
    new: list[Row]
    provinces: dict[str, list[str]]
    whole: dict[str, dict[str, list[str]]]
    split: dict[str, dict[str, list[Row]]]


@dataclass
class Corrections:
    """What corrections.csv changes: names by key, links the source draws wrongly."""

    names: dict[str, str] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)


def read_source(folder: Path) -> Source:
    with closing(sqlite3.connect(folder / "dataset.db")) as base:
        base.row_factory = sqlite3.Row
        old = [_texts(row) for row in base.execute("SELECT * FROM admin_units_legacy")]
        new = [_texts(row) for row in base.execute("SELECT * FROM admin_units")]
    mapping = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    return Source(
        old,
        new,
        mapping["DICT_PROVINCE"],
        mapping["DICT_PROVINCE_WARD_NO_DIVIDED"],
        mapping["DICT_PROVINCE_WARD_DIVIDED"],
    )


def read_corrections() -> Corrections:
    corrections = Corrections()
    with (HERE / "corrections.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["kind"] == "name":
                corrections.names[line["key"]] = line["value"]
            else:
                corrections.links.add((line["key"], line["value"]))
    return corrections


def province_keys(source: Source) -> tuple[dict[str, str], dict[str, str]]:
    """Return the keys of the old and the new provinces by folded name.

    A province that nothing was merged into and that kept code and name is one life.
    """
    old = {row["provinceKey"]: row for row in source.old}
    new = {row["provinceKey"]: row for row in source.new}
    old_keys = {name: f"old:p:{row['provinceCode']}" for name, row in old.items()}
    new_keys = {name: f"new:p:{row['provinceCode']}" for name, row in new.items()}
    for name, merged in source.provinces.items():
        if merged == [name] and all(
            old[name][column] == new[name][column] for column in ("provinceCode", "province")
        ):
            old_keys[name] = new_keys[name] = f"both:p:{new[name]['provinceCode']}"
    return old_keys, new_keys


def make_areas(source: Source, names: dict[str, str]) -> list[Row]:
    """Return the rows of areas.csv, one a life, sorted so that parents come first."""
    old_keys, new_keys = province_keys(source)
    now = {old: new_keys[new] for new, merged in source.provinces.items() for old in merged}
    rows = {NATION: _area(NATION, "VN", "Việt Nam", "nation", "", "")}
    for row in source.new:
        province = new_keys[row["provinceKey"]]
        rows[province] = _area(
            province, row["provinceCode"], row["province"], "province", NATION, province
        )
        key = f"new:c:{row['wardCode']}"
        rows[key] = _area(key, row["wardCode"], row["ward"], "commune", province, province)
    for row in source.old:
        province, home = old_keys[row["provinceKey"]], now[row["provinceKey"]]
        if province != home:
            rows[province] = _area(
                province, row["provinceCode"], row["province"], "province", NATION, home
            )
        district = f"old:d:{row['districtCode']}"
        rows[district] = _area(
            district, row["districtCode"], row["district"], "district", province, home
        )
        if row["wardCode"]:
            key = f"old:c:{row['wardCode']}"
            rows[key] = _area(key, row["wardCode"], row["ward"], "commune", district, home)
    for key, name in names.items():
        rows[key]["name"] = name
    return sorted(
        rows.values(), key=lambda row: (LEVELS.index(row["level"]), row["code"], row["valid_from"])
    )


def make_successors(source: Source, wrong: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (predecessor, successor): communes by the mapping, districts by their communes.

    Raises ValueError when a link to drop is not in the source, so that the list cannot go stale.
    """
    old_keys, new_keys = province_keys(source)
    old_units = {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}": row for row in source.old
    }
    new_units = {
        (row["provinceKey"], row["wardKey"]): f"new:c:{row['wardCode']}" for row in source.new
    }
    mapped = [
        (old, new_units[province, new])
        for province, merged in source.whole.items()
        for new, parts in merged.items()
        for old in parts
    ] + [
        (old, new_units[province, part["newWardKey"]])
        for province, divided in source.split.items()
        for old, parts in divided.items()
        for part in parts
    ]
    pairs = set()
    unused = set(wrong)
    for name, successor in mapped:
        unit = old_units[name]
        if unit["wardCode"]:
            link = f"old:c:{unit['wardCode']}", successor
            if link in wrong:
                unused.discard(link)
                continue
            pairs.add(link)
        # Five island districts had no communes and became special zones themselves.
        pairs.add((f"old:d:{unit['districtCode']}", successor))
    if unused:
        raise ValueError(f"not in the source: {sorted(unused)}")
    for new, merged_names in source.provinces.items():
        for old in merged_names:
            if old_keys[old] != new_keys[new]:
                pairs.add((old_keys[old], new_keys[new]))
    return sorted(pairs)


def find_unmapped(areas: list[Row], successors: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (key, reason) of the old communes that no pair names."""
    known = {predecessor for predecessor, _ in successors}
    return [
        (row["key"], "not in the source's mapping")
        for row in areas
        if row["key"].startswith("old:c:") and row["key"] not in known
    ]


def write(name: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main(folder: Path) -> None:
    source, corrections = read_source(folder), read_corrections()
    areas = make_areas(source, corrections.names)
    successors = make_successors(source, corrections.links)
    unmapped = find_unmapped(areas, successors)
    write("areas.csv", AREA_COLUMNS, ([row[column] for column in AREA_COLUMNS] for row in areas))
    write("successors.csv", ("predecessor", "successor"), successors)
    write("unmapped.csv", ("key", "reason"), unmapped)
    sys.stdout.write(
        f"{len(areas)} areas, {len(successors)} successors, {len(unmapped)} unmapped\n"
    )


def _texts(row: sqlite3.Row) -> Row:
    return {column: "" if value is None else str(value) for column, value in dict(row).items()}


def _area(key: str, code: str, name: str, level: str, parent: str, province_now: str) -> Row:
    name = TYPE_WORDS.sub(lambda match: match[0].capitalize(), unicodedata.normalize("NFC", name))
    return {
        "key": key,
        "code": code,
        "name": name,
        "level": level,
        "valid_from": REFORM if key.startswith("new:") else "",
        "valid_to": REFORM if key.startswith("old:") else "",
        "parent": parent,
        "province_now": province_now,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
