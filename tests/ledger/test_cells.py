"""Cells: what of a record is compared and kept."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from directory.models import Organisation
from ledger.cells import cells_of, differences, digest_of, plain, same
from ledger.scope import Role
from tests.factories import HAI_PHONG, OrganisationFactory, UserFactory, area

NOTHING: list[Any] = [None, "", [], {}]
texts = st.text(max_size=8)
links = st.fixed_dictionaries({"id": st.integers(1, 9), "text": texts})
simple = st.none() | st.booleans() | st.integers() | texts | links
cells = simple | st.lists(simple, max_size=3)
records = st.dictionaries(st.sampled_from("abcdef"), cells, max_size=6)


@dataclass
class Pair:
    low: Decimal
    high: Decimal | None


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (True, True),
        (345, 345),
        ("Thuỵ", "Thuỵ"),
        (Decimal("345.0"), "345"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.0"), "0"),
        (Decimal("168.80"), "168.8"),
        (date(2024, 11, 30), "2024-11-30"),
        (time(7, 30), "07:30:00"),
        (Organisation.Kind.SCHOOL, "school"),
        (Role.RECORDER, "recorder"),
        (gettext_lazy("school"), "school"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({2: (1, None)}, {"2": [1, None]}),
        ({"b", "a"}, ["a", "b"]),
        (Pair(Decimal("1.50"), None), {"low": "1.5", "high": None}),
    ],
)
def test_values_become_plain_cells(value: Any, cell: Any) -> None:
    with override("en"):
        assert plain(value) == cell
    json.dumps(plain(value))


def test_one_moment_is_one_cell_in_every_time_zone() -> None:
    here = datetime(2024, 11, 30, 14, 5, tzinfo=timezone(timedelta(hours=7)))
    assert plain(here) == plain(here.astimezone(UTC)) == "2024-11-30T07:05:00+00:00"


@pytest.mark.parametrize("value", [object(), b"x", Pair])
def test_what_no_cell_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="no cell can hold"):
        plain(value)


@pytest.mark.both
def test_a_record_has_its_columns_without_ids_secrets_and_folded_forms(areas) -> None:
    parent = OrganisationFactory.create(name="Hội Chữ thập đỏ thành phố")
    school = OrganisationFactory.create(name="Trường THPT Kiến Thụy", parent=parent)
    kept = cells_of(school, leave_out=["address"])
    assert kept["parent"] == {"id": parent.pk, "text": "Hội Chữ thập đỏ thành phố"}
    assert kept["area"]["id"] == area(HAI_PHONG).pk
    assert not {"id", "folded", "version", "address"} & set(kept)
    user = UserFactory.create()
    user.set_password("mat-khau-rat-dai")
    assert not {"password", "folded", "last_login"} & set(cells_of(user))


@given(records)
def test_a_record_does_not_differ_from_itself(record) -> None:
    assert differences(record, dict(record)) == {}


@given(records, records)
def test_differences_hold_every_cell_that_changed_and_no_other(before, after) -> None:
    changed = differences(before, after)
    for name in before | after:
        if name in changed:
            assert changed[name] == [before.get(name), after.get(name)]
        else:
            assert same(before.get(name), after.get(name))
    assert set(differences(after, before)) == set(changed)


@given(records, records)
def test_differences_lead_from_the_old_record_to_the_new(before, after) -> None:
    led = dict(before)
    for name, (_old, new) in differences(before, after).items():
        led[name] = new
    assert differences(led, after) == {}


@given(cells, st.sampled_from(NOTHING))
def test_only_nothing_is_the_same_as_nothing(cell, nothing) -> None:
    assert same(cell, nothing) == (cell in NOTHING)


@pytest.mark.parametrize("known", [0, False, "0", " "])
def test_zero_and_no_are_known(known) -> None:
    assert not same(known, None)


@pytest.mark.parametrize(("yes", "number"), [(True, 1), (False, 0)])
def test_yes_and_no_are_no_numbers(yes, number) -> None:
    assert not same(yes, number)


@given(st.integers(1, 3), st.integers(1, 3), texts, texts)
def test_a_link_counts_by_its_id_alone_in_lists_too(one, other, words, other_words) -> None:
    first, second = {"id": one, "text": words}, {"id": other, "text": other_words}
    assert same(first, second) == same([first], [second]) == (one == other)


@given(records)
def test_equal_values_have_equal_digests_in_any_order(record) -> None:
    turned = dict(reversed(list(record.items())))
    assert digest_of(record) == digest_of(turned)
    assert len(digest_of(record)) == 64


@given(records, records)
def test_different_values_have_different_digests(one, other) -> None:
    assert (digest_of(one) == digest_of(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


def test_digests_tell_a_number_from_its_text() -> None:
    assert digest_of(["1"]) != digest_of([1])
