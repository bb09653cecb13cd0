"""Cells about a person in changes: kept sealed, shown to whom they are shown, gone with the key.

Organisations stand for people here: their contact is the person, and ``keys`` holds data keys."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from directory.models import Organisation
from ledger import records, seals
from ledger.actions import leave_change
from ledger.actor import Actor
from ledger.cells import SEALED
from ledger.models import Change, Submission
from ledger.personal import Personal, mask_number
from ledger.querysets import changed_since
from ledger.records import Record
from ledger.scope import Scope, Verb
from tests.factories import OrganisationFactory
from tests.house.nowhere import assert_nowhere

pytestmark = pytest.mark.both

LABEL = "directory.organisation"
HOA = Actor(id=1, name="Phạm Thị Hoa")
PERSONAL = frozenset({"contact_name", "contact_phone", "papers"})
NAME, PHONE, NUMBER = "Vừ Mí Sính", "+84912345999", "031203004567"
BEFORE: dict[str, Any] = {"name": "Trạm", "contact_name": "", "contact_phone": "", "papers": []}
AFTER = {
    "name": "Trạm y tế",
    "contact_name": NAME,
    "contact_phone": PHONE,
    "papers": [{"kind": "citizen_card", "number": NUMBER}],
}


@pytest.fixture
def keys(monkeypatch) -> dict[int, bytes | None]:
    """The data key of each person; recorders open what is sealed, others see that it is."""
    held: dict[int, bytes | None] = {}
    kind = Record(
        model=Organisation,
        fetch=lambda scope: Organisation.objects.visible_to(scope),
        page=lambda organisation: f"/the-page-of/{organisation.pk}/",
        open_sealed=lambda organisation: held[organisation.pk],
        may_open=lambda scope, organisation: scope.may(Verb.RECORD),
        numbers=frozenset({"number"}),
    )
    monkeypatch.setattr(records, "_records", {LABEL: kind})
    return held


@pytest.fixture
def person(commune, keys) -> Organisation:
    person = OrganisationFactory.create(name="Trạm y tế", area=commune.area, parent=commune)
    keys[person.pk] = seals.new_data_key()
    save(person, keys[person.pk], before=BEFORE, after=AFTER)
    return person


def save(
    person: Organisation, key: bytes | None, *, before: dict[str, Any], after: dict[str, Any]
) -> Change:
    assert key is not None
    submission = Submission.objects.create(
        key=uuid4(),
        actor_name=HOA.name,
        action="save",
        digest=seals.keyed_digest(after),
        target_label=LABEL,
        target_id=str(person.pk),
        receipt=f"GH-2611-{person.version:05}",
        at=now(),
    )
    change = leave_change(
        person,
        by=HOA,
        action="save",
        before=before,
        after=after,
        submission=submission,
        personal=Personal(names=PERSONAL, key=key),
    )
    assert change is not None
    return change


def lines_of(page: Any) -> dict[str, tuple[str, str]]:
    (change,) = page.context["changes"]
    return {line.label: (line.old, line.new) for line in change.lines}


def history_of(person: Organisation) -> str:
    return reverse("ledger:history", args=[LABEL, person.pk])


def test_the_row_says_only_that_a_personal_cell_changed(person) -> None:
    change = Change.objects.get()
    assert change.cells["name"] == ["Trạm", "Trạm y tế"]
    for name in PERSONAL:
        assert change.cells[name] == [None, SEALED]
    assert_nowhere(NAME, PHONE, NUMBER, "912345999")


def test_a_change_without_personal_cells_is_not_sealed(person, keys) -> None:
    change = save(person, keys[person.pk], before=AFTER, after=AFTER | {"name": "Trạm 2"})
    assert change.sealed is None
    assert change.cells == {"name": ["Trạm y tế", "Trạm 2"]}


def test_nothing_is_left_when_nothing_changed(person, keys) -> None:
    personal = Personal(names=PERSONAL, key=keys[person.pk] or b"")
    left = leave_change(person, by=HOA, action="save", before=AFTER, after=AFTER, personal=personal)
    assert left is None


def test_nothing_is_written_once_the_key_is_destroyed(person) -> None:
    destroyed: Any = None
    personal = Personal(names=PERSONAL, key=destroyed)
    after = AFTER | {"contact_name": "Khác"}
    with pytest.raises(seals.Forgotten):
        leave_change(person, by=HOA, action="s", before=AFTER, after=after, personal=personal)
    assert Change.objects.count() == 1


def test_who_may_open_reads_the_values_and_the_end_of_numbers(person, recorder, client_of) -> None:
    page = client_of(recorder).get(history_of(person))
    shown = lines_of(page)
    assert shown["Người liên hệ"] == ("chưa rõ", NAME)
    assert shown["Điện thoại liên hệ"] == ("chưa rõ", PHONE)
    html = page.content.decode()
    assert "•••••••••567" in html
    assert NUMBER not in html


def test_others_who_see_the_record_see_that_it_is_sealed(person, viewer, client_of) -> None:
    page = client_of(viewer).get(history_of(person))
    shown = lines_of(page)
    assert shown["Người liên hệ"][1] == shown["Điện thoại liên hệ"][1] != NAME
    html = page.content.decode()
    for value in (NAME, PHONE, NUMBER, "567"):
        assert value not in html


def test_a_receipt_shows_as_much_as_the_history(person, recorder, viewer, client_of) -> None:
    address = reverse("ledger:receipt", args=[Submission.objects.get().receipt])
    assert NAME in client_of(recorder).get(address).content.decode()
    assert NAME not in client_of(viewer).get(address).content.decode()


def test_with_its_key_the_person_is_gone_from_the_history(
    person, keys, recorder, client_of
) -> None:
    client = client_of(recorder)
    sealed = lines_of(client_of(recorder).get(history_of(person)))["Người liên hệ"][1]
    keys[person.pk] = None
    page = client.get(history_of(person))
    erased = lines_of(page)["Người liên hệ"][1]
    assert erased not in (sealed, NAME)
    assert {lines_of(page)[name][1] for name in ("Điện thoại liên hệ", "Papers")} == {erased}
    assert NAME not in page.content.decode()


def test_what_cannot_be_opened_is_said_and_no_fault_of_the_page(
    person, keys, recorder, client_of, caplog
) -> None:
    keys[person.pk] = seals.new_data_key()
    page = client_of(recorder).get(history_of(person))
    assert page.status_code == 200
    assert NAME not in page.content.decode()
    assert "cannot be opened" in caplog.text


def test_a_change_opens_in_its_own_place_alone(person, keys, recorder, client_of) -> None:
    """Bytes copied to another version of the record are not taken for its values."""
    other = save(person, keys[person.pk], before=AFTER, after=AFTER | {"contact_name": "Khác"})
    first = Change.objects.get(version=1)
    Change._base_manager.filter(pk=other.pk).update(sealed=first.sealed)
    html = client_of(recorder).get(history_of(person)).content.decode()
    assert html.count(NAME) == 1


def test_kinds_of_records_without_people_show_no_sealed_cell(
    person, recorder, client_of, monkeypatch
) -> None:
    plain = Record(
        model=Organisation,
        fetch=lambda scope: Organisation.objects.visible_to(scope),
        page=lambda organisation: "/",
    )
    monkeypatch.setattr(records, "_records", {LABEL: plain})
    assert NAME not in client_of(recorder).get(history_of(person)).content.decode()


def test_nobody_opens_where_nobody_is_named(person, keys, superuser, client_of, monkeypatch):
    kind = Record(
        model=Organisation,
        fetch=lambda scope: Organisation.objects.all(),
        page=lambda organisation: "/",
        open_sealed=lambda organisation: keys[organisation.pk],
    )
    monkeypatch.setattr(records, "_records", {LABEL: kind})
    assert NAME not in client_of(superuser).get(history_of(person)).content.decode()


@pytest.mark.parametrize("page", ["changelist", "change"])
def test_the_desk_shows_nothing_open(person, superuser, client_of, page) -> None:
    change = Change.objects.get()
    args = [change.pk] if page == "change" else []
    answer = client_of(superuser).get(reverse(f"admin:ledger_change_{page}", args=args))
    assert answer.status_code == 200
    html = answer.content.decode()
    for value in (NAME, PHONE, NUMBER, bytes(change.sealed or b"").hex()):
        assert value not in html


def test_what_changed_since_is_read_with_the_key_or_counted_as_changed(person, keys) -> None:
    key = keys[person.pk]
    save(person, key, before=AFTER, after=AFTER | {"contact_name": "Khác"})
    save(person, key, before=AFTER | {"contact_name": "Khác"}, after=AFTER)
    save(person, key, before=AFTER, after=AFTER | {"contact_phone": ""})
    assert set(changed_since(person, 1)) == {"contact_name", "contact_phone"}
    kind = records.record_for(LABEL)
    assert kind is not None
    read = kind.reader(person, Scope(everything=True))
    assert changed_since(person, 1, read=read) == {"contact_phone": [PHONE, ""]}
    shut = kind.reader(person, Scope())
    assert set(changed_since(person, 1, read=shut)) == {"contact_name", "contact_phone"}


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("031203004567", "•••••••••567"),
        ("1234", "•234"),
        ("123", "•••"),
        ("1", "•"),
        ("", ""),
    ],
)
def test_of_a_number_only_the_end_is_shown(number: str, shown: str) -> None:
    assert mask_number(number) == shown
