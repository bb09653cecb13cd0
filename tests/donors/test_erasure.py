"""A person who is forgotten: gone from every table, the history, the database's own files."""

import shutil
import subprocess
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate

from directory.pickers import LinkOrWords
from donors.actions import history
from donors.actions.consents import give_consents, withdraw_consent
from donors.actions.erasure import KeptByLaw, erase
from donors.actions.files import edit_donor, enter_donor
from donors.actions.honours import give_honour
from donors.actions.joins import merge, not_same, take_back
from donors.actions.refusals import CareRefused, Erased
from donors.actions.requests import answer_request, register_request
from donors.facts import DonorFacts, PaperFacts
from donors.models import Custody, Donor, FoldedName, HonourTier, Merge, NotSame, PersonRequest
from donors.querysets.people import facts_of, opened
from donors.rules.names import given_first_key
from ledger.actions import Stale, note_access
from ledger.keys import new_id
from ledger.models import Access
from ledger.personal import ERASED, read
from ledger.querysets import changes_of
from tests.factories_donors import DonorFactory
from tests.factories_paper import SheetFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.house.nowhere import assert_nowhere, everything_logged, places_of
from units.models import Registration
from units.rules.states import State
from words.folding import sort_key

pytestmark = [pytest.mark.both]
whole_database = pytest.mark.django_db(transaction=True)

NAME, BEFORE = "Thào Seo Nhìn Quắn", "Vàng Thị Xưa Cũng"
NUMBER, OLD_NUMBER, PHONE = "031199887766", "317778889", "+84905551237"
GONE = (
    NAME, "thao seo nhin quan", sort_key(NAME), given_first_key(NAME),
    BEFORE, "vang thi xua cung", sort_key(BEFORE), given_first_key(BEFORE),
    NUMBER, OLD_NUMBER, PHONE, "0905551237", "905551237",
    "Bản Tả Gia Khâu", "chỉ gọi sau giờ lễ", "Thợ rèn dao Mông", "Hợp tác xã lanh Lùng Tám",
    "sổ bìa xanh số 17", "1977-08-19",
)  # fmt: skip


def facts(**changed) -> DonorFacts:
    told = {
        "name": NAME,
        "birth_date": date(1977, 8, 19),
        "sex": "male",
        "occupation": "Thợ rèn dao Mông",
        "papers": [PaperFacts("cccd", NUMBER)],
        "phone": PHONE,
        "address": "Bản Tả Gia Khâu",
        "organisation": LinkOrWords(words="Hợp tác xã lanh Lùng Tám"),
        "blood_group": "O+",
        "blood_group_source": "told",
        "declared_count": 4,
        "declared_evidence": "sổ bìa xanh số 17",
        "notes": "chỉ gọi sau giờ lễ",
    }
    return DonorFacts(**{**told, **changed})


@pytest.fixture
def donor(commune, recorder) -> Donor:
    receipt = enter_donor(
        by=recorder.actor, key=new_id(), keeper=commune,
        facts=facts(name=BEFORE, papers=[PaperFacts("cmnd", OLD_NUMBER)]),
    )  # fmt: skip
    donor = Donor.objects.get(pk=receipt.target_id)
    edit_donor(
        by=recorder.actor, key=uuid4(), donor=donor, version=donor.version, facts=facts(),
        reason="theo căn cước mới",
    )  # fmt: skip
    donor.refresh_from_db()
    return donor


def forget(donor: Donor, recorder, **values):
    return erase(
        by=recorder.actor, key=values.pop("key", uuid4()), donor=donor,
        reason=values.pop("reason", "theo đề nghị của người hiến"), **values,
    )  # fmt: skip


