"""Ids that a form may name before its record is written."""

from uuid import RFC_4122, UUID

from ledger.keys import new_id


def test_new_ids_are_version_7_and_rise() -> None:
    ids = [new_id() for _ in range(1_000)]
    assert all(type(one) is UUID and one.version == 7 and one.variant == RFC_4122 for one in ids)
    assert sorted(set(ids)) == ids
