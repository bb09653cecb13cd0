"""The balances of a drive and its signing list: bags, certificates by serials, gifts."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from donors.models.limit import Dated
from ledger.actions import Stale
from ledger.actor import SYSTEM
from ledger.models import Access, Change
from tests.factories import HAI_PHONG, OrganisationFactory, area
from tests.factories_units import RegistrationFactory, drive_today, received_by
from tests.units.handover_records import bag_of
from units.actions.balances import BagFacts, BalanceFacts, RowFacts, save_balance
from units.models import Balance, GiftRate
from units.presenters.balances import sheet_of
from units.querysets.balances import drawn_at
from units.querysets.gift_lists import signing_list
from units.rules.certificates import read_numbers
from units.rules.gifts import GIFTS, TRAVEL
from units.rules.states import State
from units.seed import load_gift_rates

pytestmark = pytest.mark.django_db
CERTIFICATE, GIFT = "certificate", "gift"


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital)


@pytest.fixture
def keeper(client_of, recorder) -> Client:
    return client_of(recorder)


def url(name: str, drive) -> str:
    return reverse(f"units:{name}", args=[drive.pk])


def saved(drive, version: int = 0, **facts) -> Balance:
    save_balance(by=SYSTEM, key=uuid4(), drive=drive, version=version, facts=BalanceFacts(**facts))
    return Balance.objects.get(drive=drive)


def filled_in(client: Client, drive, **typed: object) -> dict[str, object]:
    """What a browser posts from the form, with ``typed`` over it."""
    form = client.get(url("balances-edit", drive)).context["form"]
    values = {b.html_name: "" if b.value() is None else b.value() for b in form}
    return values | dict(form.row_totals) | typed


# the sheet


@pytest.mark.both
def test_drawn_bags_are_counted_and_a_missing_one_is_said(drive, hospital):
    for code in ("A1", "A2"):
        bag_of(drive, code, receiver=hospital)
    balance = saved(drive, bags={350: BagFacts(brought=5, spoiled=1, returned=0)})
    sheet = sheet_of(balance, drawn_at(drive))
    (row,) = sheet.bags
    assert (row.used, row.difference, row.even) == ("2", "2", False)
    assert "350" in row.says
    assert sheet.counted == 2


@pytest.mark.both
def test_without_recorded_bags_the_told_number_counts(drive):
    balance = saved(drive, bags={350: BagFacts(brought=5, drawn=4, spoiled=0, returned=1)})
    sheet = sheet_of(balance, drawn_at(drive))
    assert sheet.counted == 0
    assert sheet.even


@pytest.mark.both
def test_a_shorter_sheet_keeps_what_it_left_out_in_its_change(drive):
    rows = {GIFT: [RowFacts(label="Áo", brought=10), RowFacts(label="Mũ", brought=5)]}
    saved(drive, rows=rows)
    saved(drive, version=1, rows={GIFT: [RowFacts(label="Áo", brought=10)]})
    assert [row.label for row in Balance.objects.get().serials.all()] == ["Áo"]
    change = Change.objects.filter(action="save-balance").latest("id")
    assert change.cells["gift_2_label"] == ["Mũ", None]
    with pytest.raises(Stale):
        saved(drive, version=1)


def test_certificates_are_compared_serial_by_serial(drive, hospital):
    for code, number in (("A1", "0000001"), ("A2", "0000002"), ("A3", "0000002"), ("A4", "99")):
        bag_of(drive, code, receiver=hospital, certificate_no=number)
    bag_of(drive, "A5", receiver=hospital, certificate_no="chưa có")
    row = RowFacts(label="Năm 2026", brought=4, brought_serials="0000001–0000004")
    sheet = sheet_of(saved(drive, rows={CERTIFICATE: [row]}), drawn_at(drive))
    said = " ".join(sheet.serials)
    for serials in ("0000002", "0000003–0000004", "99"):
        assert serials in said
    assert list(sheet.unread) == ["chưa có"]
    assert sheet.certificates[0].used == "3"
    assert not sheet.even


def test_numbers_on_bags_are_read_as_serials():
    found = read_numbers(["", " ", "0000001", "0000001", "1-5", "abc", "1, 2"])
    assert [str(one) for one in found.given] == ["0000001", "0000001"]
    assert list(found.unread) == ["1-5", "abc", "1, 2"]


def test_the_sheet_is_typed_saved_and_printed(keeper, drive):
    data = filled_in(
        keeper, drive, bags_350_brought="1.000", bags_350_drawn="990", bags_350_returned="8",
        certificate_1_label="Năm 2026", certificate_1_brought_serials="0123456–0123655",
        gift_1_label="Áo phông", gift_1_brought="200", gift_1_given_out="199",
    )  # fmt: skip
    answer = keeper.post(url("balances-edit", drive), data)
    assert answer.status_code == 302, answer.context["form"].errors
    balance = Balance.objects.get()
    assert balance.bags.get(volume=350).brought == 1000
    assert balance.serials.get(kind=CERTIFICATE).brought == 200
    page = keeper.get(url("balances", drive)).content.decode()
    assert "0123456–0123655" in page
    paper = keeper.get(url("balances-print", drive)).content.decode()
    assert "Áo phông" in paper
    pdf = keeper.get(url("balances-print", drive), {"form": "pdf"})
    words = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert "Độc lập - Tự do - Hạnh phúc" in words


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"bags_350_brought": "mười"}, "bags_350_brought"),
        ({"bags_350_brought": "-3"}, "bags_350_brought"),
        ({"gift_1_brought": "5"}, "gift_1_label"),
        (
            {"certificate_1_label": "2026", "certificate_1_brought_serials": "5–1"},
            "certificate_1_brought_serials",
        ),
        (
            {
                "certificate_1_label": "2026",
                "certificate_1_brought_serials": "01–10",
                "certificate_1_brought": "9",
            },
            "certificate_1_brought",
        ),
    ],
)
def test_what_cannot_be_comes_back_beside_its_place(keeper, drive, typed, field):
    answer = keeper.post(url("balances-edit", drive), filled_in(keeper, drive, **typed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Balance.objects.exists()


def test_two_people_see_two_versions(keeper, drive):
    mine = filled_in(keeper, drive, bags_350_brought="10")
    theirs = filled_in(keeper, drive, bags_350_brought="12")
    assert keeper.post(url("balances-edit", drive), theirs).status_code == 302
    answer = keeper.post(url("balances-edit", drive), mine)
    assert answer.status_code == 409
    assert Balance.objects.get().bags.get(volume=350).brought == 12


def test_more_rows_keep_what_was_typed(keeper, drive):
    data = filled_in(keeper, drive, gift_1_label="Áo", more_gift="1")
    form = keeper.post(url("balances-edit", drive), data).context["form"]
    assert form["gift_1_label"].value() == "Áo"
    assert "gift_4_label" in form.fields


# gifts


def test_the_general_rates_are_there_once(rules):
    load_gift_rates()
    found = {rate.volume: rate.amount for rate in GiftRate.objects.all()}
    assert found == GIFTS | {None: TRAVEL}
    assert {rate.certainty for rate in GiftRate.objects.all()} == {Dated.Certainty.KNOWLEDGE}


@pytest.mark.both
def test_amounts_follow_the_bag_and_stay_blank_where_nothing_is_certain(drive, hospital):
    bag_of(drive, "A1", 250, receiver=hospital, name="Trần Thị Bình")
    bag_of(drive, "A2", 450, receiver=hospital, name="Lê Văn An")
    bag_of(
        drive, "A3", 350, receiver=hospital, name="Vũ Thị Cúc", drawn_volume=200,
        short_reason="choáng",
    )  # fmt: skip
    RegistrationFactory.create(drive, state=State.DONATED, name="Đỗ Văn Dũng")
    RegistrationFactory.create(drive, state=State.DEFERRED, name="Ngô Thị Em")
    found = signing_list(drive, localdate())
    names = [signer.registration.name for signer in found.signers]
    assert names == ["Lê Văn An", "Trần Thị Bình", "Vũ Thị Cúc", "Đỗ Văn Dũng"]
    gift, travel = found.columns
    amounts = [(s.amounts.get(gift), s.amounts.get(travel)) for s in found.signers]
    assert amounts == [(180_000, TRAVEL), (100_000, TRAVEL), (None, TRAVEL), (None, TRAVEL)]


@pytest.mark.both
def test_a_receivers_own_rates_take_the_place_of_the_general_ones(drive, hospital, committee):
    other = OrganisationFactory.create(name="Viện bạn", kind="hospital", area=area(HAI_PHONG))
    received_by(drive, other)
    today = localdate()
    for receiver, amount in ((hospital, 200_000), (other, 90_000)):
        GiftRate.objects.create(
            receiver=receiver, label="Quà", volume=350, amount=amount,
            valid_from=today.replace(year=today.year - 1), source="Quyết định của đơn vị",
        )  # fmt: skip
    GiftRate.objects.create(
        receiver=hospital, label="Quà", volume=350, amount=1, source="cũ",
        valid_from=today.replace(year=today.year - 2), valid_to=today.replace(year=today.year - 1),
    )  # fmt: skip
    bag_of(drive, "A1", 350, receiver=hospital, name="Lê Văn An")
    bag_of(drive, "B1", 350, receiver=other, name="Trần Thị Bình")
    found = signing_list(drive, today)
    amounts = [signer.amounts for signer in found.signers]
    assert amounts == [{"Quà": 200_000}, {"Quà": 90_000}]


def test_printing_names_leaves_an_access_and_reading_the_sums_none(keeper, drive, hospital):
    bag_of(drive, "A1", 250, receiver=hospital, name="Trần Thị Bình")
    page = keeper.get(url("gifts", drive)).content.decode()
    assert "100.000" in page
    assert "Trần Thị Bình" not in page
    assert not Access.objects.exists()
    paper = keeper.post(url("gifts", drive))
    assert "Trần Thị Bình" in paper.content.decode()
    access = Access.objects.get()
    assert (access.kind, access.count) == (Access.Kind.PRINT, 1)
    pdf = keeper.post(url("gifts", drive), {"form": "pdf"})
    words = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert "Trần Thị Bình" in words
    assert "100.000" in words


def test_a_long_signing_list_asks_as_often_as_a_short_one(
    drive, hospital, django_assert_max_num_queries
):
    for n in range(8):
        bag_of(drive, f"A{n}", receiver=hospital)
    with django_assert_max_num_queries(5):
        assert len(signing_list(drive, localdate()).signers) == 8


def test_nobody_signs_before_anybody_gave(keeper, drive):
    assert keeper.post(url("gifts", drive)).status_code == 422
    assert not Access.objects.exists()