def lived(donor: Donor, commune, recorder, client_of, rules) -> tuple[Donor, PersonRequest]:
    """Everything that may happen to a file before it is erased; the second file of the person and
    the request."""
    by = recorder.actor
    drive = drive_today(commune)
    RegistrationFactory.create(drive, donor, state=State.ARRIVED)
    second = DonorFactory.create(keeper=commune, name=NAME, papers=[], phone=PHONE)
    RegistrationFactory.create(drive_today(commune), second)
    third = DonorFactory.create(keeper=commune, name="Lê Văn Khác")
    not_same(by=by, key=uuid4(), one=donor, other=third)
    take_back(by=by, key=uuid4(), pair=NotSame.objects.get(), reason="xem nhầm")
    merge(by=by, key=uuid4(), donor=second, into=donor, reason="cùng số điện thoại")
    _typed_from_paper(commune)
    give_consents(
        by=by, key=uuid4(), donor=donor, purposes=["taking_part", "recall"], method="desk",
        given_on=localdate(),
    )  # fmt: skip
    withdraw_consent(by=by, key=uuid4(), consent=donor.consents.get(purpose="recall"))
    give_honour(
        by=by, key=uuid4(), donor=donor, tier=HonourTier.objects.get(code="person-5"),
        given_on=localdate(), decision="Quyết định 17/QĐ-BCĐ",
    )  # fmt: skip
    note_access(by=by, kind=Access.Kind.REVEAL, target=donor, purpose="gọi điện")
    receipt = register_request(
        by=by, key=uuid4(), donor=donor, keeper=commune, kind="erasure", received_on=localdate()
    )
    client = client_of(recorder)
    for label in ("donors.donor",):
        client.get(f"/history/{label}/{donor.pk}/")
    return second, PersonRequest.objects.get(pk=receipt.target_id)


def _typed_from_paper(commune) -> None:
    """The same person on a line of a paper list that is still being entered."""
    SheetFactory.create(
        drive_today(commune),
        [{"name": NAME, "men": "1977", "paper": NUMBER, "phone": "0905 551 237"}],
    )


def dump() -> str:
    """What ``pg_dump`` writes, where there is one; the search reads the rows by itself."""
    if connection.vendor != "postgresql" or not shutil.which("pg_dump"):
        return ""
    told = connection.settings_dict
    place = {"PGPASSWORD": told["PASSWORD"] or "", "PATH": "/usr/bin:/bin:/usr/local/bin"}
    asked = [
        "pg_dump", "-h", told["HOST"] or "127.0.0.1", "-p", str(told["PORT"] or 5432),
        "-U", told["USER"] or "postgres", told["NAME"],
    ]  # fmt: skip
    return subprocess.run(asked, env=place, capture_output=True, text=True, check=True).stdout


@whole_database
def test_nothing_finds_a_forgotten_person(donor, commune, recorder, client_of, rules) -> None:
    second, request = lived(donor, commune, recorder, client_of, rules)
    assert places_of(NAME)
    assert places_of("thao seo nhin quan")
    with everything_logged() as told:
        forget(donor, recorder, request=request)
    assert_nowhere(*GONE)
    written = dump().lower() + told.getvalue().lower()
    assert not [needle for needle in GONE if needle.lower() in written]
    for file in Donor.objects.filter(pk__in=[donor.pk, second.pk]):
        assert (file.name, file.birth_date, file.data_key) == ("", None, None)
        assert file.erased_at is not None
        assert not file.papers.exists()
    donor.refresh_from_db()
    assert (donor.sex, donor.birth_year, donor.blood_group) == ("male", 1977, "O+")
    assert donor.declared_count == 4
    assert set(Registration.objects.values_list("name", flat=True)) == {""}
    assert not FoldedName.objects.filter(spaced__contains="nhin quan").exists()
    assert not Custody.objects.filter(donor=donor).exclude(name_key=None).exists()
    request.refresh_from_db()
    assert (request.state, request.closed_on) == ("done", localdate())
    assert Merge.objects.get().reason == "cùng số điện thoại"
    connection.close()


@whole_database
def test_the_history_says_that_it_was_erased(donor, recorder) -> None:
    forget(donor, recorder)
    donor.refresh_from_db()
    change, edited, _entered = changes_of(donor)
    assert read(change, donor.data_key, allowed=True)["name"] == [ERASED, None]
    assert read(edited, donor.data_key, allowed=True)["name"] == [ERASED, ERASED]
    assert change.reason == "theo đề nghị của người hiến"
    assert opened(donor).papers == ()


