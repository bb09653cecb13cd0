"""Finding areas, organisations and venues by what is typed."""

import unicodedata
from datetime import date

import pytest
from django.utils.translation import override

from directory.models import Area, Organisation
from directory.pickers import (
    AREAS,
    MOST_OPTIONS,
    ORGANISATIONS,
    VENUES,
    OrganisationShelf,
    likely_duplicates,
)
from ledger.scope import EVERYTHING, NOBODY, Grant, Role, Scope
from tests.factories import (
    HAI_PHONG,
    HAI_PHONG_THEN,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    OrganisationFactory,
    VenueFactory,
    area,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DRIVE_DAY = date(2024, 11, 30)
TODAY = date(2026, 11, 22)


@pytest.fixture
def hai_phong_scope(committee) -> Scope:
    home = area(HAI_PHONG)
    grant = Grant(Role.CONFIRMER, committee.pk, committee.name, home.place, home.pk)
    return Scope((grant,))


def keys(areas: list[Area]) -> list[str]:
    return [found.key for found in areas]


@pytest.mark.parametrize("typed", ["kien thuy", "Kiến Thuỵ", "KIẾN THỤY", "thuy kien", "kien thu"])
def test_kien_thuy_is_the_district_and_the_commune(areas, typed) -> None:
    assert keys(AREAS.search(typed, NOBODY)) == [KIEN_THUY_DISTRICT, XA_KIEN_THUY]


def test_decomposed_letters_are_the_same(areas) -> None:
    typed = unicodedata.normalize("NFD", "Kiến Thuỵ")
    assert typed != "Kiến Thuỵ"
    assert keys(AREAS.search(typed, NOBODY)) == [KIEN_THUY_DISTRICT, XA_KIEN_THUY]


def test_labels_read_as_people_write_them(areas) -> None:
    with override("vi"):
        labels = [area(key).label for key in (KIEN_THUY_DISTRICT, XA_KIEN_THUY, LAI_CHAU)]
        assert labels == [
            "Huyện Kiến Thuỵ, Hải Phòng (đến 30/6/2025)",
            "Xã Kiến Thụy, Hải Phòng (từ 1/7/2025)",
            "Tỉnh Lai Châu",
        ]
        commune = Area.objects.with_parents().get(name="Xã Đoàn Xá")
        assert commune.label == "Xã Đoàn Xá, huyện Kiến Thuỵ, Hải Phòng (đến 30/6/2025)"


@pytest.mark.parametrize(("day", "first"), [(DRIVE_DAY, KIEN_THUY_DISTRICT), (TODAY, XA_KIEN_THUY)])
def test_the_life_of_the_day_comes_first(areas, day, first) -> None:
    assert AREAS.search("kien thuy", NOBODY, day=day)[0].key == first


def test_whole_names_come_before_higher_levels_before_names(areas) -> None:
    found = AREAS.search("tan uyen", NOBODY)
    assert [one.folded for one in found] == [
        "huyen tan uyen",
        "thanh pho tan uyen",
        "phuong tan uyen",
        "thi tran tan uyen",
        "xa tan uyen",
    ]


def test_the_own_province_comes_first_among_equals(areas, hai_phong_scope) -> None:
    assert AREAS.search("hai an", hai_phong_scope)[0].province_now == area(HAI_PHONG)


def test_words_may_name_the_place_around(areas) -> None:
    assert keys(AREAS.search("đoàn xá kiến thuỵ", NOBODY)) == [
        Area.objects.get(name="Xã Đoàn Xá").key
    ]
    assert keys(AREAS.search("kien thuy hai phong", NOBODY))[:2] == [
        KIEN_THUY_DISTRICT,
        XA_KIEN_THUY,
    ]


@pytest.mark.parametrize("typed", ["", "  ", "()", "%", "_", "'", "\x00", "(", "…"])
def test_no_words_find_nothing(areas, typed) -> None:
    assert AREAS.search(typed, EVERYTHING) == []
    assert ORGANISATIONS.search(typed, EVERYTHING) == []
    assert VENUES.search(typed, EVERYTHING) == []


def test_searching_areas_costs_one_query(areas, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        labels = [one.label for one in AREAS.search("xa kien", NOBODY)]
    assert len(labels) > 3


def test_every_label_leads_back_to_its_area(areas) -> None:
    rows = list(Area.objects.with_parents())
    assert len(rows) > 50
    for row in rows:
        assert AREAS.find(row.label, NOBODY).record == row
        assert AREAS.find(row.label.upper(), NOBODY).record == row


def test_a_name_of_two_lives_may_mean_both(areas) -> None:
    found = AREAS.find("kiến thuỵ", NOBODY)
    assert found.record is None
    assert keys(list(found.several)) == [KIEN_THUY_DISTRICT, XA_KIEN_THUY]
    lives = keys(list(AREAS.find("Thành phố Hải Phòng", NOBODY).several))
    assert sorted(lives) == [HAI_PHONG, HAI_PHONG_THEN]
    assert AREAS.find("kiến thuỵ", NOBODY, day=DRIVE_DAY).record == area(KIEN_THUY_DISTRICT)
    assert AREAS.find("Kiến Thuỵ, Hải Phòng", NOBODY, day=TODAY).record == area(XA_KIEN_THUY)


def test_a_slip_of_the_keyboard_finds_its_neighbours(areas) -> None:
    assert keys(AREAS.nearest("kien thui", NOBODY))[:2] == [KIEN_THUY_DISTRICT, XA_KIEN_THUY]
    assert AREAS.nearest("zzzz", NOBODY) == []


def test_organisations_are_found_within_the_scope_only(
    commune, lai_chau_committee, hai_phong_scope
) -> None:
    assert ORGANISATIONS.search("ban chi dao", hai_phong_scope) == [commune.parent]
    assert ORGANISATIONS.find(lai_chau_committee.name, hai_phong_scope).record is None
    assert ORGANISATIONS.nearest(lai_chau_committee.name, hai_phong_scope) != [lai_chau_committee]
    assert ORGANISATIONS.search("ubnd", NOBODY) == []


@pytest.mark.parametrize(
    "typed",
    [
        "UBND xã Kiến Thụy",
        "ubnd xa kien thuy",
        "Uỷ ban nhân dân xã Kiến Thuỵ",
        "UBND xã Kiến Thụy, Xã Kiến Thụy, Hải Phòng",
        "UBND xã Kiến Thụy, hải phòng",
        unicodedata.normalize("NFD", "UBND xã Kiến Thụy"),
    ],
)
def test_an_organisation_named_whole_is_sure(commune, hai_phong_scope, typed) -> None:
    found = ORGANISATIONS.find(typed, hai_phong_scope)
    assert (found.record, found.sure) == (commune, True)


def test_part_of_a_name_is_not_sure(commune, hai_phong_scope) -> None:
    found = ORGANISATIONS.find("ubnd", hai_phong_scope)
    assert (found.record, found.sure) == (commune, False)


def test_a_name_alone_is_the_label_where_it_is_the_only_one(
    commune, hai_phong_scope, django_assert_num_queries
) -> None:
    twin = OrganisationFactory.create(name=commune.name, area=area(KIEN_THUY_DISTRICT))
    other = OrganisationFactory.create(name="Hội Chữ thập đỏ", area=area(LAI_CHAU))
    alone = OrganisationFactory.create(name="Hội Chữ thập đỏ", area=area(HAI_PHONG))
    rows = list(Organisation.objects.with_area().filter(pk__in=[commune.pk, twin.pk, alone.pk]))
    with django_assert_num_queries(1):
        labels = ORGANISATIONS.labels(rows, hai_phong_scope)
    assert labels == {
        commune.pk: "UBND xã Kiến Thụy, Xã Kiến Thụy, Hải Phòng",
        twin.pk: "UBND xã Kiến Thụy, Huyện Kiến Thuỵ, Hải Phòng",
        # Its namesake of Lai Châu is out of sight and says nothing here.
        alone.pk: "Hội Chữ thập đỏ",
    }
    assert other.pk not in labels
    for row in rows:
        assert ORGANISATIONS.find(labels[row.pk], hai_phong_scope).record == row
    assert list(ORGANISATIONS.find(commune.name, hai_phong_scope).several) == [commune, twin]


def test_a_life_tells_namesakes_of_one_place_apart(commune, hai_phong_scope) -> None:
    ended = OrganisationFactory.create(
        name=commune.name, area=commune.area, valid_to=date(2025, 7, 1)
    )
    labels = ORGANISATIONS.labels([commune, ended], hai_phong_scope)
    assert "30/6/2025" in labels[ended.pk]
    assert ORGANISATIONS.find(labels[ended.pk], hai_phong_scope).record == ended
    assert ORGANISATIONS.search(commune.name, hai_phong_scope) == [commune, ended]


def test_a_shelf_of_kinds_holds_no_other(commune, hai_phong_scope) -> None:
    shelf = OrganisationShelf([Organisation.Kind.HOSPITAL])
    assert shelf.find(commune.name, hai_phong_scope).record is None


def test_many_answers_are_cut(committee, hai_phong_scope) -> None:
    OrganisationFactory.create_batch(MOST_OPTIONS + 3)
    assert len(ORGANISATIONS.search("hoi chu thap do", hai_phong_scope)) == MOST_OPTIONS


def test_venues_are_found_in_the_own_province(hai_phong_scope) -> None:
    hall = VenueFactory.create(name="Nhà luyện tập thể thao huyện", area=area(KIEN_THUY_DISTRICT))
    VenueFactory.create(name="Nhà luyện tập thể thao", area=area(LAI_CHAU))
    assert VENUES.search("nha luyen tap", hai_phong_scope) == [hall]
    assert VENUES.find("nhà luyện tập kiến thuỵ", hai_phong_scope).record == hall


def test_likely_duplicates_come_nearest_first(commune) -> None:
    far = OrganisationFactory.create(name="Uỷ ban nhân dân xã Kiến Thuỵ", area=area(HAI_PHONG))
    OrganisationFactory.create(name=commune.name, area=area(LAI_CHAU))
    rows = Organisation.objects.with_area()
    found = likely_duplicates(rows, name="UBND Xã Kiến Thuỵ", area=area(XA_KIEN_THUY))
    assert found == [commune, far]
