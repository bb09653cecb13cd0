"""The search of donors against a slow, obvious one; pages and totals; never beyond the border."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.models import Organisation
from donors.actions import custody
from donors.models import Custody, Donor
from donors.querysets import name_pages
from donors.querysets.borders import Border, border_of
from donors.querysets.donors import custodies_in
from donors.querysets.search import NameSearch
from ledger.keys import new_id
from ledger.scope import EVERYTHING, NOBODY, Grant, Place, Role, Scope, Verb
from tests.areas import small_map
from tests.donors.slow_search import slow_search
from tests.factories import HAI_PHONG, LAI_CHAU, XA_KIEN_THUY, OrganisationFactory, area
from tests.factories_donors import DonorFactory

pytestmark = pytest.mark.django_db
NAMES = (
    "Nguyễn Văn An", "Nguyễn Văn Anh", "Nguyễn Thị Hoà", "Nguyễn Thị Hoa", "NGUYỄN THỊ HOÀ",
    "Trần Văn Hùng", "Trần Thị Hoa", "Lê Hoà An", "Vàng Thị Mỷ", "H'Hen Niê", "Đặng Văn Đức",
    "Nguyen Van An", "An Nguyễn", "Hoàng Hoa Thám", "Lò Văn Ánh", "Nguyễn An",
)  # fmt: skip
WORDS = ("nguyen", "ng", "van", "v", "thi", "hoa", "h", "an", "a", "dang", "hen", "xyz", "tran")
PAGE = 4


def scope_of(*grants: tuple[Role, Organisation, bool]) -> Scope:
    return Scope(
        grants=tuple(
            Grant(
                role,
                organisation.pk,
                organisation.name,
                Place(organisation.area_id, organisation.area.level) if reaches else None,
                organisation.area.province_now_id,
            )
            for role, organisation, reaches in grants
        )
    )


@pytest.fixture(scope="module")
def scopes(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Scope]]:
    """Donors of three organisations of two provinces, some known to several; taken back after."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_map()
        city = OrganisationFactory.create(area=area(HAI_PHONG))
        commune = OrganisationFactory.create(area=area(XA_KIEN_THUY), parent=city)
        hamlet = OrganisationFactory.create(area=area(XA_KIEN_THUY), parent=commune)
        far = OrganisationFactory.create(area=area(LAI_CHAU))
        keepers = (commune, hamlet, far, city)
        for number, name in enumerate(NAMES * 3):
            (donor,) = DonorFactory.create_batch(
                1, keeper=keepers[number % 4], name=name, birth_year=1990 + number % 2
            )
            if number % 3 == 0:
                custody.take([donor], keepers[(number + 1) % 4], Custody.How.REGISTERED, now())
        yield {
            "nation": EVERYTHING,
            "nobody": NOBODY,
            "commune": scope_of((Role.RECORDER, hamlet, False)),
            "commune and hamlet": scope_of((Role.RECORDER, commune, False)),
            "commune's officer": scope_of((Role.CONFIRMER, commune, True)),
            "city": scope_of((Role.CONFIRMER, city, True)),
            "city and far": scope_of((Role.VIEWER, city, True), (Role.RECORDER, far, False)),
            "two provinces": scope_of((Role.VIEWER, city, True), (Role.VIEWER, far, True)),
            "receiver": scope_of((Role.RECEIVER, far, False)),
        }
        transaction.set_rollback(True)


WHO = (
    "nation", "nobody", "commune", "commune and hamlet", "commune's officer", "city",
    "city and far", "two provinces", "receiver",
)  # fmt: skip


@pytest.mark.both
@pytest.mark.parametrize("who", WHO)
def test_a_border_says_the_same_as_the_custodies_of_a_scope(scopes, who) -> None:
    border = border_of(scopes[who])
    within = custodies_in(scopes[who], Verb.SEE)
    if within is None:
        assert border == Border(nation=True)
    else:
        donors = set(border.custodies().values_list("donor", flat=True))
        assert donors == set(within.values_list("donor", flat=True))


@pytest.mark.both
@settings(max_examples=60)
@given(
    who=st.sampled_from(WHO),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
    year=st.sampled_from([None, None, 1990, 1991, 1950]),
    few=st.sampled_from([0, 4, 5_000]),
)
def test_it_finds_what_the_slow_one_finds_page_by_page(scopes, who, words, year, few) -> None:
    with patch.object(name_pages, "FEW_NAMES", few):  # so that each of the ways is gone
        compare(scopes, who, words, year)


def compare(scopes: dict[str, Scope], who: str, words: list[str], year: int | None) -> None:
    search = NameSearch(words, border_of(scopes[who]), year)
    wanted = slow_search(scopes[who], words, year)
    assert search.total() == len(wanted)
    found: list[Any] = []
    page = search.page(size=PAGE)
    while True:
        found += page.ids
        if page.next is None:
            break
        page = search.page(after=page.next, size=PAGE)
    assert found == wanted
    back: list[Any] = list(page.ids)
    while page.previous is not None:
        page = search.page(before=page.previous, size=PAGE)
        back = [*page.ids, *back]
    assert back == wanted


@pytest.mark.both
def test_an_id_from_beyond_the_border_leads_to_the_first_page(scopes) -> None:
    border = border_of(scopes["commune"])
    beyond = Donor.objects.exclude(custodies__in=border.custodies()).first()
    search = NameSearch(["n"], border)
    assert beyond is not None
    for stranger in (beyond.pk, new_id()):
        assert search.page(after=stranger, size=2) == search.page(size=2)
        assert search.page(before=stranger, size=2) == search.page(size=2)


def test_what_is_elsewhere_changes_neither_answer_nor_number_of_queries(scopes) -> None:
    border = border_of(scopes["commune"])
    told = []
    for word in ("vang", "xyz"):  # one lives elsewhere, one nowhere
        with CaptureQueriesContext(connection) as queries:
            search = NameSearch([word, "zz"], border)
            told.append((search.total(), search.page().ids, len(queries)))
    assert told[0] == told[1]


def test_a_border_is_found_in_one_query(scopes) -> None:
    with CaptureQueriesContext(connection) as queries:
        border_of(scopes["city and far"])
    assert len(queries) == 1