@pytest.mark.django_db
def test_every_later_edit_is_refused(donor, commune, recorder, rules) -> None:
    forget(donor, recorder)
    donor.refresh_from_db()
    by, tier = recorder.actor, HonourTier.objects.get(code="person-5")
    acts = [
        lambda: edit_donor(
            by=by, key=uuid4(), donor=donor, version=donor.version, facts=facts(), reason="x"
        ),
        lambda: forget(donor, recorder),
        lambda: give_consents(
            by=by, key=uuid4(), donor=donor, purposes=["recall"], method="desk",
            given_on=localdate(),
        ),
        lambda: give_honour(by=by, key=uuid4(), donor=donor, tier=tier, given_on=localdate()),
        lambda: register_request(
            by=by, key=uuid4(), donor=donor, keeper=commune, kind="access",
            received_on=localdate(),
        ),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(Erased):
            act()
    version = donor.version
    donor.refresh_from_db()
    assert donor.version == version


@pytest.mark.django_db
def test_one_file_alone_leaves_the_other(donor, commune, recorder) -> None:
    second = DonorFactory.create(keeper=commune)
    merge(by=recorder.actor, key=uuid4(), donor=second, into=donor, reason="trùng")
    forget(second, recorder, whole=False)
    donor.refresh_from_db()
    second.refresh_from_db()
    assert (donor.is_erased, second.is_erased) == (False, True)
    assert second.head_id == donor.pk
    assert facts_of(donor).name == NAME


@pytest.mark.django_db
def test_records_of_donations_are_kept_ten_years(donor, commune, recorder) -> None:
    second = DonorFactory.create(keeper=commune)
    merge(by=recorder.actor, key=uuid4(), donor=second, into=donor, reason="trùng")
    last = localdate() - timedelta(days=9 * 365)
    history.keep([second.pk], last_given=last, last_component="whole", given=1)
    with pytest.raises(KeptByLaw) as caught:
        forget(donor, recorder)
    assert caught.value.erasure.from_day is not None
    assert caught.value.erasure.from_day > localdate()
    with pytest.raises(KeptByLaw):
        forget(donor, recorder, whole=False)
    history.keep(
        [second.pk], last_given=last - timedelta(days=2 * 365), last_component="whole", given=1
    )
    forget(donor, recorder)
    second.refresh_from_db()
    assert second.is_erased
    assert second.given == 1


@pytest.mark.django_db
def test_the_same_post_forgets_once(donor, recorder) -> None:
    key = uuid4()
    first, again = forget(donor, recorder, key=key), forget(donor, recorder, key=key)
    assert (again.code, again.repeated) == (first.code, True)


@pytest.mark.django_db
def test_reasons_and_answers_name_nobody(donor, commune, recorder) -> None:
    with pytest.raises(CareRefused):
        forget(donor, recorder, reason=f"ông {NAME} đề nghị")
    receipt = register_request(
        by=recorder.actor, key=uuid4(), donor=donor, keeper=commune, kind="access",
        received_on=localdate(),
    )  # fmt: skip
    request = PersonRequest.objects.get(pk=receipt.target_id)
    with pytest.raises(CareRefused):
        answer_request(
            by=recorder.actor, key=uuid4(), request=request, version=request.version,
            state="done", answer="đã gửi tới 0905 551 237", on=localdate(),
        )  # fmt: skip


@pytest.mark.django_db
def test_words_that_named_the_person_before_are_taken_out(donor, commune, recorder) -> None:
    other = DonorFactory.create(keeper=commune)
    merge(by=recorder.actor, key=uuid4(), donor=other, into=donor, reason="cùng giấy tờ")
    Merge.objects.update(reason=f"là anh {NAME}")
    forget(donor, recorder)
    assert Merge.objects.get().reason == ""


@pytest.mark.django_db
def test_an_edit_that_waited_finds_the_file_erased(donor, recorder) -> None:
    version = donor.version
    with transaction.atomic():
        forget(donor, recorder)
    with pytest.raises((Stale, Erased)):
        edit_donor(
            by=recorder.actor, key=uuid4(), donor=donor, version=version, facts=facts(), reason=""
        )
