"""A list of twenty rows asks the database as often as a list of one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import User
from directory.models import Area, Organisation, Venue
from directory.pickers import LinkOrWords
from donors.models import Donor
from donors.seed import load_rules
from drives.models import (
    Award,
    Drive,
    Move,
    Participation,
    Partner,
    PeriodTotal,
    Receiving,
    Result,
)
from drives.rules.figures import Figure
from drives.rules.states import State
from ledger.actions import leave_change, lock
from ledger.cells import cells_of
from ledger.scope import Role
from tests.factories import (
    HAI_PHONG,
    KIEN_THUY_DISTRICT,
    XA_KIEN_THUY,
    CampaignFactory,
    DriveFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    VenueFactory,
    area,
)
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory
from tests.house.handovers import add_line, listed_for
from tests.units.desk_records import arrived, screened
from units.actions.desks import open_desks
from units.models import Handover, Unit
from units.rules.states import State as Standing

pytestmark = pytest.mark.django_db
MANY = 20
DAY = date(2024, 11, 30)
# Stands once in every row of these tests.
MARK = "Dòng"


@dataclass
class Desk:
    """The records that the lists are of; ``officer`` may do everything in the province."""

    officer: User
    committee: Organisation
    campaign: Any
    drive: Drive
    venue: Venue
    person: User


@pytest.fixture
def desk(committee, recorder, rules) -> Desk:
    officer = UserFactory.create()
    for role in Role:
        MembershipFactory.create(user=officer, organisation=committee, role=role.value)
    campaign = CampaignFactory.create(name="Giọt hồng quê hương")
    drive = DriveFactory.create(keeper=committee, title="Ngày hội", first_day=DAY)
    Result.objects.create(drive=drive, **figures(units=345))
    return Desk(officer, committee, campaign, drive, VenueFactory.create(name="Sân"), recorder)


def figures(**numbers: int) -> dict[str, Any]:
    return {name: Figure(Decimal(number)) for name, number in numbers.items()}


# one more row


def add_drive(desk: Desk, n: int, state: State = State.AWAITING, **facts: Any) -> Drive:
    """Each with another host, area and venue, as far as the small map goes."""
    host = OrganisationFactory.create()
    drive = DriveFactory.create(
        **{
            "title": f"{MARK} {n}",
            "keeper": desk.committee,
            "host": host,
            "area": area((HAI_PHONG, KIEN_THUY_DISTRICT, XA_KIEN_THUY)[n % 3]),
            "venue": VenueFactory.create(),
            "first_day": DAY + timedelta(days=n),
            "state": state.value,
            **facts,
        }
    )
    drive.campaigns.add(desk.campaign)
    return drive


def add_sent_drive(desk: Desk, n: int, state: State = State.SUBMITTED) -> Drive:
    drive = add_drive(desk, n, state)
    sender = UserFactory.create()
    Result.objects.create(
        drive=drive,
        **figures(attended=450, units=345),
        submitted_by=sender,
        submitted_at=now(),
        standing="official",
    )
    return drive


def add_step(drive: Drive, n: int) -> None:
    Move.objects.create(
        drive=drive,
        name="return",
        from_state=State.SUBMITTED.value,
        to_state=State.RETURNED.value,
        at=now(),
        by=UserFactory.create(),
        reason=f"{MARK} {n}",
        cells=["units", "women"],
    )


def add_returned_drive(desk: Desk, n: int) -> None:
    add_step(add_sent_drive(desk, n, State.RETURNED), n)


def add_coming_drive(desk: Desk, n: int) -> None:
    day = localdate() + timedelta(days=1 + n)
    add_drive(desk, n, State.PLANNED, first_day=day, expected_from=200)


def add_organisation(desk: Desk, n: int) -> None:
    OrganisationFactory.create(
        name=f"{MARK} {n}",
        area=area((HAI_PHONG, KIEN_THUY_DISTRICT, XA_KIEN_THUY)[n % 3]),
        parent=desk.committee,
    )


def add_venue(desk: Desk, n: int) -> None:
    place = area((HAI_PHONG, KIEN_THUY_DISTRICT, XA_KIEN_THUY)[n % 3])
    VenueFactory.create(name=f"{MARK} {n}", area=place)


def add_campaign(desk: Desk, n: int) -> None:
    campaign = CampaignFactory.create(name=f"{MARK} {n}")
    campaign.drives.add(DriveFactory.create(keeper=desk.committee))


def add_period_total(desk: Desk, n: int) -> None:
    PeriodTotal.objects.create(
        area=area((HAI_PHONG, KIEN_THUY_DISTRICT, XA_KIEN_THUY)[n % 3]),
        keeper=OrganisationFactory.create(),
        from_day=date(2000 + n, 1, 1),
        to_day=date(2001 + n, 1, 1),
        **figures(units=39_660),
        source=f"{MARK} {n}",
    )


def add_person(desk: Desk, n: int) -> None:
    person = UserFactory.create(full_name=f"{MARK} {n}")
    for role in (Role.RECORDER, Role.VIEWER):
        MembershipFactory.create(
            user=person,
            role=role.value,
            organisation=OrganisationFactory.create(parent=desk.committee),
        )


def add_role(desk: Desk, n: int) -> None:
    body = OrganisationFactory.create(name=f"{MARK} {n}", parent=desk.committee)
    MembershipFactory.create(user=desk.person, organisation=body)


@transaction.atomic
def add_change(desk: Desk, n: int) -> None:
    venue = lock(Venue.objects.all(), desk.venue.pk, version=None)
    before = cells_of(venue)
    venue.area = area((HAI_PHONG, KIEN_THUY_DISTRICT)[n % 2])
    venue.address = f"Số {n}"
    venue.save()
    person = UserFactory.create()
    leave_change(
        venue,
        by=person.actor,
        action="edit-venue",
        before=before,
        after=cells_of(venue),
        reason=f"{MARK} {n}",
    )


def add_partner_and_receiver(desk: Desk, n: int) -> None:
    body = OrganisationFactory.create(name=f"{MARK} {n}")
    Partner.objects.create(drive=desk.drive, organisation=body)
    hospital = OrganisationFactory.create(kind=Organisation.Kind.HOSPITAL)
    Receiving.objects.create(drive=desk.drive, organisation=hospital, **figures(units=10))


def add_participation(desk: Desk, n: int) -> None:
    body = OrganisationFactory.create(name=f"{MARK} {n}")
    Participation.objects.create(
        drive=desk.drive, organisation=body, position=n, target=30, **figures(units=25)
    )
    add_partner_and_receiver(desk, 100 + n)


def add_award(desk: Desk, n: int) -> None:
    Award.objects.create(drive=desk.drive, authority=f"{MARK} {n}", form="Giấy khen", to="people")


def add_registration(desk: Desk, n: int, state: Standing = Standing.REGISTERED) -> None:
    """Each with another donor and group."""
    RegistrationFactory.create(
        desk.drive,
        state=state,
        name=f"{MARK} {n}",
        group=LinkOrWords(OrganisationFactory.create(parent=desk.committee)),
    )


def add_arrival(desk: Desk, n: int) -> None:
    add_registration(desk, n, Standing.ARRIVED)


def add_donor(desk: Desk, n: int) -> None:
    DonorFactory.create(
        keeper=desk.committee,
        name=f"{MARK} {n}",
        organisation=LinkOrWords(OrganisationFactory.create(parent=desk.committee)),
    )


def _desk_of(desk: Desk) -> Drive:
    """The drive, received by the officer's own body, its desks open."""
    Receiving.objects.get_or_create(drive=desk.drive, organisation=desk.committee)
    load_rules()
    open_desks(by=desk.officer.actor, key=uuid4(), drive=desk.drive)
    return desk.drive


