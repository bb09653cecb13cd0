"""Names, their bearers and custodies stay right when several write at the same moment."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.utils.timezone import now

from directory.models import Organisation
from donors.actions import bearers, custody
from donors.actions.files import DonorFacts, NewDonor, create_donors, edit_donor
from donors.models import Custody, Donor, FoldedName
from donors.rules.search import spaced_name
from ledger.actor import SYSTEM
from ledger.keys import new_id
from tests.factories import OrganisationFactory
from tests.factories_donors import DonorFactory, new_submission

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
NAMES = ("Nguyễn Văn An", "Trần Thị Hoa", "Lê Văn Bình", "Nguyễn Thị Lan", "Đỗ Văn Hùng", "Bùi An")


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of it in threads that start together."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def assert_right() -> None:
    """Each name stands as often as it is borne, and no name stands that nobody bears."""
    borne = Donor.objects.exclude(name="").values("name_key").annotate(number=Count("pk"))
    counts = {row["name_key"]: row["number"] for row in borne}
    assert dict(FoldedName.objects.values_list("pk", "bearers")) == counts
    for donor in Donor.objects.select_related("name_key"):
        assert (donor.name_key.spaced if donor.name_key else "") == spaced_name(donor.name)
    for row in Custody.objects.select_related("donor"):
        assert row.name_key_id == row.donor.name_key_id


@pytest.fixture
def keeper(areas) -> Organisation:
    return OrganisationFactory.create()


def test_lists_with_the_same_names_in_other_orders(keeper) -> None:
    def enter(seed: int) -> Callable[[], None]:
        chance = random.Random(seed)  # noqa: S311  (repeatable)

        def write() -> None:
            for _ in range(4):
                names = chance.sample(NAMES, len(NAMES))
                rows = [NewDonor(new_id(), DonorFacts(name=name)) for name in names]
                with transaction.atomic():
                    create_donors(rows, keeper=keeper, by=SYSTEM, submission=new_submission())

        return write

    at_once(*(enter(seed) for seed in range(5)))
    assert sum(FoldedName.objects.values_list("bearers", flat=True)) == 5 * 4 * len(NAMES)
    assert_right()


def test_names_that_come_change_and_go(keeper) -> None:
    """Names lose their last bearer while others take them."""
    donors = [DonorFactory.create(keeper=keeper, name=name) for name in NAMES]

    def rename(donor: Donor, seed: int) -> Callable[[], None]:
        chance = random.Random(seed)  # noqa: S311  (repeatable)

        def write() -> None:
            for _ in range(6):
                facts = DonorFacts(name=chance.choice(NAMES))
                edit_donor(by=SYSTEM, key=new_id(), donor=donor, version=None, facts=facts)

        return write

    def enter() -> None:
        for name in NAMES:
            DonorFactory.create(keeper=keeper, name=name)

    at_once(*(rename(donor, seed) for seed, donor in enumerate(donors[:4])), enter)
    assert_right()


def test_forgetting_beside_entering(keeper) -> None:
    donors = [DonorFactory.create(keeper=keeper, name=name) for name in NAMES]

    def forget() -> None:
        for donor in donors:
            with transaction.atomic():
                held = Donor.objects.select_for_update().filter(pk=donor.pk)
                bearers.forget(list(held))

    def enter() -> None:
        DonorFactory.create_batch(1, keeper=keeper, name=NAMES[0])
        for name in NAMES:
            DonorFactory.create(keeper=keeper, name=name)

    at_once(forget, enter, enter)
    assert set(Donor.objects.filter(pk__in=[d.pk for d in donors]).values_list("name")) == {("",)}
    assert_right()


def test_two_organisations_of_a_province_take_the_same_donors(keeper) -> None:
    donors = DonorFactory.create_batch(12, keeper=keeper)
    others = [OrganisationFactory.create() for _ in range(4)]

    def take(organisation: Organisation, seed: int) -> Callable[[], None]:
        chance = random.Random(seed)  # noqa: S311  (repeatable)

        def write() -> None:
            for batch in (donors[:6], donors, donors[3:]):
                with transaction.atomic():
                    mixed = chance.sample(batch, len(batch))
                    custody.take(mixed, organisation, Custody.How.REGISTERED, now())

        return write

    at_once(*(take(organisation, seed) for seed, organisation in enumerate(others)))
    assert Custody.objects.count() == 12 * 5
    assert Custody.objects.filter(first_in_province=True).count() == 12


def test_taking_beside_renaming(keeper) -> None:
    donors = [DonorFactory.create(keeper=keeper, name=name) for name in NAMES]
    others = [OrganisationFactory.create() for _ in range(6)]

    def rename() -> None:
        for number in range(12):
            donor, name = donors[number % 6], NAMES[(number * 5 + 1) % 6]
            facts = DonorFacts(name=name)
            edit_donor(by=SYSTEM, key=new_id(), donor=donor, version=None, facts=facts)

    def take(organisations: list[Organisation]) -> Callable[[], None]:
        def write() -> None:
            for organisation in organisations:
                with transaction.atomic():
                    custody.take(donors, organisation, Custody.How.REGISTERED, now())

        return write

    at_once(rename, take(others[:3]), take(others[3:]))
    assert Custody.objects.count() == 6 * 7
    assert_right()
