"""The changes of a whole list are those of its records one by one."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from directory.models import Organisation
from ledger.actions import Stale, leave_change
from ledger.actor import Actor
from ledger.batches import Saved, leave_changes
from ledger.models import Change
from ledger.personal import Personal, read
from ledger.seals import new_data_key
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOA = Actor(id=1, name="Phạm Thị Hoa")
BEFORE, AFTER = {"name": "Trường A", "kind": None}, {"name": "Trường B", "kind": None}


def some(number: int) -> list[Organisation]:
    return [OrganisationFactory.create() for _ in range(number)]


def test_a_list_leaves_what_each_record_would(areas):
    alone, *schools = some(4)
    with transaction.atomic():
        leave_change(alone, by=HOA, action="rename", before=BEFORE, after=AFTER, reason="đổi tên")
        leave_change(schools[0], by=HOA, action="rename", before=BEFORE, after=AFTER)
        changes = leave_changes(
            [Saved(school, BEFORE, AFTER) for school in schools],
            by=HOA, action="rename", reason="đổi tên",
        )  # fmt: skip
    one = Change.objects.get(target_id=str(alone.pk))
    told = ("target_label", "version", "actor_id", "actor_name", "action", "reason", "cells")
    for school, change, version in zip(schools, changes, (2, 1, 1), strict=True):
        assert school.version == change.version == version
        assert change == Change.objects.get(target_id=str(school.pk), version=version)
        assert [getattr(change, name) for name in told if name != "version"] == [
            getattr(one, name) for name in told if name != "version"
        ]
        school.refresh_from_db()
        assert school.version == version


def test_records_that_did_not_change_leave_nothing(areas):
    same, other = some(2)
    with transaction.atomic():
        changes = leave_changes(
            [Saved(same, BEFORE, BEFORE), Saved(other, BEFORE, AFTER)], by=HOA, action="rename"
        )
    assert [change.target_id for change in changes] == [str(other.pk)]
    assert (same.version, other.version) == (0, 1)
    assert leave_changes([], by=HOA, action="rename") == []


def test_personal_cells_are_sealed_each_under_its_own_key(areas):
    people, keys = some(2), [new_data_key(), new_data_key()]
    after = [{"name": "Nguyễn Văn An"}, {"name": "Trần Thị Bình"}]
    with transaction.atomic():
        changes = leave_changes(
            [
                Saved(person, {}, cells, Personal(frozenset({"name"}), key))
                for person, cells, key in zip(people, after, keys, strict=True)
            ],
            by=HOA, action="enter",
        )  # fmt: skip
    for change, key, cells in zip(changes, keys, after, strict=True):
        assert cells["name"] not in str(change.cells)
        assert read(change, key, allowed=True) == {"name": [None, cells["name"]]}


def test_a_save_in_between_is_told(areas):
    schools = some(3)
    Organisation.objects.filter(pk=schools[1].pk).update(version=5)
    with pytest.raises(Stale) as told, transaction.atomic():
        leave_changes([Saved(school, BEFORE, AFTER) for school in schools], by=HOA, action="rename")
    assert told.value.record == schools[1]
    assert not Change.objects.filter(action="rename").exists()
    assert not Organisation.objects.filter(pk=schools[0].pk, version=1).exists()


def test_a_long_list_asks_no_more_than_a_short_one(areas):
    asked = []
    for number in (1, 30):
        saved = [Saved(school, BEFORE, AFTER) for school in some(number)]
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            leave_changes(saved, by=HOA, action="rename")
        asked.append(len(queries))
    assert asked[0] == asked[1]
