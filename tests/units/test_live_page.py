"""The page of a drive while it goes on, and the screen in the hall."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donors.models import Deferral, DeferralReason
from drives.models import Drive
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.test_match_page import give
from units.models import Step
from units.presenters.live import deferral_groups, hours, of_target, stages
from units.querysets.live import live_of
from units.rules.states import State

pytestmark = pytest.mark.both


@pytest.fixture
def drive(commune, hospital) -> Drive:
    return drive_today(commune, receiver=hospital, expected_from=5, expected_to=8)


def at_hour(hour: int) -> datetime:
    today = timezone.localtime().replace(hour=hour, minute=20, second=0, microsecond=0)
    return today - timedelta(days=1)


def test_the_way_counts_each_person_as_far_as_they_came(drive):
    give(drive, 3)
    RegistrationFactory.create_batch(2, drive, state=State.SCREENED)
    RegistrationFactory.create(drive, state=State.LEFT)
    RegistrationFactory.create_batch(4, drive)
    RegistrationFactory.create(drive, state=State.WITHDRAWN)
    live = live_of(drive)
    assert [stage.people for stage in stages(live)] == [10, 6, 5, 3]
    assert (live.units, live.ml) == (3, 3 * 350)
    assert "3" in of_target(drive, live)
    assert "5–8" in of_target(drive, live)


def test_hours_run_without_a_gap_and_agree_with_a_slow_count(drive):
    for hour, people in ((7, 2), (10, 1)):
        for _ in range(people):
            RegistrationFactory.create(drive, state=State.DONATED, at=at_hour(hour))
    RegistrationFactory.create(drive, state=State.WITHDRAWN, at=at_hour(7))
    rows = hours(live_of(drive)).rows
    assert [(row.label[:2], row.arrivals, row.donations) for row in rows] == [
        ("07", 2, 2), ("08", 0, 0), ("09", 0, 0), ("10", 1, 1),
    ]  # fmt: skip
    slow = [
        sum(
            1
            for step in Step.objects.filter(to_state="arrived")
            if timezone.localtime(step.at).hour == hour
        )
        for hour in (7, 8, 9, 10)
    ]
    assert slow == [row.arrivals for row in rows]


def test_who_is_taken_back_is_not_counted(drive):
    row = RegistrationFactory.create(drive, state=State.ARRIVED)
    Step.objects.filter(registration=row).update(at=at_hour(8))
    assert sum(live_of(drive).arrivals.values()) == 1
    row.state = State.REGISTERED.value
    row.save(update_fields=["state"])
    assert live_of(drive).arrivals == {}


def deferred(drive: Drive, people: int, code: str) -> None:
    reason = DeferralReason.objects.get(code=code)
    for row in RegistrationFactory.create_batch(people, drive, state=State.DEFERRED):
        Deferral.objects.create(
            donor=row.donor, reason=reason, from_day=timezone.localdate(),
            able_from=timezone.localdate() + timedelta(days=28), registration=row.pk,
            recorded_at=timezone.now(),
        )  # fmt: skip


def test_a_commune_reads_groups_of_reasons_and_never_a_small_one(
    rules, drive, client_of, recorder, receiver
):
    codes = DeferralReason.objects.filter(permanent=False)
    infection = codes.filter(group="infection-and-risk").first()
    general = codes.filter(group="general").first()
    assert infection is not None
    assert general is not None
    deferred(drive, 6, infection.code)
    deferred(drive, 2, general.code)
    live = live_of(drive)
    assert [number for _label, number in deferral_groups(live, exact=False)] == ["< 5", "6"]
    url = reverse("units:live", args=[drive.pk])
    assert client_of(recorder).get(url).context["groups"][0][1] == "< 5"
    assert client_of(receiver).get(url).context["groups"][0][1] == "2"
    hall = client_of(receiver).get(reverse("units:live-public", args=[drive.pk]))
    assert hall.context["groups"][0][1] == "< 5"
    assert general.name not in hall.content.decode()


def test_the_pages_name_nobody(drive, client_of, recorder):
    rows = give(drive, 2)
    for name in ("live", "live-public"):
        text = client_of(recorder).get(reverse(f"units:{name}", args=[drive.pk])).content.decode()
        assert all(row.name not in text for row in rows)


def test_htmx_gets_the_inner_part(drive, client_of, recorder):
    give(drive, 1)
    for name in ("live", "live-public"):
        url = reverse(f"units:{name}", args=[drive.pk])
        part = client_of(recorder).get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert client_of(recorder).post(url).status_code == 405


def test_a_drive_without_people_says_what_to_do(drive, client_of, recorder, stranger):
    url = reverse("units:live", args=[drive.pk])
    assert client_of(recorder).get(url).context["anybody"] is False
    assert client_of(stranger).get(url).status_code == 404
