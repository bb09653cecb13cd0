"""Campaigns, period totals and awards that were recorded by mistake: withdrawn, and restored."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from drives.actions.awards import AwardFacts, edit_award
from drives.actions.campaigns import CampaignFacts, NameTaken, add_campaign
from drives.actions.refusals import IsWithdrawn
from drives.actions.withdrawals import restore, withdraw
from drives.models import Award, Campaign, Drive, PeriodTotal
from drives.models.withdrawal import Withdrawable
from ledger.actor import Actor
from ledger.models import Change
from tests.desk.pages import act
from tests.factories import HAI_PHONG, CampaignFactory, DriveFactory, area

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = Actor(id=None, name="Nguyễn Văn Bình")
KINDS = ["campaign", "total", "award"]


@pytest.fixture
def records(committee, commune) -> dict[str, Withdrawable]:
    drive = DriveFactory.create(keeper=commune, area=commune.area)
    campaign = CampaignFactory.create(name="Chủ nhật Đỏ")
    drive.campaigns.add(campaign)
    return {
        "campaign": campaign,
        "total": PeriodTotal.objects.create(
            area=area(HAI_PHONG),
            keeper=committee,
            from_day=date(2024, 1, 1),
            to_day=date(2025, 1, 1),
            units_n=39_660,
            units_q="exact",
        ),
        "award": Award.objects.create(
            drive=drive, authority="Chủ tịch UBND", form="Bằng khen", to="people"
        ),
    }


def address(record: Any) -> str:
    if isinstance(record, Award):
        return reverse("drives:award-withdrawal", args=[record.drive_id, record.pk])
    kind = "campaign" if isinstance(record, Campaign) else "period-total"
    return reverse(f"drives:{kind}-withdrawal", args=[record.pk])


def edit_page(record: Any) -> str:
    if isinstance(record, Award):
        return reverse("drives:award-edit", args=[record.drive_id, record.pk])
    kind = "campaign" if isinstance(record, Campaign) else "period-total"
    return reverse(f"drives:{kind}-edit", args=[record.pk])


def post(record: Any, wish: str = "withdraw", **values: str) -> dict[str, str]:
    record.refresh_from_db()
    own = {"key": str(uuid4()), "version": str(record.version), "wish": wish}
    return own | {"reason": "Nhập nhầm"} | values


def withdrawn(record: Any) -> Any:
    withdraw(by=BY, key=uuid4(), record=record, version=None, reason="Nhập nhầm")
    record.refresh_from_db()
    return record


@pytest.mark.parametrize("kind", KINDS)
def test_withdrawn_with_a_reason_and_restored_with_another(
    client_of, administrator, records, kind
) -> None:
    client, record = client_of(administrator), records[kind]
    assert client.get(address(record)).status_code == 200
    answer = client.post(address(record), post(record), follow=True)
    assert "Mã biên nhận GH-" in answer.content.decode()
    record.refresh_from_db()
    assert record.is_withdrawn
    assert (record.withdrawn_by_id, record.withdrawn_reason) == (administrator.pk, "Nhập nhầm")
    assert "Nhập nhầm" in answer.content.decode()
    answer = client.post(address(record), post(record, "restore", reason="Nhầm lần nữa"))
    assert answer.status_code == 302
    record.refresh_from_db()
    assert not record.is_withdrawn
    label = record._meta.label_lower
    left = Change.objects.filter(target_label=label, target_id=str(record.pk)).order_by("version")
    assert [(c.action, c.reason, c.cells) for c in left] == [
        ("withdraw-record", "Nhập nhầm", {"withdrawn": [None, True]}),
        ("restore-record", "Nhầm lần nữa", {"withdrawn": [True, None]}),
    ]
    history = client.get(reverse("ledger:history", args=[label, record.pk])).content.decode()
    assert "Nhầm lần nữa" in history


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_post_twice_is_one_withdrawal_and_never_a_restoration(
    client_of, administrator, records, kind
) -> None:
    client, record = client_of(administrator), records[kind]
    sent = post(record)
    assert client.post(address(record), sent).status_code == 302
    assert client.post(address(record), sent).status_code == 302
    record.refresh_from_db()
    assert record.is_withdrawn
    assert Change.objects.count() == 1


@pytest.mark.parametrize("values", [{"reason": " "}, {"wish": "delete"}, {"wish": ""}])
def test_without_a_reason_or_a_wish_nothing_is_done(
    client_of, administrator, records, values
) -> None:
    record = records["award"]
    answer = client_of(administrator).post(address(record), post(record, **values))
    assert answer.status_code == 422
    record.refresh_from_db()
    assert not record.is_withdrawn


def test_an_older_page_withdraws_nothing(client_of, administrator, records) -> None:
    record = records["total"]
    sent = post(record, version="7")
    answer = client_of(administrator).post(address(record), sent, follow=True)
    assert "Mã biên nhận" not in answer.content.decode()
    record.refresh_from_db()
    assert not record.is_withdrawn


@pytest.mark.parametrize("kind", KINDS)
def test_a_withdrawn_record_is_mended_only_after_it_is_restored(
    client_of, administrator, records, kind
) -> None:
    record = withdrawn(records[kind])
    client = client_of(administrator)
    assert client.get(edit_page(record)).status_code == 403
    answer = client.post(edit_page(record), {"key": str(uuid4()), "version": "1", "name": "Khác"})
    assert answer.status_code == 422


def test_an_action_refuses_a_withdrawn_record_too(records) -> None:
    record = withdrawn(records["award"])
    facts = AwardFacts(authority="Bộ Y tế", form="Bằng khen", to="people")
    with pytest.raises(IsWithdrawn):
        edit_award(by=BY, key=uuid4(), award=record, version=None, facts=facts)


def test_withdrawing_again_keeps_the_first_reason(records) -> None:
    record = withdrawn(records["campaign"])
    withdraw(by=BY, key=uuid4(), record=record, version=None, reason="Khác")
    record.refresh_from_db()
    assert record.withdrawn_reason == "Nhập nhầm"
    restore(by=BY, key=uuid4(), record=record, version=None, reason="Đúng rồi")
    restore(by=BY, key=uuid4(), record=record, version=None, reason="Đúng rồi")
    assert Change.objects.count() == 2


def test_those_who_may_not_edit_see_withdrawn_records_no_more(
    client_of, viewer, recorder, administrator, records
) -> None:
    drive = Drive.objects.get()
    tab = reverse("drives:drive", args=[drive.pk]) + "?tab=awards"
    lists = {
        "campaign": reverse("drives:campaigns"),
        "total": reverse("drives:period-totals"),
        "award": tab,
    }
    shown = {"campaign": "Chủ nhật Đỏ", "total": "39.660", "award": "Bằng khen"}
    for kind, page in lists.items():
        assert shown[kind] in client_of(viewer).get(page).content.decode()
        withdrawn(records[kind])
        assert shown[kind] not in client_of(viewer).get(page).content.decode()
        assert shown[kind] in client_of(administrator).get(page).content.decode()
    assert shown["award"] in client_of(recorder).get(tab).content.decode()  # the keeper's
    assert shown["campaign"] not in client_of(viewer).get(f"/drives/{drive.pk}/").content.decode()
    for client, status in ((client_of(viewer), 404), (client_of(administrator), 200)):
        total = records["total"]
        assert client.get(reverse("drives:period-total", args=[total.pk])).status_code == status
        campaign = records["campaign"]
        assert client.get(reverse("drives:campaign", args=[campaign.pk])).status_code == status
        history = reverse("ledger:history", args=["drives.award", records["award"].pk])
        assert client.get(history).status_code == status


def test_pickers_leave_withdrawn_campaigns_out_but_no_drive_loses_its_own(
    client_of, recorder, records
) -> None:
    withdrawn(records["campaign"])
    client, drive = client_of(recorder), Drive.objects.get()
    other = DriveFactory.create(keeper=drive.keeper)
    assert "Chủ nhật Đỏ" not in client.get(reverse("drives:list")).content.decode()
    assert "Chủ nhật Đỏ" not in client.get(f"/drives/{other.pk}/edit/").content.decode()
    page = client.get(f"/drives/{drive.pk}/edit/")
    assert "Chủ nhật Đỏ" in page.content.decode()
    form = page.context["form"]
    assert form["campaigns"].initial == [records["campaign"]]


def test_a_withdrawn_campaign_keeps_its_name(client_of, administrator, records) -> None:
    withdrawn(records["campaign"])
    with pytest.raises(NameTaken) as taken:
        add_campaign(by=BY, key=uuid4(), facts=CampaignFacts(name="chủ nhật đỏ"))
    assert taken.value.withdrawn
    answer = client_of(administrator).post(
        reverse("drives:campaign-new"), {"key": str(uuid4()), "name": "Chủ nhật Đỏ"}
    )
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors


@pytest.mark.parametrize("kind", KINDS)
def test_the_desk_withdraws_and_restores_from_the_list(
    client_of, administrator, records, kind
) -> None:
    desk, record = client_of(administrator), records[kind]
    act(desk, type(record), "withdraw_records", record)
    record.refresh_from_db()
    assert (record.is_withdrawn, record.withdrawn_reason) == (True, "theo công văn")
    act(desk, type(record), "restore_records", record)
    record.refresh_from_db()
    assert not record.is_withdrawn


def test_the_database_asks_for_a_reason(records) -> None:
    for record in records.values():
        with pytest.raises(IntegrityError), transaction.atomic():
            type(record)._base_manager.filter(pk=record.pk).update(withdrawn_at=timezone.now())


def test_strangers_find_nothing_and_viewers_may_not(client_of, stranger, viewer, records) -> None:
    for record in (records["total"], records["award"]):
        assert client_of(stranger).get(address(record)).status_code == 404
    for record in records.values():
        assert client_of(viewer).get(address(record)).status_code == 403
        assert client_of(viewer).put(address(record)).status_code == 405
