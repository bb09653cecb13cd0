"""Entering donors and mending their files."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from directory.pickers import LinkOrWords
from donors.actions import files
from donors.actions.files import (
    DonorFacts,
    Erased,
    NewDonor,
    PaperFacts,
    create_donors,
    edit_donor,
    enter_donor,
)
from donors.models import Custody, Donor, FoldedName, Paper
from donors.querysets.people import facts_of, limits_on, opened, person_of
from donors.rules.codes import read_code
from donors.rules.people import Sex
from ledger.actions import KeyUsedBefore, Stale
from ledger.cells import SEALED
from ledger.keys import new_id
from ledger.models import Submission
from ledger.personal import read
from ledger.querysets import changes_of
from tests.factories import OrganisationFactory
from tests.factories_donors import DonorFactory, new_submission

pytestmark = pytest.mark.django_db
LAN = DonorFacts(
    name="Trần Thị Ngọc Lan",
    birth_date=date(1990, 12, 5),
    sex="female",
    occupation="Giáo viên",
    papers=[PaperFacts("cccd", "031190004567"), PaperFacts("student", "SV-0912")],
    phone="+84912345678",
    address="Thôn 2, xã Kiến Thụy",
    organisation=LinkOrWords(words="Trường THPT Kiến Thụy"),
    blood_group="O+",
    blood_group_source="card",
    declared_count=3,
    declared_evidence="Sổ hiến máu",
    notes="Chỉ gọi buổi tối",
)
SECRETS = (
    "Trần Thị Ngọc Lan", "1990-12", "Giáo viên", "031190004567", "912345678", "Thôn 2",
    "Trường THPT", "Sổ hiến máu", "buổi tối",
)  # fmt: skip


@pytest.fixture
def donor(commune, recorder) -> Donor:
    receipt = enter_donor(by=recorder.actor, key=new_id(), keeper=commune, facts=LAN)
    return Donor.objects.get(pk=receipt.target_id)


def edit(donor: Donor, by, *, key=None, version=None, **facts) -> object:
    changed = DonorFacts(**{**{n: getattr(LAN, n) for n in LAN.__slots__}, **facts})
    version = donor.version if version is None else version
    return edit_donor(
        by=by.actor, key=key or uuid4(), donor=donor, version=version, facts=changed, reason=""
    )


@pytest.mark.both
def test_a_file_says_what_was_entered(donor, commune) -> None:
    assert str(donor).replace("-", "") == donor.code == read_code(str(donor))
    assert (donor.version, donor.keeper, donor.birth_year) == (1, commune, 1990)
    assert person_of(donor).sex is Sex.FEMALE
    assert [paper.masked for paper in opened(donor).papers] == ["•••••••••567", "••••••"]
    assert opened(donor).phone.endswith("678")
    assert opened(donor).address == LAN.address
    facts = facts_of(donor)
    papers = [(paper.kind, paper.number) for paper in facts.papers]
    assert papers == [("cccd", "031190004567"), ("student", "SV0912")]
    assert (facts.phone, facts.notes, facts.organisation) == (
        LAN.phone, LAN.notes, LAN.organisation
    )  # fmt: skip


@pytest.mark.both
def test_its_keeper_knows_it(donor, commune) -> None:
    custody = Custody.objects.get(donor=donor)
    assert (custody.organisation, custody.how) == (commune, "entered")
    assert custody.province_now == commune.area.province_now
    assert custody.first_in_province
    assert custody.name_key == donor.name_key
    assert donor.name_key.spaced == " tran thi ngoc lan"
    assert donor.name_key.bearers == 1


@pytest.mark.both
def test_nothing_about_the_person_is_readable_in_the_ledger_or_sealed_columns(donor) -> None:
    with connection.cursor() as cursor:
        for table in ("ledger_change", "ledger_submission", "donors_paper"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  (names of this test)
            text = str([[bytes(c) if isinstance(c, memoryview) else c for c in row]
                        for row in cursor.fetchall()])  # fmt: skip
            assert not [secret for secret in SECRETS if secret in text], table
        cursor.execute("SELECT phone_sealed, address_sealed, notes_sealed FROM donors_donor")
        cells = b"".join(bytes(cell) for cell in cursor.fetchone())
        assert not [secret for secret in SECRETS if secret.encode() in cells]


def test_the_change_is_sealed_and_opens_with_the_donors_key(donor) -> None:
    (change,) = changes_of(donor)
    assert change.cells["name"] == [None, SEALED]
    assert change.cells["blood_group"] == [None, "O+"]
    cells = read(change, donor.data_key, allowed=True)
    assert cells["name"] == [None, LAN.name]
    assert cells["papers"][1][0] == {"kind": "cccd", "number": "031190004567"}
    assert change.submission == Submission.objects.get(target_id=str(donor.pk))


def test_the_same_post_makes_one_file(commune, recorder) -> None:
    key = new_id()
    first = enter_donor(by=recorder.actor, key=key, keeper=commune, facts=LAN)
    second = enter_donor(by=recorder.actor, key=key, keeper=commune, facts=LAN)
    assert (second.repeated, second.code) == (True, first.code)
    other = DonorFacts(name="Trần Thị Ngọc Liên")
    with pytest.raises(KeyUsedBefore):
        enter_donor(by=recorder.actor, key=key, keeper=commune, facts=other)
    assert Donor.objects.get().pk == key


@pytest.mark.both
def test_editing_moves_papers_phone_and_name(donor, recorder) -> None:
    papers = [PaperFacts("cccd", "031190004567"), PaperFacts("passport", "C1234567")]
    kept = donor.papers.get(kind="cccd").pk
    edit(donor, recorder, name="Trần Ngọc Lan", papers=papers, phone="", notes="")
    donor.refresh_from_db()
    assert {paper.kind: paper.pk for paper in donor.papers.all()}["cccd"] == kept
    assert sorted(paper.kind for paper in donor.papers.all()) == ["cccd", "passport"]
    assert (donor.phone_hmac, donor.notes_sealed) == (None, None)
    assert list(FoldedName.objects.values_list("spaced", "bearers")) == [(" tran ngoc lan", 1)]
    assert Custody.objects.get(donor=donor).name_key == donor.name_key
    change = changes_of(donor)[0]
    assert set(change.cells) == {"name", "papers", "phone", "notes"}
    assert "Lan" not in str(change.cells)


@pytest.mark.both
def test_a_corrected_birth_is_carried_by_the_custodies(donor, recorder) -> None:
    edit(donor, recorder, birth_date=None, birth_year=1991)
    assert Custody.objects.get(donor=donor).birth_year == 1991


def test_an_edit_that_changes_nothing_leaves_no_change(donor, recorder) -> None:
    edit(donor, recorder)
    assert changes_of(donor).count() == 1


def test_marks_alone_leave_the_folded_name(donor, recorder) -> None:
    edit(donor, recorder, name="Trần Thị Ngọc Lân")
    donor.refresh_from_db()
    assert donor.name_key.bearers == 1
    assert FoldedName.objects.count() == 1


def test_a_stale_edit_writes_nothing(donor, recorder) -> None:
    edit(donor, recorder, name="Trần Ngọc Lan")
    with pytest.raises(Stale):
        edit(donor, recorder, version=1, name="Trần Thị Lan")


def test_a_forgotten_donor_takes_no_change(donor, recorder) -> None:
    from django.utils.timezone import now

    from donors.actions import bearers

    with transaction.atomic():
        Donor.objects.select_for_update().get(pk=donor.pk)
        bearers.forget([donor])
        Donor.objects.filter(pk=donor.pk).update(
            data_key=None, erased_at=now(), birth_date=None, phone_sealed=None, phone_hmac=None,
            phone_index_version=None, address_sealed=None, notes_sealed=None,
        )  # fmt: skip
    with pytest.raises(Erased):
        edit(donor, recorder)
    assert FoldedName.objects.count() == 0


@pytest.mark.both
def test_a_code_that_is_taken_is_drawn_again(donor, commune, recorder, monkeypatch) -> None:
    drawn = iter([donor.code, donor.code, "23456789X", "2345678A2"])
    monkeypatch.setattr(files, "new_code", lambda chance: next(drawn))
    receipt = enter_donor(by=recorder.actor, key=new_id(), keeper=commune, facts=LAN)
    assert Donor.objects.get(pk=receipt.target_id).code == "23456789X"


@pytest.mark.both
def test_an_id_that_has_a_file_is_refused(donor, commune, recorder) -> None:
    rows = [NewDonor(new_id(), LAN), NewDonor(donor.pk, LAN)]
    with pytest.raises(IntegrityError), transaction.atomic():
        create_donors(rows, keeper=commune, by=recorder.actor, submission=new_submission())
    assert Donor.objects.count() == 1
    assert FoldedName.objects.get().bearers == 1


@pytest.mark.both
def test_a_list_is_made_at_once(areas) -> None:
    keeper = OrganisationFactory.create()
    donors = DonorFactory.create_batch(345, keeper=keeper)
    assert Donor.objects.count() == Custody.objects.count() == Paper.objects.count() == 345
    assert sum(FoldedName.objects.values_list("bearers", flat=True)) == 345
    assert all(donor.version == 1 for donor in donors)
    for donor in donors[:5]:
        assert facts_of(donor).papers[0].number.startswith("031")


@pytest.mark.both
def test_exact_look_ups(donor, commune) -> None:
    DonorFactory.create(keeper=commune)
    assert Donor.objects.with_number("031190004567").get() == donor
    assert Donor.objects.with_phone("+84912345678").get() == donor
    assert Donor.objects.with_code(donor.code).get() == donor
    assert not Donor.objects.with_number("031190004568").exists()


@pytest.mark.both
def test_who_is_likely_the_same(donor, commune) -> None:
    def same(**facts) -> bool:
        return Donor.objects.likely_same(DonorFacts(**facts)).filter(pk=donor.pk).exists()

    assert same(name="Ai đó", papers=[PaperFacts("cccd", "031190004567")])
    assert same(name="TRAN THI NGOC LAN", birth_date=date(1990, 12, 5))
    assert same(name="trần thị ngọc lan", phone="+84912345678")
    assert not same(name="Trần Thị Ngọc Lan", birth_date=date(1990, 12, 6))
    assert not same(name="Trần Thị Lan", phone="+84912345678")


def test_limits_of_a_day(rules) -> None:
    assert limits_on(date(2026, 11, 22)).interval_whole == 84
