"""The desks of people and what they may do."""

from accounts.models import Membership, User
from directory.models import Organisation
from ledger.models import Change
from tests.desk.pages import (
    act,
    address,
    change,
    errors_of,
    filled,
)
from tests.factories import (
    MembershipFactory,
    UserFactory,
)


def test_nobody_grants_beyond_the_own_scope_nor_to_oneself(desk, world, administrator, committee):
    here, there = world
    url = address(Membership, "add")
    base = {"role": "administrator", "valid_from": "01/11/2026"}
    for values in (
        {"user": here[User].pk, "organisation": there[Organisation].pk},
        {"user": administrator.pk, "organisation": committee.pk},
        {"user": there[User].pk, "organisation": committee.pk},
    ):
        answer = desk.post(url, filled(desk, url, **base, **values))
        assert answer.status_code == 200
        assert errors_of(answer)
    assert not Change.objects.exists()


def test_an_administrator_does_not_touch_superusers(desk, boss, world, superuser):
    MembershipFactory.create(user=superuser, organisation=world[0][Organisation])
    assert desk.get(address(User, "change", superuser.pk)).status_code == 404
    someone = world[0][User]
    assert change(desk, someone, is_superuser="on", full_name="Phạm Thị Hoa B").status_code == 302
    someone.refresh_from_db()
    assert not someone.is_superuser
    assert change(boss, someone, is_superuser="on").status_code == 302
    someone.refresh_from_db()
    assert someone.is_superuser


def test_nobody_edits_the_own_account(desk, boss, world, administrator, superuser):
    for client, person in ((desk, administrator), (boss, superuser)):
        url = address(User, "change", person.pk)
        assert client.get(url).status_code == 200
        assert client.post(url, {"full_name": "Khác"}).status_code == 403


def test_a_person_with_a_wider_account_is_only_looked_at(desk, world, lai_chau_committee):
    person = world[0][User]
    MembershipFactory.create(user=person, organisation=lai_chau_committee)
    url = address(User, "change", person.pk)
    page = desk.get(url)
    assert page.status_code == 200
    assert lai_chau_committee.name not in page.content.decode()
    assert desk.post(url, {"is_active": ""}).status_code == 403


def test_accounts_are_locked_from_the_list_with_a_reason(desk, world, administrator):
    person = world[0][User]
    act(desk, User, "lock_accounts", person, administrator, reason="")
    person.refresh_from_db()
    assert person.is_active
    act(desk, User, "lock_accounts", person, administrator)
    person.refresh_from_db()
    administrator.refresh_from_db()
    assert (person.is_active, administrator.is_active) == (False, True)
    assert Change.objects.get().reason == "theo công văn"
    act(desk, User, "open_accounts", person)
    person.refresh_from_db()
    assert person.is_active


def test_roles_end_from_the_list(desk, world):
    here, there = world
    act(desk, Membership, "end_today", here[Membership], there[Membership])
    here[Membership].refresh_from_db()
    there[Membership].refresh_from_db()
    assert here[Membership].valid_to is not None
    assert there[Membership].valid_to is None


def test_people_without_a_user_factory_name_are_shown(boss):
    person = UserFactory.create(full_name="", username="vo.danh")
    assert "vo.danh" in boss.get(address(User, "change", person.pk)).content.decode()
