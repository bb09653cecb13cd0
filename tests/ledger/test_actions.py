"""Each post once, each save with its Change, nothing lost between two people."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from directory.models import Organisation
from ledger import actions
from ledger.actions import (
    DRAWS,
    RECEIPT_ALPHABET,
    KeyUsedBefore,
    Receipt,
    Stale,
    leave_change,
    lock,
    note_access,
    once,
)
from ledger.actor import SYSTEM, Actor
from ledger.cells import cells_of
from ledger.models import Access, Change, Submission
from ledger.querysets import changed_since, changes_of
from tests.areas import small_map
from tests.factories import HAI_PHONG, OrganisationFactory, area
from tests.ledger.sheets import save_sheet

HOA = Actor(id=1, name="Phạm Thị Hoa")
BINH = Actor(id=2, name="Nguyễn Văn Bình")


def facts(**values: Any) -> dict[str, Any]:
    return {"name": "Trường THPT Kiến Thụy", "kind": "school", "area": area(HAI_PHONG), **values}


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Runs the jobs at the same moment, each on its own connection; gives results and errors."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return job()
        except Exception as error:  # noqa: BLE001  (the test looks at every outcome)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def school(areas) -> Organisation:
    receipt = save_sheet(key=uuid4(), by=HOA, values=facts())
    return Organisation.objects.get(pk=receipt.target_id)


@pytest.fixture
def committed_map(transactional_db) -> None:
    small_map()


@pytest.mark.both
def test_a_save_is_kept_with_receipt_and_change(school) -> None:
    (change,) = changes_of(school)
    assert school.version == change.version == 1
    assert (change.actor_id, change.actor_name, change.action) == (1, HOA.name, "save-sheet")
    assert change.cells["name"] == [None, "Trường THPT Kiến Thụy"]
    assert change.cells["area"] == [None, {"id": school.area_id, "text": str(school.area)}]
    assert "parent" not in change.cells
    assert change.submission is not None
    assert change.at == change.submission.at
    assert change.submission.target_label == "directory.organisation"
    assert change.submission.target_id == str(school.pk)


@pytest.mark.both
def test_the_same_post_again_gets_the_first_answer(areas) -> None:
    key = uuid4()
    first = save_sheet(key=key, by=HOA, values=facts())
    again = save_sheet(key=key, by=HOA, values=facts())
    assert not first.repeated
    assert again.repeated
    assert (again.code, again.at, again.target_id) == (first.code, first.at, first.target_id)
    assert Organisation.objects.count() == Change.objects.count() == 1


@pytest.mark.both
@pytest.mark.parametrize(
    ("by", "values"), [(HOA, {"name": "Trường khác"}), (BINH, {}), (SYSTEM, {})]
)
def test_a_key_with_other_values_or_from_another_person_writes_nothing(areas, by, values) -> None:
    key = uuid4()
    first = save_sheet(key=key, by=HOA, values=facts())
    with pytest.raises(KeyUsedBefore) as refusal:
        save_sheet(key=key, by=by, values=facts(**values))
    assert refusal.value.earlier.receipt == first.code
    assert Submission.objects.count() == Organisation.objects.count() == Change.objects.count() == 1


@pytest.mark.both
def test_a_key_of_another_action_writes_nothing(school) -> None:
    earlier = Submission.objects.get()
    with pytest.raises(KeyUsedBefore):
        once(key=earlier.key, by=HOA, action="other", digest=earlier.digest, write=lambda _: school)


@pytest.mark.both
def test_a_failing_write_leaves_nothing_and_its_key_can_be_used(areas) -> None:
    key = uuid4()
    with pytest.raises(IntegrityError):
        save_sheet(key=key, by=HOA, values=facts(valid_from="2025-07-01", valid_to="2025-01-01"))
    assert not Submission.objects.exists()
    assert not save_sheet(key=key, by=HOA, values=facts()).repeated


@pytest.mark.both
def test_a_taken_receipt_code_is_drawn_again(school, monkeypatch) -> None:
    taken = Submission.objects.get().receipt
    codes = iter([taken, taken, "GH-2611-ABCDE"])
    monkeypatch.setattr(actions, "new_receipt_code", lambda at: next(codes))
    assert save_sheet(key=uuid4(), by=HOA, values=facts()).code == "GH-2611-ABCDE"


@pytest.mark.both
def test_drawing_receipt_codes_ends(school, monkeypatch) -> None:
    taken = Submission.objects.get().receipt
    draws = []

    def draw(at: datetime) -> str:
        draws.append(at)
        return taken

    monkeypatch.setattr(actions, "new_receipt_code", draw)
    with pytest.raises(IntegrityError):
        save_sheet(key=uuid4(), by=HOA, values=facts())
    assert len(draws) == DRAWS


def test_receipts_carry_the_month_of_here_and_letters_that_cannot_be_misheard() -> None:
    # 30/11 at 18:00 UTC is 1/12 in Việt Nam.
    code = actions.new_receipt_code(datetime(2026, 11, 30, 18, tzinfo=UTC))
    assert code.startswith("GH-2612-")
    assert set(code.removeprefix("GH-2612-")) <= set(RECEIPT_ALPHABET)
    assert not set("0O1ILU") & set(RECEIPT_ALPHABET)


@pytest.mark.both
def test_ten_equal_posts_at_once_make_one_record(committed_map) -> None:
    key = uuid4()
    values = facts()
    receipts = at_once(*[lambda: save_sheet(key=key, by=HOA, values=values)] * 10)
    assert all(isinstance(receipt, Receipt) for receipt in receipts), receipts
    assert len({receipt.code for receipt in receipts}) == 1
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 9
    assert Organisation.objects.count() == Change.objects.count() == Submission.objects.count() == 1


@pytest.mark.both
def test_one_key_with_two_values_at_once_writes_one_of_them(committed_map) -> None:
    key = uuid4()
    names = ["Trường A", "Trường B"]
    all_values = [facts(name=name) for name in names]
    outcomes = at_once(
        *[lambda values=values: save_sheet(key=key, by=HOA, values=values) for values in all_values]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["KeyUsedBefore", "Receipt"]
    winner = next(n for n, outcome in enumerate(outcomes) if isinstance(outcome, Receipt))
    assert Organisation.objects.get().name == names[winner]


@pytest.mark.both
def test_two_people_saving_one_version_at_once_lose_nothing(committed_map) -> None:
    first = save_sheet(key=uuid4(), by=HOA, values=facts())
    pk = int(first.target_id)

    def save(by: Actor, phone: str) -> Callable[[], Any]:
        values = facts(contact_phone=phone)
        return lambda: save_sheet(key=uuid4(), by=by, values=values, pk=pk, version=1)

    people = [(HOA, "0912 345 678"), (BINH, "0987 654 321")]
    outcomes = at_once(*[save(by, phone) for by, phone in people])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Receipt", "Stale"]
    winner = next(n for n, outcome in enumerate(outcomes) if isinstance(outcome, Receipt))
    stale = outcomes[1 - winner]
    school = Organisation.objects.get(pk=pk)
    assert (school.version, school.contact_phone) == (2, people[winner][1])
    assert (stale.record.version, stale.opened_version) == (2, 1)
    assert [change.version for change in changes_of(school)] == [2, 1]
    assert Submission.objects.count() == 2


@pytest.mark.both
def test_lock_takes_records_with_nullable_joins_and_distinct_rows(school) -> None:
    joined = Organisation.objects.with_area().select_related("parent__parent")
    with transaction.atomic():
        assert lock(joined.distinct(), school.pk, version=1) == school
        assert lock(joined.filter(children=None), school.pk, version=None) == school


@pytest.mark.both
def test_lock_refuses_other_versions_and_records_out_of_reach(school) -> None:
    with pytest.raises(Stale) as refusal, transaction.atomic():
        lock(Organisation.objects.get_queryset(), school.pk, version=0)
    assert refusal.value.record == school
    with pytest.raises(Organisation.DoesNotExist), transaction.atomic():
        lock(Organisation.objects.none(), school.pk, version=1)


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_refused_on_every_database() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        lock(Organisation.objects.get_queryset(), 1, version=1)


@pytest.mark.both
def test_no_difference_leaves_no_change(school) -> None:
    cells = cells_of(school)
    assert leave_change(school, by=HOA, action="edit", before=cells, after=dict(cells)) is None
    school.refresh_from_db()
    assert school.version == 1


@pytest.mark.both
def test_a_change_over_an_unseen_one_is_stale(school) -> None:
    unaware = Organisation.objects.get(pk=school.pk)
    leave_change(school, by=HOA, action="edit", before={"name": "a"}, after={"name": "b"})
    with pytest.raises(Stale), transaction.atomic():
        leave_change(unaware, by=BINH, action="edit", before={"name": "a"}, after={"name": "c"})
    assert changes_of(school).count() == 2


@pytest.mark.both
def test_changed_since_tells_what_differs_now(school) -> None:
    def step(before: Any, after: Any, **cell: Any) -> None:
        leave_change(
            school, by=HOA, action="edit", before={"x": before, **cell}, after={"x": after, **cell}
        )

    opened = school.version
    step(1, 2)
    assert changed_since(school, opened) == {"x": [1, 2]}
    step(2, 3)
    assert changed_since(school, opened) == {"x": [1, 3]}
    step(3, 1)
    assert changed_since(school, opened) == {}
    assert changed_since(school, opened + 1) == {"x": [2, 1]}
    assert changed_since(school, school.version) == {}


@pytest.mark.both
def test_changed_since_counts_a_link_by_its_id(school) -> None:
    old, new = {"id": 7, "text": "UBND huyện"}, {"id": 7, "text": "UBND huyện Kiến Thuỵ"}
    other = {"id": 8, "text": "UBND xã"}
    opened = school.version
    leave_change(school, by=HOA, action="edit", before={"host": old}, after={"host": other})
    leave_change(school, by=HOA, action="edit", before={"host": other}, after={"host": new})
    assert changed_since(school, opened) == {}


@pytest.mark.both
def test_changes_and_accesses_are_never_rewritten(school) -> None:
    change = changes_of(school).get()
    access = note_access(by=HOA, kind=Access.Kind.EXPORT, target=school, recipient="Sở Y tế")
    for line in (change, access):
        for rewrite in (line.save, line.delete):
            with pytest.raises(TypeError):
                rewrite()
        with pytest.raises(TypeError):
            type(line).objects.update(actor_name="Người khác")
        with pytest.raises(TypeError):
            type(line).objects.filter(pk=line.pk).delete()
    assert Access.objects.get().recipient == "Sở Y tế"


def test_records_made_without_an_action_start_at_version_0(areas) -> None:
    assert OrganisationFactory.create().version == 0