def add_waiting(desk: Desk, n: int) -> None:
    arrived(_desk_of(desk), name=f"{MARK} {n}")


def add_examined(desk: Desk, n: int) -> None:
    screened(_desk_of(desk), name=f"{MARK} {n}")


def add_bag(desk: Desk, n: int) -> None:
    """Another bag of the first person, at a drive of its own."""
    donor = Donor.objects.first() or DonorFactory.create(keeper=desk.committee)
    day = DAY - timedelta(days=100 * n)
    drive = DriveFactory.create(keeper=desk.committee, title=f"{MARK} {n}", first_day=day)
    row = RegistrationFactory.create(drive, donor, state=Standing.DONATED)
    Unit.objects.create(
        registration=row, drive=drive, donor=donor, given_on=day,
        year=day.year, volume=350, bag_code=f"A{n}", collected_by_name="Lan",
    )  # fmt: skip


def add_handover(desk: Desk, n: int) -> None:
    """A list for another receiver, with one bag."""
    receiving = Receiving.objects.create(drive=desk.drive, words=f"{MARK} {n}")
    add_line(listed_for(receiving), n)


def add_handed_bag(desk: Desk, n: int) -> None:
    """Another bag on one list that its receiver counts."""
    receiving, _new = Receiving.objects.get_or_create(drive=desk.drive, organisation=desk.committee)
    handover = listed_for(receiving)
    Handover.objects.filter(pk=handover.pk).update(state="sent", sent_at=now())
    add_line(handover, n, f"{MARK} {n}")


