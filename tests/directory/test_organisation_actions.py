"""Adding and mending organisations and venues: one change each, and the closure kept right."""

import threading
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.actions.organisations import (
    OrganisationValues,
    Refused,
    add_organisation,
    edit_organisation,
)
from directory.actions.venues import VenueValues, add_venue, edit_venue
from directory.models import Organisation, OrgBelow, Venue
from ledger.actions import KeyUsedBefore, Stale
from ledger.actor import Actor
from ledger.models import Change, Submission
from ledger.querysets import changes_of
from tests.factories import HAI_PHONG, LAI_CHAU, XA_KIEN_THUY, OrganisationFactory, area

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOA = Actor(id=7, name="Phạm Thị Hoa")


def values(**given: Any) -> OrganisationValues:
    plain = {"name": "Trường THPT Kiến Thuỵ", "kind": "school", "area": area(XA_KIEN_THUY)}
    return OrganisationValues(**{**plain, **given})


def add(**given: Any) -> Organisation:
    receipt = add_organisation(by=HOA, key=uuid4(), values=values(**given))
    return Organisation.objects.get(pk=receipt.target_id)


def mend(organisation: Organisation, **given: Any) -> Organisation:
    organisation.refresh_from_db()
    edit_organisation(
        by=HOA,
        key=uuid4(),
        organisation=organisation.pk,
        version=organisation.version,
        values=values(**{"name": organisation.name, **given}),
    )
    return Organisation.objects.get(pk=organisation.pk)


def closure() -> set[tuple[int, int, int]]:
    return set(OrgBelow.objects.values_list("above", "below", "depth"))


def closure_again() -> set[tuple[int, int, int]]:
    """The closure, found slowly: climb from each to its root."""
    parents = dict(Organisation.objects.values_list("pk", "parent"))
    found = set()
    for start in parents:
        depth = 0
        above: int | None = start
        while above is not None:
            found.add((above, start, depth))
            depth, above = depth + 1, parents[above]
    return found


def test_adding_leaves_one_change_with_parent_and_successors(commune) -> None:
    added = add(parent=commune, valid_to=date(2025, 7, 1), successors=[commune], address="Thôn 1")
    (change,) = changes_of(added)
    assert (change.action, change.actor_name, change.version) == (
        "add-organisation",
        "Phạm Thị Hoa",
        1,
    )
    assert change.cells["parent"][1]["id"] == commune.pk
    assert [cell["id"] for cell in change.cells["successors"][1]] == [commune.pk]
    assert change.cells["valid_to"] == [None, "2025-07-01"]
    assert change.submission is not None
    assert closure() == closure_again()


def test_mending_leaves_one_change_of_what_changed(commune) -> None:
    school = add(parent=commune)
    mended = mend(school, name="THPT Kiến Thuỵ", valid_to=date(2026, 1, 1), successors=[commune])
    newest = changes_of(mended)[0]
    assert set(newest.cells) == {"name", "parent", "valid_to", "successors"}
    assert (mended.version, mended.folded, mended.parent) == (2, "thpt kien thuy", None)
    assert closure() == closure_again()


def test_saving_the_same_again_is_no_change(commune) -> None:
    school = add(parent=commune)
    assert mend(school, parent=commune).version == 1
    assert changes_of(school).count() == 1


def test_a_repeated_post_writes_once_and_a_changed_one_is_shown(commune) -> None:
    key = uuid4()
    first = add_organisation(by=HOA, key=key, values=values())
    again = add_organisation(by=HOA, key=key, values=values())
    assert (again.code, again.repeated) == (first.code, True)
    assert Organisation.objects.filter(name="Trường THPT Kiến Thuỵ").count() == 1
    with pytest.raises(KeyUsedBefore):
        add_organisation(by=HOA, key=key, values=values(name="Khác"))


def test_a_stale_save_writes_nothing(commune) -> None:
    school = add()
    mend(school, address="Thôn 2")
    with pytest.raises(Stale):
        edit_organisation(
            by=HOA, key=uuid4(), organisation=school.pk, version=1, values=values(address="Thôn 3")
        )
    school.refresh_from_db()
    assert (school.address, school.version) == ("Thôn 2", 2)


