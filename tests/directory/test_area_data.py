"""The committed administrative units say what is known of the reform of 1 July 2025."""

import csv
import unicodedata
from collections import Counter, defaultdict
from datetime import date

import pytest

from directory.areas_csv import (
    DATA,
    LEVELS,
    AreaRow,
    read_areas,
    read_successors,
    read_unmapped,
)

REFORM = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)
TYPE_WORDS = {
    "province": ("Tỉnh", "Thành phố"),
    "district": ("Huyện", "Quận", "Thị xã", "Thành phố"),
    "commune": ("Xã", "Phường", "Thị trấn", "Đặc khu"),
}


@pytest.fixture(scope="module")
def rows() -> list[AreaRow]:
    return read_areas()


@pytest.fixture(scope="module")
def areas(rows: list[AreaRow]) -> dict[str, AreaRow]:
    return {row.key: row for row in rows}


@pytest.fixture(scope="module")
def successors() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for predecessor, successor in read_successors():
        found[predecessor].add(successor)
    return found


def living(rows: list[AreaRow], level: str, day: date) -> list[AreaRow]:
    return [
        row
        for row in rows
        if row.level == level
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_to is None or day < row.valid_to)
    ]


def type_word(row: AreaRow) -> str:
    return next(word for word in TYPE_WORDS[row.level] if row.name.startswith(f"{word} "))


def types(rows: list[AreaRow]) -> dict[str, int]:
    return dict(Counter(type_word(row) for row in rows))


def test_today_has_34_provinces_and_3321_communes(rows: list[AreaRow]) -> None:
    assert types(living(rows, "province", REFORM)) == {"Tỉnh": 28, "Thành phố": 6}
    assert living(rows, "district", REFORM) == []
    assert types(living(rows, "commune", REFORM)) == {"Xã": 2621, "Phường": 687, "Đặc khu": 13}


def test_before_the_reform_there_were_63_provinces_696_districts_10035_communes(
    rows: list[AreaRow],
) -> None:
    assert types(living(rows, "province", BEFORE)) == {"Tỉnh": 57, "Thành phố": 6}
    assert types(living(rows, "district", BEFORE)) == {
        "Huyện": 508,
        "Thành phố": 87,
        "Thị xã": 52,
        "Quận": 49,
    }
    assert types(living(rows, "commune", BEFORE)) == {"Xã": 7692, "Phường": 1726, "Thị trấn": 617}


def test_the_unmerged_provinces_are_one_life(rows: list[AreaRow]) -> None:
    through = [row for row in rows if row.key.startswith("both:")]
    assert {row.name for row in through} == {
        "Thành phố Hà Nội",
        "Thành phố Huế",
        "Tỉnh Cao Bằng",
        "Tỉnh Hà Tĩnh",
        "Tỉnh Lai Châu",
        "Tỉnh Lạng Sơn",
        "Tỉnh Nghệ An",
        "Tỉnh Quảng Ninh",
        "Tỉnh Sơn La",
        "Tỉnh Thanh Hóa",
        "Tỉnh Điện Biên",
    }
    assert all((row.valid_from, row.valid_to) == (None, None) for row in through)


def test_a_merged_province_that_kept_its_name_has_two_lives(
    areas: dict[str, AreaRow], successors: dict[str, set[str]]
) -> None:
    old, new = areas["old:p:31"], areas["new:p:31"]
    assert old.name == new.name == "Thành phố Hải Phòng"
    assert old.valid_to == new.valid_from == REFORM
    taken_in = {areas[key].name for key in areas if new.key in successors.get(key, set())}
    assert taken_in == {"Thành phố Hải Phòng", "Tỉnh Hải Dương"}


def test_the_code_11680_is_two_areas(areas: dict[str, AreaRow], rows: list[AreaRow]) -> None:
    assert [row for row in rows if row.code == "11680"] == [
        AreaRow(
            "old:c:11680",
            "11680",
            "Thị trấn Núi Đối",
            "commune",
            None,
            REFORM,
            "old:d:314",
            "new:p:31",
        ),
        AreaRow(
            "new:c:11680", "11680", "Xã Kiến Thụy", "commune", REFORM, None, "new:p:31", "new:p:31"
        ),
    ]


def test_kien_thuy_district_went_into_five_communes_of_todays_hai_phong(
    areas: dict[str, AreaRow], rows: list[AreaRow], successors: dict[str, set[str]]
) -> None:
    district = next(row for row in rows if row.name == "Huyện Kiến Thuỵ")
    assert (district.level, district.province_now) == ("district", "new:p:31")
    assert {areas[key].name for key in successors[district.key]} == {
        "Xã Kiến Hải",
        "Xã Kiến Hưng",
        "Xã Kiến Minh",
        "Xã Kiến Thụy",
        "Xã Nghi Dương",
    }
    communes = [row for row in rows if row.parent == district.key]
    assert len(communes) == 16
    assert {row.name for row in communes if len(successors[row.key]) > 1} == {
        "Xã Kiến Hưng",
        "Xã Đoàn Xá",
    }


