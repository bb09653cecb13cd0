"""Which pairs of files are proposed as one person."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.scopes import scope_of
from donors.actions.joins import merge, not_same, take_back
from donors.facts import PaperFacts
from donors.models import Donor, NotSame
from donors.querysets import duplicates
from donors.querysets.borders import Border
from donors.querysets.duplicates import Pairs, likely_pairs, mending_border, reasons_of
from ledger.actor import SYSTEM
from tests.factories_donors import DonorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CARD = [PaperFacts("cccd", "031190004567")]
NATION = Border(nation=True)


def all_pages(border: Border) -> Iterator[Pairs]:
    after = ""
    while True:
        page = likely_pairs(border, after=after)
        yield page
        if page.after is None:
            return
        after = str(page.after)


def proposed(border: Border) -> dict[tuple[UUID, UUID], list[str]]:
    pairs = [pair for page in all_pages(border) for pair in page.pairs]
    found = {(p.newer.pk, p.older.pk): [reason.rule for reason in p.reasons] for p in pairs}
    assert len(found) == len(pairs), "each pair once"
    return found


def test_each_reason_proposes(commune) -> None:
    def add(**facts) -> Donor:
        told = {"papers": [], "phone": "", "birth_date": None, "sex": "", **facts}
        return DonorFactory.create(keeper=commune, **told)

    lan = add(
        name="Trần Thị Lan", birth_date=date(1990, 5, 6), papers=CARD, phone="+84912345678",
        area=commune.area,
    )  # fmt: skip
    paper = add(name="Vũ An", papers=CARD)
    born = add(name="TRAN THI LAN", birth_date=date(1990, 5, 6))
    phone = add(name="Trần Thị Làn", phone="+84912345678")
    weak = add(name="Trần Thị Lan", birth_year=1990, area=commune.area)
    add(name="Trần Thị Lan", birth_date=date(1990, 5, 7), area=commune.area)
    assert proposed(NATION) == {
        (paper.pk, lan.pk): ["same-paper"],
        (born.pk, lan.pk): ["same-name-and-birth"],
        (phone.pk, lan.pk): ["same-phone-and-name"],
        (weak.pk, lan.pk): ["same-name-year-and-area"],
    } | {
        (two.pk, weak.pk): ["same-name-year-and-area"]
        for two in Donor.objects.filter(birth_date=date(1990, 5, 7))
    }


def test_nothing_beyond_the_border(commune, lai_chau_committee, recorder, stranger) -> None:
    DonorFactory.create(keeper=commune, papers=CARD)
    DonorFactory.create(keeper=lai_chau_committee, papers=CARD)
    assert len(proposed(NATION)) == 1
    for person in (recorder, stranger):
        border = mending_border(scope_of(person, localdate()))
        assert proposed(border) == {}
        assert likely_pairs(border).looked == 1


def test_what_is_decided_is_proposed_no_more(commune) -> None:
    one, other = (DonorFactory.create(keeper=commune, papers=CARD) for _n in range(2))
    assert len(proposed(NATION)) == 1
    not_same(by=SYSTEM, key=uuid4(), one=one, other=other)
    assert proposed(NATION) == {}
    take_back(by=SYSTEM, key=uuid4(), pair=NotSame.objects.get())
    assert len(proposed(NATION)) == 1
    merge(by=SYSTEM, key=uuid4(), donor=one, into=other, reason="trùng")
    assert proposed(NATION) == {}


def test_restricted_files_are_left_in_peace(commune) -> None:
    one, _other = (DonorFactory.create(keeper=commune, papers=CARD) for _n in range(2))
    Donor.objects.filter(pk=one.pk).update(restricted_at="2026-11-01T00:00Z")
    assert proposed(NATION) == {}


@given(data=st.data())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_against_every_pair_compared(commune, monkeypatch, data) -> None:
    """Windows and pages of a few files find what comparing each with each finds."""
    monkeypatch.setattr(duplicates, "WINDOW", data.draw(st.integers(1, 4)))
    monkeypatch.setattr(duplicates, "PAGE", data.draw(st.integers(1, 3)))
    monkeypatch.setattr(duplicates, "MOST_LOOKED", data.draw(st.integers(1, 9)))
    facts = st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Trần Lan", "tran lan", "Vũ An"]),
            "birth_date": st.sampled_from([None, date(1990, 5, 6), date(1990, 7, 8)]),
            "birth_year": st.sampled_from([1990, 1991]),
            "sex": st.sampled_from(["", "female", "male"]),
            "papers": st.sampled_from([[], CARD]),
            "phone": st.sampled_from(["", "+84912345678"]),
            "area": st.sampled_from([None, commune.area]),
        }
    )
    with transaction.atomic():
        for told in data.draw(st.lists(facts, max_size=6)):
            DonorFactory.create(keeper=commune, **told)
        donors = sorted(Donor.objects.all(), key=lambda donor: donor.pk.int)
        expected = {
            (newer.pk, older.pk): rules
            for older, newer in combinations(donors, 2)
            if (rules := [reason.rule for reason in reasons_of(newer, older)])
        }
        assert proposed(NATION) == expected
        assert proposed(Border(organisations=(commune.pk,))) == expected
        transaction.set_rollback(True)


def test_a_page_asks_as_often_for_many_files_as_for_few(commune) -> None:
    counts = []
    for _round in range(2):
        for _n in range(5):
            DonorFactory.create(keeper=commune, papers=CARD)
        with CaptureQueriesContext(connection) as queries:
            likely_pairs(Border(organisations=(commune.pk,)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
