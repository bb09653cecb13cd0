"""The administrators' pages of people."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate

from accounts import actions
from accounts.models import Invitation, Membership, User
from ledger.models import Change
from ledger.scope import Role
from tests.factories import (
    HAI_PHONG,
    LAI_CHAU,
    MembershipFactory,
    OrganisationFactory,
    area,
    member_of,
)

PEOPLE = "/accounts/people/"


@pytest.fixture
def desk(client_of, administrator) -> Client:
    client: Client = client_of(administrator)
    return client


def of(person: User, page: str = "") -> str:
    return f"{PEOPLE}{person.pk}/{page}"


def names(answer) -> list[str]:
    return [person.username for person, _jobs in answer.context["rows"]]


def job(organisation, role: str = "recorder", **more: str) -> dict[str, str]:
    return {
        "key": str(uuid4()),
        "organisation": organisation.name,
        "organisation_choice": str(organisation.pk),
        "role": role,
        "valid_from": "22/11/2026",
        **more,
    }


# The list


def test_list_shows_the_own_scope(desk, recorder, stranger, superuser):
    listed = names(desk.get(PEOPLE))
    assert recorder.username in listed
    assert stranger.username not in listed
    assert superuser.username not in listed


def test_list_of_a_superuser_shows_everybody(client_of, superuser, recorder, stranger):
    assert set(names(client_of(superuser).get(PEOPLE))) >= {"hoa", "la", "admin"}


@pytest.mark.parametrize("typed", ["pham hoa", "HOÀ", "thị phạm"])
def test_search_is_folded(desk, recorder, confirmer, typed):
    assert names(desk.get(PEOPLE, {"q": typed})) == ["hoa"]


def test_a_role_elsewhere_is_not_shown(desk, recorder, lai_chau_committee):
    MembershipFactory.create(user=recorder, organisation=lai_chau_committee)
    assert lai_chau_committee.name not in desk.get(PEOPLE).content.decode()
    assert lai_chau_committee.name not in desk.get(of(recorder)).content.decode()


def test_query_count_of_the_list_is_flat(desk, recorder, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        desk.get(PEOPLE)
    for _ in range(20):
        MembershipFactory.create(organisation=recorder.memberships.get().organisation)
    with CaptureQueriesContext(connection) as many:
        desk.get(PEOPLE)
    assert len(many) <= len(few)


# Who may open what


@pytest.mark.parametrize("page", ["", "lock/", "roles/new/"])
def test_pages_of_a_person(client, client_of, desk, recorder, confirmer, viewer, stranger, page):
    assert desk.get(of(recorder, page)).status_code == 200
    assert desk.get(of(stranger, page)).status_code == 404
    assert desk.get(f"{PEOPLE}999999/{page}").status_code == 404
    assert desk.delete(of(recorder, page)).status_code == 405
    for other in (recorder, confirmer, viewer, stranger):
        assert client_of(other).get(of(recorder, page)).status_code == 403
    assert client.get(of(recorder, page)).status_code == 302


def test_page_of_ending_a_role(client, client_of, desk, recorder, stranger):
    own, foreign = recorder.memberships.get(), stranger.memberships.first()
    assert desk.get(f"/accounts/memberships/{own.pk}/end/").status_code == 200
    assert desk.get(f"/accounts/memberships/{foreign.pk}/end/").status_code == 404
    assert client_of(recorder).get(f"/accounts/memberships/{own.pk}/end/").status_code == 404
    assert client.get(f"/accounts/memberships/{own.pk}/end/").status_code == 302


def test_nobody_works_on_the_own_account(desk, administrator):
    own = administrator.memberships.get()
    assert desk.get(of(administrator)).status_code == 200
    assert desk.get(of(administrator, "lock/")).status_code == 403
    assert desk.get(of(administrator, "roles/new/")).status_code == 403
    assert desk.post(of(administrator, "link/")).status_code == 403
    assert desk.get(f"/accounts/memberships/{own.pk}/end/").status_code == 403


def test_a_wider_account_is_only_looked_at(desk, recorder, lai_chau_committee):
    """A link to it would open what lies beyond the own scope."""
    MembershipFactory.create(user=recorder, organisation=lai_chau_committee)
    assert desk.get(of(recorder)).status_code == 200
    assert desk.post(of(recorder, "link/")).status_code == 403
    assert desk.post(of(recorder, "lock/"), {"reason": "x"}).status_code == 403


def test_an_ended_role_elsewhere_does_not_matter(desk, recorder, lai_chau_committee):
    MembershipFactory.create(
        user=recorder, organisation=lai_chau_committee, valid_to=date(2024, 1, 1)
    )
    assert desk.post(of(recorder, "link/")).status_code == 200


def test_superusers_are_not_there(desk, superuser, commune):
    MembershipFactory.create(user=superuser, organisation=commune)
    for page in ("", "lock/", "roles/new/"):
        assert desk.get(of(superuser, page)).status_code == 404
    membership = superuser.memberships.get()
    assert desk.get(f"/accounts/memberships/{membership.pk}/end/").status_code == 403


# Adding


def test_a_person_is_added_once_with_a_first_role(desk, commune):
    data = job(commune, full_name="Vũ Thị Bốn", username="bốn.vũ")
    for _ in range(2):
        assert desk.post(f"{PEOPLE}new/", data).status_code == 302
    person = User.objects.get(username="bốn.vũ")
    assert not person.has_usable_password()
    membership = person.memberships.get()
    assert (membership.organisation, membership.role) == (commune, "recorder")
    assert Change.objects.filter(target_label="accounts.user").count() == 1
    assert Change.objects.filter(target_label="accounts.membership").count() == 1


def test_the_same_post_with_other_values_writes_nothing_more(desk, commune):
    data = job(commune, full_name="Vũ Thị Bốn", username="bon.vu")
    desk.post(f"{PEOPLE}new/", data)
    answer = desk.post(f"{PEOPLE}new/", data | {"full_name": "Vũ Thị Năm"})
    assert answer.status_code == 422
    assert answer.context["form"].data["key"] != data["key"]
    assert User.objects.get(username="bon.vu").full_name == "Vũ Thị Bốn"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"username": "HOA"}, "username"),
        ({"username": "hai chữ"}, "username"),
        ({"username": ""}, "username"),
        ({"full_name": ""}, "full_name"),
        ({"role": "chairman"}, "role"),
        ({"valid_from": "30/2/2026"}, "valid_from"),
        ({"organisation": "", "organisation_choice": ""}, "organisation"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(desk, commune, recorder, values, field):
    known = User.objects.count()
    data = job(commune, full_name="Vũ Thị Bốn", username="bon.vu") | values
    answer = desk.post(f"{PEOPLE}new/", data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.count() == known


def grant(client: Client, person: User, organisation, role: str = "administrator"):
    return client.post(of(person, "roles/new/"), job(organisation, role))


def test_a_role_is_given_within_the_scope(desk, recorder, committee):
    assert grant(desk, recorder, committee, "viewer").status_code == 302
    assert recorder.memberships.filter(organisation=committee, role="viewer").exists()


def test_a_role_is_never_given_beyond_the_scope(desk, recorder, lai_chau_committee):
    answer = grant(desk, recorder, lai_chau_committee)
    assert list(answer.context["form"].errors) == ["organisation"]


def test_not_over_an_organisation_that_reaches_beyond(desk, recorder):
    """A company of this city with a branch elsewhere would open the branch's drives."""
    company = OrganisationFactory.create(kind="company", area=area(HAI_PHONG))
    OrganisationFactory.create(kind="company", area=area(LAI_CHAU), parent=company)
    assert grant(desk, recorder, company).status_code == 422