def test_there_are_two_tan_uyen(areas: dict[str, AreaRow], rows: list[AreaRow]) -> None:
    found = {
        row.name: areas[row.parent or ""].name
        for row in rows
        if row.level == "district" and row.name in ("Huyện Tân Uyên", "Thành phố Tân Uyên")
    }
    assert found == {"Huyện Tân Uyên": "Tỉnh Lai Châu", "Thành phố Tân Uyên": "Tỉnh Bình Dương"}


def test_no_key_stands_twice_and_codes_are_unique_in_their_era(
    rows: list[AreaRow], areas: dict[str, AreaRow]
) -> None:
    assert len(rows) == len(areas)
    for day in (BEFORE, REFORM):
        for level in LEVELS:
            codes = [row.code for row in living(rows, level, day)]
            assert len(codes) == len(set(codes)), (day, level)


def test_every_parent_stands_before_its_child_on_the_floor_above_and_lives_with_it(
    rows: list[AreaRow],
) -> None:
    seen: dict[str, AreaRow] = {}
    for row in rows:
        if row.parent is None:
            assert row.key == "vn"
        else:
            parent = seen[row.parent]
            above = {"province": "nation", "district": "province", "commune": "district"}
            if row.key.startswith("new:c:"):
                above["commune"] = "province"
            assert parent.level == above[row.level], row
            assert parent.valid_from is None or (
                row.valid_from is not None and parent.valid_from <= row.valid_from
            ), row
            assert parent.valid_to is None or (
                row.valid_to is not None and row.valid_to <= parent.valid_to
            ), row
        seen[row.key] = row


def test_every_unit_lies_in_a_province_living_today(
    rows: list[AreaRow], areas: dict[str, AreaRow], successors: dict[str, set[str]]
) -> None:
    today = {row.key for row in living(rows, "province", REFORM)}
    for row in rows:
        if row.level == "nation":
            assert row.province_now is None
            continue
        assert row.province_now in today, row
        if row.key in today:
            assert row.province_now == row.key
        elif row.level == "province":
            assert successors[row.key] == {row.province_now}
        else:
            assert row.parent is not None
            assert areas[row.parent].province_now == row.province_now, row


def test_successors_live_today_in_the_same_province_and_take_over_from_an_old_life(
    areas: dict[str, AreaRow],
) -> None:
    pairs = read_successors()
    assert len(pairs) == len(set(pairs))
    for predecessor, successor in pairs:
        old, new = areas[predecessor], areas[successor]
        assert old.valid_to == new.valid_from == REFORM, (old, new)
        assert old.province_now == new.province_now, (old, new)
        levels = {"province": "province", "district": "commune", "commune": "commune"}
        assert new.level == levels[old.level]


def test_every_old_unit_has_a_successor_or_is_listed_and_every_new_one_a_predecessor(
    rows: list[AreaRow], successors: dict[str, set[str]]
) -> None:
    unmapped = {key for key, reason in read_unmapped() if reason}
    ended = {row.key for row in rows if row.valid_to is not None}
    assert ended - set(successors) == unmapped
    begun = {row.key for row in rows if row.valid_from is not None}
    assert begun == set().union(*successors.values())


def test_a_district_goes_where_its_communes_went(
    rows: list[AreaRow], areas: dict[str, AreaRow], successors: dict[str, set[str]]
) -> None:
    united: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.key.startswith("old:c:") and row.parent is not None:
            united[row.parent] |= successors[row.key]
    districts = [row for row in rows if row.level == "district"]
    islands = [row for row in districts if row.key not in united]
    assert {row.name.removeprefix("Huyện ") for row in islands} == {
        areas[successor].name.removeprefix("Đặc khu ")
        for row in islands
        for successor in successors[row.key]
    }
    assert len(islands) == 5
    assert all(united[row.key] == successors[row.key] for row in districts if row.key in united)


def test_namesakes_are_not_led_into_each_others_communes(
    areas: dict[str, AreaRow], successors: dict[str, set[str]]
) -> None:
    # Phường 4 of Tân An and Phường 4 of Tây Ninh city, 90 km apart, are in one province today.
    assert {areas[key].name for key in successors["old:c:27691"]} == {"Phường Long An"}
    assert {areas[key].name for key in successors["old:c:25462"]} == {"Phường Tân Ninh"}


def test_names_are_whole_words_in_nfc_with_their_type(rows: list[AreaRow]) -> None:
    for row in rows:
        assert row.name == unicodedata.normalize("NFC", " ".join(row.name.split()))
        if row.level != "nation":
            # Each word of the name proper begins with a capital or a number.
            proper = row.name.removeprefix(type_word(row)).removeprefix(" Nông trường")
            assert all(word == "-" or not word[0].islower() for word in proper.split()), row


def test_the_corrections_are_in_the_data(
    areas: dict[str, AreaRow], successors: dict[str, set[str]]
) -> None:
    with (DATA / "corrections.csv").open(encoding="utf-8", newline="") as file:
        corrections = list(csv.DictReader(file))
    assert {line["kind"] for line in corrections} == {"name", "link"}
    for line in corrections:
        if line["kind"] == "name":
            assert areas[line["key"]].name == line["value"]
        else:
            assert line["value"] in areas
            assert successors[line["key"]]
            assert line["value"] not in successors[line["key"]]
