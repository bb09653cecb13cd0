"""The desks of handovers, balances, days and paper lists, and of gift rates."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.actor import SYSTEM
from ledger.models import Change
from ledger.scope import Role
from tests.desk.pages import address, change, errors_of, filled
from tests.factories import (
    HAI_PHONG,
    LAI_CHAU,
    DriveFactory,
    OrganisationFactory,
    area,
    member_of,
)
from tests.factories_paper import SheetFactory
from tests.factories_units import open_day, received_by
from tests.units.handover_records import opened
from units.actions.balances import BagFacts, BalanceFacts, RowFacts, save_balance
from units.models import Balance, DriveDay, GiftRate, Handover, PaperSheet

pytestmark = pytest.mark.django_db
READ = [Handover, Balance, DriveDay, PaperSheet]


def records(keeper, key: str, hospital) -> dict[type, object]:
    """One record of each kind, at a drive in the area ``key``."""
    drive = DriveFactory.create(keeper=keeper, title=f"Ngày hội {key}", area=area(key))
    received_by(drive, hospital)
    facts = BalanceFacts(
        bags={350: BagFacts(brought=10)}, rows={"gift": [RowFacts(label="Áo", brought=9)]}
    )
    save_balance(by=SYSTEM, key=uuid4(), drive=drive, version=0, facts=facts)
    return {
        Handover: opened(drive),
        Balance: Balance.objects.get(drive=drive),
        DriveDay: open_day(drive),
        PaperSheet: SheetFactory.create(drive, [{"name": "Lê Văn Giấy"}]),
    }


@pytest.fixture
def both(commune, lai_chau_committee, hospital, rules):
    """Here and in another province."""
    return records(commune, HAI_PHONG, hospital), records(lai_chau_committee, LAI_CHAU, hospital)


@pytest.mark.parametrize("model", READ)
def test_they_are_read_within_the_scope_and_changed_by_nobody(desk, boss, both, model):
    here, there = both
    assert desk.get(address(model, "change", here[model].pk)).status_code == 200
    assert desk.get(address(model, "change", there[model].pk)).status_code == 404
    shown = {row.pk for row in desk.get(address(model, "changelist")).context["cl"].result_list}
    assert here[model].pk in shown
    assert there[model].pk not in shown
    for client in (desk, boss):
        assert client.get(address(model, "add")).status_code == 403
        url = address(model, "change", here[model].pk)
        assert client.post(url, {"notes": "x"}).status_code == 403
        assert client.post(address(model, "delete", here[model].pk)).status_code == 403


@pytest.mark.parametrize("model", READ)
def test_they_are_found_by_their_drive_without_marks(boss, both, model):
    answer = boss.get(address(model, "changelist"), {"q": "ngay hoi"})
    assert len(answer.context["cl"].result_list) == 2


@pytest.mark.parametrize("model", READ)
@pytest.mark.parametrize("role", [Role.RECORDER, Role.RECEIVER, Role.VIEWER])
def test_only_administrators_come_in(client_of, commune, model, role):
    assert client_of(member_of(commune, role)).get(address(model, "changelist")).status_code == 403


@pytest.mark.parametrize("model", READ)
def test_twenty_cost_as_many_queries_as_one(boss, commune, hospital, rules, model):
    records(commune, HAI_PHONG, hospital)
    boss.get(address(model, "changelist"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        boss.get(address(model, "changelist"))
    for _ in range(4):
        records(commune, HAI_PHONG, hospital)
    with CaptureQueriesContext(connection) as many:
        boss.get(address(model, "changelist"))
    assert len(many) == len(one)


def test_names_on_paper_are_not_shown(boss, both):
    page = boss.get(address(PaperSheet, "change", both[0][PaperSheet].pk)).content.decode()
    assert "Lê Văn Giấy" not in page


# gift rates


@pytest.fixture
def keeper_of_rates(client_of, hospital):
    """The administrator of the receiver."""
    return client_of(member_of(hospital, Role.ADMINISTRATOR))


def rate(receiver, amount: int = 100_000, **facts: object) -> GiftRate:
    return GiftRate.objects.create(
        **{
            "receiver": receiver, "label": "Quà", "volume": 350, "amount": amount,
            "valid_from": date(2026, 1, 1), "source": "Quyết định", **facts,
        }
    )  # fmt: skip


def typed(**values: object) -> dict[str, object]:
    return {
        "label": "Quà", "volume": "350", "amount": "200000", "valid_from": "01/06/2026",
        "source": "Quyết định mới", "certainty": "S", **values,
    }  # fmt: skip


def test_a_receiver_keeps_its_own_rates_and_a_new_one_ends_the_old(keeper_of_rates, hospital):
    old = rate(hospital)
    url = address(GiftRate, "add")
    answer = keeper_of_rates.post(url, filled(keeper_of_rates, url, **typed(receiver=hospital.pk)))
    assert answer.status_code == 302, errors_of(answer)
    old.refresh_from_db()
    assert old.valid_to == date(2026, 6, 1)
    assert GiftRate.objects.get(valid_to=None).amount == 200_000
    assert {c.action for c in Change.objects.all()} == {"add-gift-rate", "edit-gift-rate"}


def test_a_rate_before_a_later_one_is_refused_in_a_sentence(keeper_of_rates, hospital):
    rate(hospital, valid_from=date(2026, 7, 1))
    url = address(GiftRate, "add")
    answer = keeper_of_rates.post(url, filled(keeper_of_rates, url, **typed(receiver=hospital.pk)))
    assert answer.status_code == 200
    assert "01/07/2026" in str(errors_of(answer)) or "1/7/2026" in str(errors_of(answer))
    assert GiftRate.objects.count() == 1


def test_nobody_but_the_nation_sets_general_rates_or_those_of_others(
    keeper_of_rates, boss, desk, hospital
):
    other = OrganisationFactory.create(name="Viện bạn", kind="hospital", area=area(HAI_PHONG))
    general, theirs = rate(None), rate(other)
    url = address(GiftRate, "add")
    for receiver in ("", other.pk):
        data = filled(keeper_of_rates, url, **typed(receiver=receiver))
        assert "receiver" in errors_of(keeper_of_rates.post(url, data))
    edit = address(GiftRate, "change", general.pk)
    assert keeper_of_rates.get(edit).status_code == 200
    assert keeper_of_rates.post(edit, typed()).status_code == 403
    assert keeper_of_rates.get(address(GiftRate, "change", theirs.pk)).status_code == 404
    assert change(boss, general, amount="120000").status_code == 302


def test_a_slip_is_mended_with_a_reason(keeper_of_rates, hospital):
    own = rate(hospital)
    assert change(keeper_of_rates, own, amount="110000").status_code == 302
    own.refresh_from_db()
    assert own.amount == 110_000
    assert Change.objects.get().reason == "đính chính theo công văn"