def test_an_administrator_of_a_club_gives_no_authority(client_of, commune, recorder):
    """What lies below counts by its keeper only; an authority's area would come on top."""
    club = OrganisationFactory.create(kind="club", area=area(HAI_PHONG))
    own_body = OrganisationFactory.create(kind="club", area=area(HAI_PHONG), parent=club)
    authority = OrganisationFactory.create(kind="red_cross", area=area(HAI_PHONG), parent=club)
    somebody = member_of(own_body, Role.RECORDER)
    client = client_of(member_of(club, Role.ADMINISTRATOR))
    assert grant(client, somebody, own_body).status_code == 302
    assert grant(client, somebody, authority).status_code == 422


def test_actions_guard_themselves(administrator, recorder, lai_chau_committee, committee):
    from accounts.scopes import scope_of

    scope = scope_of(administrator, localdate())
    by = administrator.actor

    def give(user: User, organisation) -> None:
        actions.grant_membership(
            by=by, scope=scope, key=uuid4(), user=user,
            job=actions.Job(organisation, Role.VIEWER, localdate()),
        )  # fmt: skip

    with pytest.raises(actions.BeyondScope):
        give(recorder, lai_chau_committee)
    with pytest.raises(actions.BeyondScope):
        give(administrator, committee)
    give(recorder, committee)


