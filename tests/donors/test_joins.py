"""Two files of one person: joined, separated, kept apart, in any order."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donors.actions.joins import join_with_consent, merge, not_same, take_back, unmerge
from donors.actions.refusals import JoinRefused
from donors.facts import PaperFacts
from donors.models import Donor, Merge, NotSame
from ledger.actions import KeyUsedBefore, Receipt
from ledger.actor import SYSTEM
from ledger.models import Access
from ledger.querysets import changes_of
from tests.donors.everything import everything_about_donors
from tests.factories import OrganisationFactory
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import bag, open_the_desks, waits
from units.actions.bags import record_unit
from units.rules.states import State

pytestmark = pytest.mark.django_db
WHY = "nhập trùng từ hai danh sách"


def join(donor: Donor, into: Donor, **values: Any) -> Receipt:
    return merge(
        by=values.pop("by", SYSTEM), key=values.pop("key", uuid4()), donor=donor, into=into,
        reason=values.pop("reason", WHY), **values,
    )  # fmt: skip


def separate(decision: Merge, **values: Any) -> Receipt:
    return unmerge(
        by=SYSTEM, key=values.pop("key", uuid4()), merge=decision, reason="nhầm người", **values
    )


def refusal(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(JoinRefused) as caught:
        act(*args, **values)
    return caught.value.finding.rule


def standing(decision: type[Merge] = Merge) -> Merge:
    return decision.objects.get(undone_at=None)


def tree() -> dict[UUID, tuple[UUID | None, UUID | None]]:
    rows = Donor.objects.values_list("pk", "merged_into", "head")
    return {pk: (into, head) for pk, into, head in rows}


@pytest.fixture
def donors(commune) -> list[Donor]:
    return [DonorFactory.create(keeper=commune) for _ in range(3)]


@pytest.mark.both
def test_a_joined_file_leads_to_the_head(donors, recorder) -> None:
    one, other, third = donors
    join(other, one, by=recorder.actor)
    join(third, other)
    assert tree() == {
        one.pk: (None, None),
        other.pk: (one.pk, one.pk),
        third.pk: (other.pk, one.pk),
    }
    first = Merge.objects.get(donor=other)
    assert (first.actor_name, first.reason, first.with_consent) == ("Phạm Thị Hoa", WHY, False)
    change = changes_of(other)[0]
    assert change.cells == {"merged_into": [None, {"id": str(one.pk), "text": str(one)}]}
    assert (change.reason, change.actor_name) == (WHY, "Phạm Thị Hoa")


def test_the_head_of_a_joined_file_is_joined(donors) -> None:
    one, other, third = donors
    join(other, one)
    join(other, third)
    assert tree()[one.pk] == (third.pk, third.pk)
    assert tree()[other.pk] == (one.pk, third.pk)


@pytest.mark.both
def test_separated_both_sides_are_as_before(donors) -> None:
    one, other, third = donors
    join(third, other)
    before = tree()
    join(other, one)
    separate(Merge.objects.get(donor=other))
    assert tree() == before
    decision = Merge.objects.get(donor=other)
    assert (decision.undone_reason, decision.undone_by_name) == ("nhầm người", SYSTEM.name)


def test_the_same_post_joins_once(donors) -> None:
    one, other, third = donors
    key = uuid4()
    first, second = join(other, one, key=key), join(other, one, key=key)
    assert (second.code, second.repeated) == (first.code, True)
    with pytest.raises(KeyUsedBefore):
        join(other, third, key=key)
    assert Merge.objects.count() == 1


def test_what_cannot_be_joined(donors) -> None:
    one, other, third = donors
    assert refusal(join, one, one) == "same-file"
    join(other, one)
    assert refusal(join, one, other) == "joined-already"
    Donor.objects.filter(pk=third.pk).update(restricted_at="2026-11-01T00:00Z")
    assert refusal(join, third, one) == "file-restricted"
    decision = standing()
    separate(decision)
    assert refusal(separate, decision) == "undone-already"


def test_a_reason_names_nobody(donors) -> None:
    one, other, _third = donors
    assert refusal(join, other, one, reason=f"là {one.name}") == "words-name-donor"
    assert refusal(join, other, one, reason="cùng số 0912 345 678") == "words-name-donor"
    assert not Merge.objects.exists()


@pytest.mark.both
def test_two_people_stay_apart_until_it_is_taken_back(donors) -> None:
    one, other, third = donors
    not_same(by=SYSTEM, key=uuid4(), one=other, other=one, reason="anh em sinh đôi")
    pair = NotSame.objects.get()
    assert {pair.one, pair.other} == {one, other}
    assert refusal(not_same, by=SYSTEM, key=uuid4(), one=one, other=other) == "two-people"
    join(third, other)
    assert refusal(join, third, one) == "two-people", "for all files of the person"
    take_back(by=SYSTEM, key=uuid4(), pair=pair, reason="nhầm")
    assert refusal(take_back, by=SYSTEM, key=uuid4(), pair=pair) == "undone-already"
    join(third, one)
    assert refusal(not_same, by=SYSTEM, key=uuid4(), one=other, other=one) == "joined-already"
    pair.refresh_from_db()
    assert (pair.reason, pair.undone_reason) == ("anh em sinh đôi", "nhầm")


# at reception, with the donor's consent

CARD = [PaperFacts("cccd", "031190004567")]


@pytest.mark.both
def test_with_consent_the_same_paper_joins_across_the_nation(
    commune, lai_chau_committee, recorder
) -> None:
    born: dict[str, Any] = {"birth_date": date(1990, 5, 6), "sex": "female", "papers": CARD}
    own = DonorFactory.create(keeper=commune, name="Lò Thị Mai", **born)
    far = DonorFactory.create(keeper=lai_chau_committee, name="Lò Thị Mai", **born)
    again = DonorFactory.create(keeper=lai_chau_committee, name="Lò Thị Maị", **born)
    DonorFactory.create(
        keeper=lai_chau_committee, name="Vừ A Dính", birth_year=1961, papers=CARD
    )  # a number typed wrong
    DonorFactory.create(keeper=lai_chau_committee, name="Lò Thị Mai", birth_date=date(1990, 5, 6))
    before = everything_about_donors()
    key = uuid4()
    first = join_with_consent(by=recorder.actor, key=key, donor=own)
    assert join_with_consent(by=recorder.actor, key=key, donor=own).code == first.code
    assert set(Donor.objects.cluster_of(Donor.objects.get(pk=own.pk))) == {own, far, again}
    assert all(decision.with_consent for decision in Merge.objects.all())
    noted = Access.objects.filter(kind=Access.Kind.JOIN, target_id=str(own.pk))
    assert noted.count() == 2
    for decision in Merge.objects.all():
        separate(decision)
    assert everything_about_donors() == before


def test_nothing_to_join_is_said_and_noted(commune, recorder) -> None:
    own = DonorFactory.create(keeper=commune)
    refused = refusal(join_with_consent, by=recorder.actor, key=uuid4(), donor=own)
    assert refused == "nothing-to-join"
    assert Access.objects.get().kind == Access.Kind.JOIN


# properties

some_facts = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Trần Thị Lan", "TRAN THI LAN", "Vũ Đức Anh"]),
        "birth_date": st.sampled_from([None, date(1990, 5, 6), date(1985, 1, 1)]),
        "papers": st.sampled_from([[], CARD, [PaperFacts("cmnd", "031123456"), *CARD]]),
        "phone": st.sampled_from(["", "+84912345678"]),
        "address": st.sampled_from(["", "Thôn 2"]),
        "declared_count": st.sampled_from([None, 0, 3]),
        "blood_group": st.just("O+"),
        "blood_group_source": st.just("told"),
    },
).filter(lambda facts: ("blood_group" in facts) == ("blood_group_source" in facts))
PROPERTY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(
    facts=st.tuples(some_facts, some_facts),
    one_keeper=st.booleans(),
    states=st.tuples(*[st.sampled_from([None, State.REGISTERED, State.SCREENED])] * 2),
    bags=st.tuples(st.booleans(), st.booleans()),
    deferred=st.tuples(st.booleans(), st.booleans()),
)
@PROPERTY
@pytest.mark.both
def test_to_join_and_to_separate_changes_nothing(
    commune, rules, facts, one_keeper, states, bags, deferred
) -> None:
    """All columns of both files and of all that belongs to them; both may be at one drive."""
    from donors.actions.deferrals import put_deferral
    from tests.factories_donors import new_submission

    with transaction.atomic():
        drive = open_the_desks(drive_today(commune))
        keepers = [commune, commune if one_keeper else OrganisationFactory.create()]
        donors = [
            DonorFactory.create(keeper=keeper, **told)
            for keeper, told in zip(keepers, facts, strict=True)
        ]
        for donor, state, gave, waiting in zip(donors, states, bags, deferred, strict=True):
            registration = state and RegistrationFactory.create(drive, donor, state=state)
            if registration and gave and state is State.SCREENED:
                record_unit(by=SYSTEM, bag=bag(registration))
            if waiting:
                put_deferral(
                    donor=donor, facts=waits("tattoo"), found_on=localdate(), by=SYSTEM,
                    submission=new_submission(),
                )  # fmt: skip
        before = everything_about_donors()
        join(donors[1], donors[0])
        assert everything_about_donors() != before
        separate(standing())
        assert everything_about_donors() == before
        transaction.set_rollback(True)


acts = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(0, 4), st.integers(0, 4)),
        st.tuples(st.just("separate"), st.integers(0, 9), st.just(0)),
    ),
    max_size=14,
)


@given(acts=acts)
@PROPERTY
@pytest.mark.both
def test_any_order_of_joins_and_separations_against_a_slow_model(commune, acts) -> None:
    """The model: arrows between files, followed one by one."""
    with transaction.atomic():
        donors = DonorFactory.create_batch(5, keeper=commune)
        start = everything_about_donors()
        arrows: dict[UUID, UUID] = {}

        def end_of(pk: UUID) -> UUID:
            while pk in arrows:
                pk = arrows[pk]
            return pk

        for act, n, m in acts:
            if act == "join" and end_of(donors[n].pk) != end_of(donors[m].pk):
                join(donors[n], donors[m])
                arrows[end_of(donors[n].pk)] = donors[m].pk
            elif act == "join":
                assert refusal(join, donors[n], donors[m]) in {"same-file", "joined-already"}
            elif arrows:
                joined = sorted(arrows, key=str)[n % len(arrows)]
                separate(Merge.objects.get(donor=joined, undone_at=None))
                del arrows[joined]
            assert tree() == {
                donor.pk: (
                    arrows.get(donor.pk),
                    end_of(donor.pk) if donor.pk in arrows else None,
                )
                for donor in donors
            }
        for decision in Merge.objects.filter(undone_at=None).order_by("?"):
            separate(decision)
        assert everything_about_donors() == start
        transaction.set_rollback(True)
