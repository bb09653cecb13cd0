"""Loading administrative units: repeatable, with stable ids, and what the map then says."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from directory.actions.areas import load_areas
from directory.areas_csv import AreaRow, read_areas, read_successors
from directory.models import Area
from tests.areas import small_map
from tests.factories import (
    HAI_PHONG,
    HAI_PHONG_THEN,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    area,
)

pytestmark = pytest.mark.django_db


def picture() -> list[tuple[object, ...]]:
    columns = "id", "key", "name", "folded", "parent", "province_now", "successors"
    return sorted(Area.objects.values_list(*columns), key=str)


@pytest.mark.both
def test_loading_again_changes_nothing(areas) -> None:
    before = picture()
    small_map()
    assert picture() == before


@pytest.mark.both
def test_a_corrected_name_keeps_its_id_and_folds_anew(areas) -> None:
    before = area(XA_KIEN_THUY)
    row = next(row for row in read_areas() if row.key == XA_KIEN_THUY)
    load_areas([replace(row, name="Xã Kiến Đức", valid_to=date(2030, 1, 1))], [])
    after = area(XA_KIEN_THUY)
    assert (after.pk, after.folded, after.valid_to) == (before.pk, "xa kien duc", date(2030, 1, 1))
    assert after.predecessors.count() == before.predecessors.count()


def test_the_district_leads_to_five_communes_and_todays_hai_phong(areas) -> None:
    district = area(KIEN_THUY_DISTRICT)
    assert sorted(district.successors.values_list("name", flat=True)) == [
        "Xã Kiến Hưng",
        "Xã Kiến Hải",
        "Xã Kiến Minh",
        "Xã Kiến Thụy",
        "Xã Nghi Dương",
    ]
    assert district.province_now == area(HAI_PHONG)
    assert district.province_then == area(HAI_PHONG_THEN)


def test_one_code_is_two_areas_and_one_name_two_places(areas) -> None:
    assert Area.objects.filter(code="11680").count() == 2
    tan_uyen = Area.objects.filter(level="district", folded__endswith=" tan uyen")
    assert {str(one.province_then) for one in tan_uyen} == {
        str(area(LAI_CHAU)),
        str(area("old:p:74")),
    }


def test_lai_chau_is_one_life(areas) -> None:
    lai_chau = area(LAI_CHAU)
    assert (lai_chau.life, lai_chau.is_current) == ("", True)
    assert lai_chau.province_now == lai_chau
    assert Area.objects.filter(level="province", name=lai_chau.name).count() == 1


@pytest.mark.both
def test_within_a_province_lie_the_lives_of_before(areas) -> None:
    within = Area.objects.within(area(HAI_PHONG).place)
    assert {KIEN_THUY_DISTRICT, XA_KIEN_THUY, HAI_PHONG_THEN, HAI_PHONG} <= set(
        within.values_list("key", flat=True)
    )
    assert not within.filter(pk=area(LAI_CHAU).pk).exists()
    commune = Area.objects.within(area(XA_KIEN_THUY).place)
    assert [one.key for one in commune] == [XA_KIEN_THUY]
    assert Area.objects.within(Area.nation().place).count() == Area.objects.count()


@pytest.mark.both
def test_lives_of_a_day(areas) -> None:
    then = Area.objects.alive_on(date(2025, 6, 30)).values_list("key", flat=True)
    now = Area.objects.alive_on(date(2025, 7, 1)).values_list("key", flat=True)
    assert KIEN_THUY_DISTRICT in then
    assert XA_KIEN_THUY not in then
    assert (KIEN_THUY_DISTRICT in now, XA_KIEN_THUY in now) == (False, True)
    assert set(Area.objects.current().values_list("key", flat=True)) == set(now)


def test_the_whole_country_is_loaded_by_the_command_and_again() -> None:
    def loaded() -> str:
        out = StringIO()
        call_command("load_areas", stdout=out)
        return out.getvalue()

    rows = read_areas()
    assert loaded() == f"{len(rows)} areas, {len(read_successors())} successor links\n"
    ids = dict(Area.objects.values_list("key", "pk"))
    assert loaded().startswith(f"{len(rows)} areas")
    assert dict(Area.objects.values_list("key", "pk")) == ids
    old = [row for row in rows if row.level == "commune" and row.valid_to]
    assert Area.objects.filter(key__in=_sample(old), successors=None).count() == 0


def _sample(rows: list[AreaRow]) -> list[str]:
    return [row.key for row in rows[::25]]