def test_a_branch_moves_with_its_head(committee, commune) -> None:
    school = add(parent=commune)
    club = add(name="Câu lạc bộ 25", kind="club", parent=school)
    other = add(name="Trường khác", parent=committee)
    mend(school, parent=other)
    assert OrgBelow.objects.get(above=committee, below=club).depth == 3
    assert not OrgBelow.objects.filter(above=commune, below=club).exists()
    assert closure() == closure_again()
    mend(school, parent=None)
    assert set(Organisation.below((school.pk,))) == {school.pk, club.pk}
    assert closure() == closure_again()


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_nobody_stands_below_themselves(commune, depth) -> None:
    chain = [add(name="Đầu")]
    for number in range(2):
        chain.append(add(name=f"Cấp {number}", parent=chain[-1]))
    with pytest.raises(Refused) as refused:
        mend(chain[0], parent=chain[depth])
    assert [reason.rule for reason in refused.value.reasons] == ["parent-is-below"]
    assert closure() == closure_again()
    assert Submission.objects.filter(action="edit-organisation").count() == 0


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"valid_from": date(2025, 7, 1), "valid_to": date(2025, 7, 1)}, "ends-before-start"),
        ({"kind": "red_cross"}, "area-outside-parent"),
    ],
)
def test_impossible_values_are_refused_and_nothing_is_written(
    lai_chau_committee, given, rule
) -> None:
    before = Organisation.objects.count(), Change.objects.count(), Submission.objects.count()
    with pytest.raises(Refused) as refused:
        add(parent=lai_chau_committee, **given)
    assert [reason.rule for reason in refused.value.reasons] == [rule]
    after = Organisation.objects.count(), Change.objects.count(), Submission.objects.count()
    assert after == before


def test_a_committee_of_a_past_district_stands_below_todays_city(committee) -> None:
    """Its area is reached through today's province."""
    past = add(name="UBND huyện Kiến Thuỵ", kind="peoples_committee", parent=committee)
    assert past.parent == committee


def test_a_school_may_lie_elsewhere_than_those_above_it(lai_chau_committee) -> None:
    assert add(parent=lai_chau_committee).area == area(XA_KIEN_THUY)


MOVES = st.lists(st.tuples(st.integers(0, 6), st.none() | st.integers(0, 6)), max_size=12)


@given(parents=st.lists(st.none() | st.integers(0, 5), min_size=3, max_size=7), moves=MOVES)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_closure_equals_a_slow_recomputation(areas: None, parents, moves) -> None:
    OrgBelow.objects.all().delete()
    for row in Organisation.objects.order_by("-pk"):
        row.successors.clear()
    Organisation.objects.update(parent=None)
    Organisation.objects.all().delete()
    rows: list[Organisation] = []
    for number, parent in enumerate(parents):
        above = rows[parent] if parent is not None and parent < len(rows) else None
        rows.append(add(name=f"Đơn vị {number}", parent=above))
    for which, parent in moves:
        if which >= len(rows):
            continue
        above = rows[parent] if parent is not None and parent < len(rows) else None
        below = set(Organisation.below((rows[which].pk,)))
        try:
            mend(rows[which], parent=above)
        except Refused:
            assert above is not None
            assert above.pk in below
        else:
            assert above is None or above.pk not in below
        assert closure() == closure_again()


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_close_no_circle(committee) -> None:
    one, other = add(name="Một"), add(name="Hai")
    refused: list[str] = []
    start = threading.Barrier(2)

    def move(which: Organisation, below: Organisation) -> None:
        try:
            start.wait(10)
            edit_organisation(
                by=HOA,
                key=uuid4(),
                organisation=which.pk,
                version=None,
                values=values(name=which.name, parent=below),
            )
        except Refused as no:
            refused.extend(reason.rule for reason in no.reasons)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=move, args=(one, other)),
        threading.Thread(target=move, args=(other, one)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert refused == ["parent-is-below"]
    assert closure() == closure_again()


def test_factories_keep_the_same_closure(commune) -> None:
    OrganisationFactory.create(parent=commune)
    assert closure() == closure_again()


def test_a_venue_is_added_and_mended_with_one_change_each(areas) -> None:
    hall = VenueValues(name="Nhà văn hoá", area=area(XA_KIEN_THUY))
    receipt = add_venue(by=HOA, key=uuid4(), values=hall)
    venue = Venue.objects.get(pk=receipt.target_id)
    edit_venue(
        by=HOA,
        key=uuid4(),
        venue=venue.pk,
        version=1,
        values=VenueValues(name="Nhà văn hoá", area=area(HAI_PHONG), address="Số 1"),
        reason="Ghi nhầm xã",
    )
    newest = changes_of(venue)[0]
    assert (set(newest.cells), newest.reason) == ({"area", "address"}, "Ghi nhầm xã")
    with pytest.raises(Stale):
        edit_venue(
            by=HOA,
            key=uuid4(),
            venue=venue.pk,
            version=1,
            values=VenueValues(name="Khác", area=area(LAI_CHAU)),
        )
    venue.refresh_from_db()
    assert (venue.name, venue.version) == ("Nhà văn hoá", 2)
