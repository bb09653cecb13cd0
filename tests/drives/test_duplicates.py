"""Two records of one drive: /drives/<id>/same-as/."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from drives.models import Drive, Result
from drives.querysets.results import read_total, total_columns
from drives.rules.figures import Figure
from ledger.models import Change
from tests.factories import DriveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(commune, committee) -> tuple[Drive, Drive]:
    """One drive, recorded by the commune and by the city."""
    drives = [DriveFactory.create(keeper=body, area=commune.area) for body in (commune, committee)]
    for drive in drives:
        Result.objects.create(drive=drive, units_n=345, units_q="exact")
    return drives[0], drives[1]


def url(drive: Drive) -> str:
    return reverse("drives:same-as", args=[drive.pk])


def post(drive: Drive, **fields) -> dict[str, str]:
    return {"key": str(uuid4()), "version": str(drive.version), "reason": "Cùng một đợt", **fields}


def units() -> Figure | None:
    row = Drive.objects.counted().aggregate(**total_columns("units", "result__"))
    return read_total("units", row).figure


def test_joined_records_count_once_and_are_both_kept(client_of, confirmer, twins):
    first, second = twins
    client = client_of(confirmer)
    assert first.title in client.get(url(second)).content.decode()
    assert units() == Figure(Decimal(690))
    assert client.post(url(second), post(second, head=str(first.pk))).status_code == 302
    assert units() == Figure(Decimal(345))
    assert Drive.objects.count() == 2
    change = Change.objects.get(target_label="drives.drive", target_id=str(second.pk))
    assert (change.action, change.reason) == ("join-duplicate", "Cùng một đợt")


def test_separated_records_count_again(client_of, confirmer, twins):
    first, second = twins
    client = client_of(confirmer)
    client.post(url(second), post(second, head=str(first.pk)))
    second.refresh_from_db()
    assert first.title in client.get(url(second)).content.decode()
    assert client.post(url(second), post(second, reason="Hai đợt")).status_code == 302
    assert units() == Figure(Decimal(690))


def test_a_third_record_joins_the_head_and_not_the_second(client_of, confirmer, twins, commune):
    first, second = twins
    third = DriveFactory.create(keeper=commune, area=commune.area)
    client = client_of(confirmer)
    client.post(url(third), post(third, head=str(second.pk)))
    client.post(url(second), post(second, head=str(first.pk)))
    assert {d.duplicate_of_id for d in Drive.objects.filter(pk__in=[second.pk, third.pk])} == {
        first.pk
    }


def test_a_reason_and_a_drive_are_asked_for_and_kept(client_of, confirmer, twins):
    page = client_of(confirmer).post(url(twins[1]), post(twins[1], reason="", head=""))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"head", "reason"}


def test_without_another_record_nothing_is_asked_but_to_find_it(client_of, recorder, commune):
    alone = DriveFactory.create(keeper=commune, area=commune.area)
    page = client_of(recorder).get(f"{url(alone)}?q=khong+co")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="q"' in text
    assert 'name="reason"' not in text


def test_a_refused_post_offers_what_was_offered_before(client_of, confirmer, twins, commune):
    """And not every drive of the nation."""
    first, second = twins
    other = DriveFactory.create(keeper=commune, title="Chủ nhật Đỏ", first_day=None)
    page = client_of(confirmer).post(url(second), post(second, reason="", head=str(first.pk)))
    text = page.content.decode()
    assert page.status_code == 422
    assert first.title in text
    assert other.title not in text


def test_an_older_version_joins_nothing(client_of, confirmer, twins):
    first, second = twins
    client_of(confirmer).post(url(second), post(second, head=str(first.pk), version="7"))
    second.refresh_from_db()
    assert second.duplicate_of is None


def test_a_drive_of_strangers_is_neither_found_nor_taken(
    client_of, confirmer, twins, lai_chau_committee
):
    foreign = DriveFactory.create(keeper=lai_chau_committee, title="Hành trình Đỏ Lai Châu")
    client = client_of(confirmer)
    assert foreign.title not in client.get(f"{url(twins[0])}?q=lai+chau").content.decode()
    page = client.post(url(twins[0]), post(twins[0], head=str(foreign.pk)))
    assert page.status_code == 422
    assert client.get(url(foreign)).status_code == 404


def test_who_may(client_of, client, recorder, viewer, stranger, twins):
    first, second = twins
    assert client_of(recorder).get(url(first)).status_code == 200
    assert client_of(recorder).get(url(second)).status_code == 404
    assert client_of(viewer).get(url(first)).status_code == 403
    assert client_of(stranger).get(url(first)).status_code == 404
    assert client.get(url(first)).status_code == 302
    assert client_of(recorder).get(reverse("drives:same-as", args=[10**9])).status_code == 404
    assert client_of(recorder).put(url(first)).status_code == 405
