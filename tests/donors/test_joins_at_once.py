"""Several officers joining the same people at the same moment: one tree, no circle, and nobody
waits for ever."""

from collections import Counter
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest

from donors.actions.joins import merge, unmerge
from donors.actions.refusals import JoinRefused
from donors.models import Donor, Merge
from ledger.actions import Receipt
from ledger.actor import SYSTEM
from tests.drives.test_at_once import together
from tests.factories_donors import DonorFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def joining(donor: Donor, into: Donor) -> Any:
    return lambda: merge(by=SYSTEM, key=uuid4(), donor=donor, into=into, reason="trùng")


def test_two_who_join_crosswise_join_once(commune) -> None:
    one, other = DonorFactory.create_batch(2, keeper=commune)
    answers = together(joining(one, other), joining(other, one))
    assert Counter(map(type, answers)) == {Receipt: 1, JoinRefused: 1}, answers
    assert Merge.objects.count() == 1


def test_all_pairs_of_four_at_once_make_one_tree(commune) -> None:
    donors = DonorFactory.create_batch(4, keeper=commune)
    answers = together(*[joining(one, other) for one, other in permutations(donors, 2)])
    kinds = Counter(map(type, answers))
    assert kinds == {Receipt: 3, JoinRefused: 9}, answers
    (head,) = Donor.objects.heads()
    assert set(Donor.objects.cluster_of(head)) == set(donors)


def test_joining_while_another_separates(commune) -> None:
    one, other, third = DonorFactory.create_batch(3, keeper=commune)
    joining(other, one)()
    decision = Merge.objects.get()
    answers = together(
        lambda: unmerge(by=SYSTEM, key=uuid4(), merge=decision, reason="nhầm"),
        joining(one, third),
        joining(third, other),
    )
    # Separated first, both joins are possible; else the second one finds one person.
    assert Counter(map(type, answers))[Receipt] >= 2, answers
    for donor in Donor.objects.all():
        head = donor
        while head.merged_into is not None:
            head = head.merged_into
        assert donor.head_id == (head.pk if head != donor else None)