# the lists

Add = Callable[[Desk, int], Any]
LISTS: dict[str, tuple[Add, Callable[[Desk], str]]] = {
    "drives": (add_sent_drive, lambda desk: reverse("drives:list")),
    "drives, filtered": (
        add_sent_drive,
        lambda desk: reverse("drives:list") + "?q=dong&state=to-confirm&totals=1",
    ),
    "campaigns": (add_campaign, lambda desk: reverse("drives:campaigns")),
    "drives of a campaign": (
        add_sent_drive,
        lambda desk: reverse("drives:campaign", args=[desk.campaign.pk]),
    ),
    "period totals": (add_period_total, lambda desk: reverse("drives:period-totals")),
    "partners and receivers": (
        add_partner_and_receiver,
        lambda desk: reverse("drives:drive", args=[desk.drive.pk]),
    ),
    "participations": (
        add_participation,
        lambda desk: reverse("drives:drive", args=[desk.drive.pk]) + "?tab=result",
    ),
    "participations being typed": (
        add_participation,
        lambda desk: reverse("drives:result", args=[desk.drive.pk]),
    ),
    "awards": (
        add_award,
        lambda desk: reverse("drives:drive", args=[desk.drive.pk]) + "?tab=awards",
    ),
    "steps": (
        lambda desk, n: add_step(desk.drive, n),
        lambda desk: reverse("drives:drive", args=[desk.drive.pk]) + "?tab=moves",
    ),
    "organisations": (add_organisation, lambda desk: reverse("directory:organisations")),
    "organisations below": (
        add_organisation,
        lambda desk: reverse("directory:organisation", args=[desk.committee.pk]),
    ),
    "organisations to choose": (
        add_organisation,
        lambda desk: reverse("directory:organisation-options") + "?q=dong",
    ),
    "venues": (add_venue, lambda desk: reverse("directory:venues")),
    "venues to choose": (add_venue, lambda desk: reverse("directory:venue-options") + "?q=dong"),
    "people": (add_person, lambda desk: reverse("accounts:people")),
    "roles of a person": (
        add_role,
        lambda desk: reverse("accounts:person", args=[desk.person.pk]),
    ),
    "history": (
        add_change,
        lambda desk: reverse("ledger:history", args=["directory.venue", desk.venue.pk]),
    ),
    "people of a drive": (
        add_registration,
        lambda desk: reverse("units:registrations", args=[desk.drive.pk]),
    ),
    "people who came last": (
        add_arrival,
        lambda desk: reverse("units:reception", args=[desk.drive.pk]),
    ),
    "donors to invite": (
        add_donor,
        lambda desk: reverse("units:invitations", args=[desk.drive.pk]),
    ),
    "home: to be entered": (add_drive, lambda desk: reverse("home")),
    "home: to be completed": (add_returned_drive, lambda desk: reverse("home")),
    "home: to be confirmed": (add_sent_drive, lambda desk: reverse("home")),
    "home: coming up": (add_coming_drive, lambda desk: reverse("home")),
    "waiting to be examined": (
        add_waiting,
        lambda desk: reverse("units:screening", args=[desk.drive.pk]),
    ),
    "waiting to give": (
        add_examined,
        lambda desk: reverse("units:collection", args=[desk.drive.pk]),
    ),
    "donors": (add_donor, lambda desk: reverse("donors:list")),
    "donors by name": (add_donor, lambda desk: reverse("donors:list") + "?q=dong"),
    "donors by name and filter": (
        add_donor,
        lambda desk: reverse("donors:list") + "?q=dong&able=01/12/2026",
    ),
    "bags of a donor": (
        add_bag,
        lambda desk: reverse("donors:donor", args=[Donor.objects.get().pk]),
    ),
    "other bags of a bag's giver": (
        add_bag,
        lambda desk: Unit.objects.earliest("pk").get_absolute_url(),
    ),
    "handovers": (add_handover, lambda desk: reverse("units:handovers", args=[desk.drive.pk])),
    "bags handed over": (add_handed_bag, lambda desk: Handover.objects.get().get_absolute_url()),
    "bags to be counted": (
        add_handed_bag,
        lambda desk: reverse("units:handover-answer", args=[Handover.objects.get().pk]),
    ),
}
# Lists that stop earlier on purpose.
SHOWN = {
    "people who came last": 8,
    "organisations to choose": 12,
    "venues to choose": 12,
    "home: to be entered": 10,
    "home: to be completed": 10,
    "home: to be confirmed": 10,
    "home: coming up": 10,
}
# What stands in each row where the mark is not shown.
MARKS = {"period totals": "39.660", "other bags of a bag's giver": "350 ml"}


