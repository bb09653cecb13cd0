"""Who sees, records and confirms which drive: role × where the drive lies."""

from datetime import date

import pytest

from accounts.models import Membership, User
from accounts.scopes import scope_of
from directory.models import Organisation
from drives.models import Drive, Receiving
from ledger.scope import EVERYTHING, NOBODY, Role, Scope, Verb
from tests.factories import (
    HAI_PHONG,
    HAI_PHONG_THEN,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    DriveFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    area,
    member_of,
)

TODAY = date(2026, 11, 22)


@pytest.fixture
def places(committee, commune, lai_chau_committee) -> dict[str, Organisation]:
    """The commune's committee, a neighbour below the same steering committee, that committee, and
    one of another province."""
    return {
        "own": commune,
        "sibling": OrganisationFactory.create(
            name="UBND phường Hải An", kind="peoples_committee", parent=committee, area=_hai_an()
        ),
        "parent": committee,
        "foreign": lai_chau_committee,
    }


def _hai_an():
    from directory.models import Area

    return Area.objects.with_parents().get(name="Phường Hải An")


@pytest.fixture
def drives(places) -> dict[str, Drive]:
    kept = {
        where: DriveFactory.create(keeper=keeper, area=keeper.area)
        for where, keeper in places.items()
    }
    # Held in the old district, kept by the commune committee that took over.
    kept["old"] = DriveFactory.create(keeper=places["own"], area=area(KIEN_THUY_DISTRICT))
    # Somebody else's keeper, but in the commune.
    kept["guest"] = DriveFactory.create(keeper=places["foreign"], area=area(XA_KIEN_THUY))
    return kept


def seen(drives: dict[str, Drive], found) -> set[str]:
    ids = {drive.pk for drive in found}
    return {where for where, drive in drives.items() if drive.pk in ids}


def scope_at(organisation: Organisation, role: Role, **period) -> Scope:
    person = UserFactory.create()
    MembershipFactory.create(user=person, organisation=organisation, role=role.value, **period)
    return scope_of(person, TODAY)


NONE: set[str] = set()
CITY = {"own", "sibling", "parent", "old", "guest"}

TABLE = [
    # role, at, sees, records, confirms
    (Role.RECORDER, "own", {"own", "old"}, {"own", "old"}, NONE),
    (Role.RECORDER, "parent", CITY - {"guest"}, CITY - {"guest"}, NONE),
    (Role.RECORDER, "sibling", {"sibling"}, {"sibling"}, NONE),
    (Role.RECORDER, "foreign", {"foreign", "guest"}, {"foreign", "guest"}, NONE),
    (Role.CONFIRMER, "own", {"own", "old", "guest"}, NONE, {"own", "guest"}),
    (Role.CONFIRMER, "parent", CITY, NONE, CITY),
    (Role.CONFIRMER, "foreign", {"foreign", "guest"}, NONE, {"foreign"}),
    (Role.VIEWER, "own", {"own", "old", "guest"}, NONE, NONE),
    (Role.VIEWER, "parent", CITY, NONE, NONE),
    (Role.RECEIVER, "own", NONE, NONE, NONE),
    (Role.ADMINISTRATOR, "own", {"own", "old", "guest"}, {"own", "old", "guest"}, NONE),
    (Role.ADMINISTRATOR, "parent", CITY, CITY, NONE),
    (Role.ADMINISTRATOR, "foreign", {"foreign", "guest"}, {"foreign", "guest"}, NONE),
]


@pytest.mark.both
@pytest.mark.parametrize(("role", "at", "sees", "records", "confirms"), TABLE)
def test_role_and_place(places, drives, role, at, sees, records, confirms):
    scope = scope_at(places[at], role)
    assert seen(drives, Drive.objects.visible_to(scope)) == sees
    assert seen(drives, Drive.objects.recordable_by(scope)) == records
    assert seen(drives, Drive.objects.confirmable_by(scope)) == confirms


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "period",
    [{"valid_to": TODAY}, {"valid_to": date(2021, 1, 1)}, {"valid_from": date(2026, 11, 23)}],
)
def test_ended_and_coming_memberships_give_nothing(places, drives, role, period):
    scope = scope_at(places["parent"], role, **period)
    assert scope == NOBODY
    for question in ("visible_to", "recordable_by", "confirmable_by"):
        assert not getattr(Drive.objects.all(), question)(scope).exists()


def test_the_last_day_of_a_membership_counts(places):
    scope = scope_at(places["own"], Role.VIEWER, valid_to=date(2026, 11, 23))
    assert scope.may(Verb.SEE)