# Links, ends, locks


def test_a_link_is_shown_once(desk, recorder):
    page = desk.post(of(recorder, "link/"))
    address = page.context["address"]
    assert address in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Client().get(address).status_code == 200
    assert address not in desk.get(of(recorder)).content.decode()
    desk.post(of(recorder, "link/"))
    assert Client().get(address).status_code == 410
    assert Invitation.objects.count() == 2


def end(client: Client, membership: Membership, **values: str):
    data = {
        "key": str(uuid4()),
        "version": str(membership.version),
        "ends_on": f"{localdate():%d/%m/%Y}",
        "reason": "chuyển công tác",
    }
    return client.post(f"/accounts/memberships/{membership.pk}/end/", data | values)


def test_a_role_ends_at_the_next_request(client_of, desk, recorder, committee):
    MembershipFactory.create(user=recorder, organisation=committee, role="administrator")
    client = client_of(recorder)
    assert client.get(PEOPLE).status_code == 200
    assert end(desk, recorder.memberships.get(role="administrator")).status_code == 302
    assert client.get(PEOPLE).status_code == 403
    assert Change.objects.get().reason == "chuyển công tác"


def test_a_role_given_by_mistake_ends_on_its_first_day(desk, recorder):
    membership = recorder.memberships.get()
    Membership.objects.filter(pk=membership.pk).update(valid_from=localdate())
    assert end(desk, membership).status_code == 302
    assert not Membership.objects.filter(pk=membership.pk).current(localdate()).exists()


@pytest.mark.parametrize(
    "values", [{"reason": ""}, {"ends_on": "01/01/2019"}, {"ends_on": "x"}, {"version": "7"}]
)
def test_a_role_does_not_end_without_what_is_needed(desk, recorder, values):
    assert end(desk, recorder.memberships.get(), **values).status_code == 422
    assert not Change.objects.exists()


def lock(client: Client, person: User, active: str, **values: str):
    data = {
        "key": str(uuid4()),
        "version": str(person.version),
        "active": active,
        "reason": "nghỉ việc",
    }
    return client.post(of(person, "lock/"), data | values)


def test_an_account_is_locked_and_opened(client_of, desk, recorder):
    client = client_of(recorder)
    assert lock(desk, recorder, "no").status_code == 302
    assert client.get("/accounts/password/").status_code == 302
    recorder.refresh_from_db()
    assert not recorder.is_active
    assert lock(desk, recorder, "yes").status_code == 302
    recorder.refresh_from_db()
    assert recorder.is_active
    assert [change.action for change in Change.objects.order_by("id")] == [
        "lock-account",
        "open-account",
    ]


@pytest.mark.parametrize("values", [{"reason": ""}, {"version": "5"}])
def test_an_account_is_not_locked_without_reason_or_when_stale(desk, recorder, values):
    assert lock(desk, recorder, "no", **values).status_code == 422
    recorder.refresh_from_db()
    assert recorder.is_active