def asked(client: Client, address: str, shown: int, mark: str) -> list[str]:
    """The queries of one page, which shows this many rows."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert response.content.decode().count(mark) >= shown
    return [query["sql"] for query in queries]


def compare(few: list[str], many: list[str]) -> str:
    """Which queries are asked again and again, without their values."""

    def shape(sql: str) -> str:
        return "".join(" " if letter.isdigit() else letter for letter in sql)[:300]

    more = Counter(map(shape, many)) - Counter(map(shape, few))
    asked_often = "\n".join(f"{count} x {sql}" for sql, count in more.most_common(5))
    return f"{len(few)} queries for one row, {len(many)} for many:\n{asked_often}"


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_the_rows(name, desk, client_of):
    add, address = LISTS[name]
    client = client_of(desk.officer)
    add(desk, 0)
    client.get(address(desk))  # what is read once in a process
    mark = MARKS.get(name, f"{MARK} ")
    few = asked(client, address(desk), 1, mark)
    for n in range(1, MANY):
        add(desk, n)
    many = asked(client, address(desk), SHOWN.get(name, MANY), mark)
    assert len(many) == len(few), compare(few, many)


@pytest.mark.parametrize(
    ("few", "many"),
    [
        ("directory:areas?q=kien hai", "directory:areas?q=xa"),
        ("directory:area-options?q=kien hai", "directory:area-options?q=xa"),
    ],
)
def test_queries_do_not_grow_with_the_areas_found(few, many, areas, recorder, client_of):
    client = client_of(recorder)
    pages = []
    for page in (few, few, many):
        route, _, query = page.partition("?")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"{reverse(route)}?{query}")
        pages.append(([query["sql"] for query in queries], answer.content.decode().count("Xã ")))
    (queries_of_few, rows), (queries_of_many, more_rows) = pages[1:]
    assert 0 < 2 * rows < more_rows
    assert len(queries_of_many) == len(queries_of_few), compare(queries_of_few, queries_of_many)


def test_queries_do_not_grow_with_what_an_area_holds(areas, recorder, client_of):
    client = client_of(recorder)
    counts = []
    for key in (XA_KIEN_THUY, XA_KIEN_THUY, HAI_PHONG, KIEN_THUY_DISTRICT):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("directory:area", args=[area(key).pk]))
        counts.append(len(queries))
    assert Area.objects.filter(parent=area(KIEN_THUY_DISTRICT)).count() > 10
    assert len(set(counts[1:])) == 1