def test_an_organisation_that_has_ended_gives_nothing(places, drives):
    ended = OrganisationFactory.create(
        kind="peoples_committee", area=area(KIEN_THUY_DISTRICT), valid_to=date(2025, 7, 1)
    )
    person = member_of(ended, Role.RECORDER)
    assert scope_of(person, date(2025, 6, 30)).may(Verb.RECORD)
    assert scope_of(person, TODAY) == NOBODY


def test_anonymous_locked_and_super(places, drives):
    assert seen(drives, Drive.objects.visible_to(NOBODY)) == NONE
    locked = member_of(places["parent"], Role.VIEWER, is_active=False)
    assert scope_of(locked, TODAY) == NOBODY
    everybody = UserFactory.create(is_superuser=True)
    assert scope_of(everybody, TODAY) == EVERYTHING
    assert seen(drives, Drive.objects.visible_to(EVERYTHING)) == set(drives)
    locked_super = UserFactory.create(is_superuser=True, is_active=False)
    assert scope_of(locked_super, TODAY) == NOBODY


def test_several_memberships_add_up(places, drives):
    person = member_of(places["own"], Role.RECORDER)
    MembershipFactory.create(user=person, organisation=places["foreign"], role="viewer")
    scope = scope_of(person, TODAY)
    assert seen(drives, Drive.objects.visible_to(scope)) == {"own", "old", "foreign", "guest"}
    assert seen(drives, Drive.objects.recordable_by(scope)) == {"own", "old"}


def test_a_new_communes_confirmer_does_not_see_the_old_communes(places):
    """Xã Kiến Thụy of today took over parts of several communes, but none of their drives."""
    from directory.models import Area

    new = area(XA_KIEN_THUY)
    old = Area.objects.with_parents().filter(successors=new)
    assert old
    kept = [DriveFactory.create(keeper=places["parent"], area=commune) for commune in old]
    scope = scope_at(places["own"], Role.CONFIRMER)
    assert not Drive.objects.visible_to(scope).filter(pk__in=[d.pk for d in kept]).exists()
    city = scope_at(places["parent"], Role.CONFIRMER)
    assert Drive.objects.confirmable_by(city).filter(pk__in=[d.pk for d in kept]).count() == len(
        kept
    )


def test_a_provinces_confirmer_sees_the_old_districts_drive(places, drives):
    assert drives["old"].province_then == area(HAI_PHONG_THEN)
    assert drives["old"].province_now == area(HAI_PHONG)
    assert seen(
        drives, Drive.objects.confirmable_by(scope_at(places["parent"], Role.CONFIRMER))
    ) >= {"old"}
    assert "old" not in seen(
        drives, Drive.objects.visible_to(scope_at(places["foreign"], Role.CONFIRMER))
    )


def test_a_receiver_sees_the_drives_it_receives(places, drives):
    hospital = OrganisationFactory.create(kind="hospital", area=area(LAI_CHAU))
    Receiving.objects.create(drive=drives["own"], organisation=hospital)
    scope = scope_at(hospital, Role.RECEIVER)
    assert seen(drives, Drive.objects.visible_to(scope)) == {"own"}
    assert not Drive.objects.recordable_by(scope).exists()
    assert not Drive.objects.confirmable_by(scope).exists()


def test_only_authorities_answer_for_an_area(places, drives):
    club = OrganisationFactory.create(kind="club", area=area(HAI_PHONG))
    for role in (Role.CONFIRMER, Role.VIEWER, Role.ADMINISTRATOR):
        assert not Drive.objects.visible_to(scope_at(club, role)).exists()


def test_of_the_nation_everything_is_seen(places, drives):
    nation = OrganisationFactory.create(kind="steering_committee", area=area("vn"))
    scope = scope_at(nation, Role.CONFIRMER)
    assert seen(drives, Drive.objects.visible_to(scope)) == set(drives)
    assert not scope.everything


def test_the_desk_opens_with_the_membership(places):
    person = member_of(places["own"], Role.ADMINISTRATOR)
    assert User.objects.get(pk=person.pk).is_staff
    Membership.objects.filter(user=person).update(valid_to=date(2021, 1, 1))
    assert not User.objects.get(pk=person.pk).is_staff
    assert not member_of(places["own"], Role.RECORDER).is_staff


def test_a_locked_account_opens_nothing():
    assert not User(is_active=False, username="x").has_module_perms("drives")


def test_one_query(places, django_assert_num_queries):
    person = member_of(places["own"], Role.RECORDER)
    MembershipFactory.create(user=person, organisation=places["foreign"], role="viewer")
    with django_assert_num_queries(1):
        scope_of(person, TODAY)
