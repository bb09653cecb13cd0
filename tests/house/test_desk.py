"""The administrators' desk: everything through the scope, nothing deleted, each save a Change."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, Membership, User
from directory.models import Area, Organisation, OrgBelow, Venue
from drives.models import Award, Campaign, Drive, PeriodTotal, Result
from drives.rules.figures import Figure, Qualifier
from ledger.models import Access, Change, Submission
from ledger.scope import Role
from tests.factories import (
    HAI_PHONG,
    LAI_CHAU,
    CampaignFactory,
    DriveFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    VenueFactory,
    area,
    member_of,
)

# Written by actions only, and shown with the record they belong to.
NOT_ON_THE_DESK = {OrgBelow}
SHOWN_INLINE = {"partner", "receiving", "participation", "move", "part", "answer"}
ROOMS = {"accounts", "directory", "drives", "ledger"}
NATION_ONLY = {Change, Submission, Access}


def address(model: Any, page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.fixture
def world(committee, commune, lai_chau_committee, administrator, recorder, stranger):
    """One record of each kind in Hải Phòng and one in Lai Châu."""
    here, there = _records(commune, HAI_PHONG), _records(lai_chau_committee, LAI_CHAU)
    here[User], there[User] = recorder, stranger
    here[Membership] = recorder.memberships.get()
    there[Membership] = stranger.memberships.first()
    return here, there


def _records(organisation: Organisation, key: str) -> dict[type, object]:
    drive = DriveFactory.create(
        keeper=organisation, title=f"Ngày hội {organisation.area.name}", area=area(key)
    )
    result = Result.objects.create(drive=drive)
    result.units = Figure(345)  # type: ignore[arg-type]  # an int is a number too
    result.save()
    return {
        Organisation: organisation,
        Venue: VenueFactory.create(area=area(key)),
        Drive: drive,
        Result: result,
        Award: Award.objects.create(
            drive=drive, authority="UBND tỉnh", form="Bằng khen", to="group"
        ),
        PeriodTotal: PeriodTotal.objects.create(
            area=area(key),
            keeper=organisation,
            from_day=date(2024, 1, 1),
            to_day=date(2025, 1, 1),
        ),
    }


@pytest.fixture
def boss(client_of: Callable[[User], Client], superuser: User) -> Client:
    return client_of(superuser)


@pytest.fixture
def desk(client_of: Callable[[User], Client], administrator: User) -> Client:
    """The desk of the administrator of Hải Phòng."""
    return client_of(administrator)


SCOPED = [Organisation, Venue, Drive, Result, Award, PeriodTotal, User, Membership]
ALL = [*SCOPED, Area, Campaign, Invitation, Change, Submission, Access]


def test_every_model_is_on_the_desk():
    from django.apps import apps

    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or model in NOT_ON_THE_DESK:
            continue
        if model._meta.auto_created or model._meta.model_name in SHOWN_INLINE:
            continue
        assert model in admin.site._registry, model


@pytest.mark.parametrize("model", ALL)
def test_superuser_lists_and_searches_everything(boss, world, model):
    assert boss.get(address(model, "changelist")).status_code == 200
    assert boss.get(address(model, "changelist"), {"q": "kiến thuỵ"}).status_code == 200


@pytest.mark.parametrize("model", SCOPED)
def test_superuser_opens_every_record(boss, world, model):
    for records in world:
        assert boss.get(address(model, "change", records[model].pk)).status_code == 200


@pytest.mark.parametrize("model", SCOPED)
def test_administrator_opens_the_own_and_never_the_foreign_record(desk, world, model):
    here, there = world
    assert desk.get(address(model, "change", here[model].pk)).status_code == 200
    for page in ("change", "history", "delete"):
        status = desk.get(address(model, page, there[model].pk)).status_code
        assert status in (404, 403 if page == "delete" else 404)


@pytest.mark.parametrize("model", SCOPED)
def test_foreign_records_are_in_no_list(desk, world, model):
    here, there = world
    shown = desk.get(address(model, "changelist")).context["cl"].result_list
    ids = {row.pk for row in shown}
    assert here[model].pk in ids
    assert there[model].pk not in ids


@pytest.mark.parametrize("model", NATION_ONLY)
def test_the_ledger_is_the_nations(desk, boss, world, model):
    assert desk.get(address(model, "changelist")).status_code == 403
    assert boss.get(address(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", ALL)
def test_nothing_is_deleted(boss, world, model):
    record = world[0].get(model)
    if record is not None:
        assert boss.get(address(model, "delete", record.pk)).status_code == 403
        assert boss.post(address(model, "delete", record.pk), {"post": "yes"}).status_code == 403
        assert model.objects.filter(pk=record.pk).exists()
    choices = boss.get(address(model, "changelist")).context.get("action_form")
    if choices is not None:
        assert "delete_selected" not in dict(choices.fields["action"].choices)


@pytest.mark.parametrize("model", ALL)
@pytest.mark.parametrize("role", [Role.RECORDER, Role.CONFIRMER, Role.VIEWER, Role.RECEIVER])
def test_only_administrators_come_in(client_of, commune, model, role):
    client = client_of(member_of(commune, role))
    assert client.get(address(model, "changelist")).status_code == 403


def test_index_refuses_everybody_else_and_leads_the_unknown_to_login(client_of, recorder, client):
    assert client_of(recorder).get("/admin/").status_code == 403
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:login"))


def test_an_ended_administrator_is_out_at_the_next_request(desk, administrator):
    assert desk.get("/admin/").status_code == 200
    administrator.memberships.update(valid_to=date(2021, 1, 1))
    assert desk.get("/admin/").status_code == 403


def autocomplete(client: Client, model: Any, field: str, term: str) -> list[str]:
    answer = client.get(
        reverse("admin:autocomplete"),
        {
            "term": term,
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": field,
        },
    )
    assert answer.status_code == 200
    return [row["text"] for row in answer.json()["results"]]


def test_autocomplete_offers_the_own_scope_folded(desk, boss, world):
    assert autocomplete(boss, Drive, "keeper", "lai chau")
    assert not autocomplete(desk, Drive, "keeper", "lai chau")
    assert autocomplete(desk, Drive, "keeper", "kien thuy") == ["UBND xã Kiến Thụy"]
    assert not autocomplete(desk, Membership, "user", "lo van la")
    assert not autocomplete(desk, Award, "drive", "lai chau")


def filled(client: Client, url: str, **values: object) -> dict[str, object]:
    """What a browser posts from the page, with ``values`` typed over."""
    from ledger.posts import raw_data

    context = client.get(url).context
    raw = raw_data(context["adminform"].form)
    for formset in context["inline_admin_formsets"]:
        raw |= raw_data(formset.formset.management_form)
    return {**raw, **values}


def errors_of(answer: Any) -> Any:
    return answer.context["adminform"].form.errors


def change(client: Client, record, **values: object):
    url = address(type(record), "change", record.pk)
    data = filled(client, url, **values)
    data.setdefault("reason", "đính chính theo công văn")
    if not data["reason"] or data["reason"] == [""]:
        data["reason"] = "đính chính theo công văn"
    return client.post(url, data)


CHANGES = {
    Organisation: {"address": "Số 1 đường Cầu Đen"},
    Venue: {"address": "Thôn 3"},
    Drive: {"title": "Ngày hội Giọt hồng", "hours": "7:30"},
    Result: {"notes": "số do Viện báo"},
    Award: {"count": "24"},
    PeriodTotal: {"units": "trên 2.000", "drives": "12"},
    User: {"full_name": "Phạm Thị Hoà"},
    Membership: {"valid_to": "30/11/2026"},
}


@pytest.mark.parametrize("who", ["boss", "desk"])
@pytest.mark.parametrize("model", SCOPED)
def test_a_change_leaves_one_change_with_its_reason(request, world, model, who):
    client = request.getfixturevalue(who)
    record = world[0][model]
    answer = change(client, record, **CHANGES[model])
    assert answer.status_code == 302, errors_of(answer)
    label = model._meta.label_lower
    left = Change.objects.get(target_label=label, target_id=str(record.pk))
    assert left.reason == "đính chính theo công văn"
    assert set(left.cells) == set(CHANGES[model])
    before = record.version
    record.refresh_from_db()
    assert record.version == before + 1


@pytest.mark.parametrize("model", SCOPED)
def test_a_change_needs_a_reason(desk, world, model):
    record = world[0][model]
    url = address(model, "change", record.pk)
    answer = desk.post(url, filled(desk, url, reason="", **CHANGES[model]))
    assert "reason" in errors_of(answer)
    assert not Change.objects.exists()


@pytest.mark.parametrize("model", SCOPED)
def test_a_stale_save_writes_nothing(desk, world, model):
    record = world[0][model]
    url = address(model, "change", record.pk)
    data = filled(desk, url, reason="vì sao", **CHANGES[model])
    model.objects.filter(pk=record.pk).update(version=record.version + 1)
    answer = desk.post(url, data)
    assert answer.status_code == 200
    assert "__all__" in errors_of(answer)
    assert not Change.objects.exists()


@pytest.mark.parametrize("model", SCOPED)
def test_the_same_post_twice_writes_once(desk, world, model):
    record = world[0][model]
    url = address(model, "change", record.pk)
    data = filled(desk, url, reason="vì sao", **CHANGES[model])
    first, second = desk.post(url, data), desk.post(url, data)
    assert first.status_code == 302
    assert second.status_code in (200, 302, 403)
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "field", "foreign"),
    [
        (Drive, "keeper", Organisation),
        (Drive, "host", Organisation),
        (Drive, "venue", Venue),
        (Organisation, "parent", Organisation),
        (PeriodTotal, "keeper", Organisation),
    ],
)
def test_a_posted_foreign_id_is_an_error_beside_its_field(desk, world, model, field, foreign):
    here, there = world
    answer = change(desk, here[model], **{field: there[foreign].pk})
    assert list(errors_of(answer)) == [field]
    assert not Change.objects.exists()


@pytest.mark.parametrize("model", [Drive, Organisation, Venue, PeriodTotal])
def test_a_posted_foreign_area_is_an_error_beside_its_field(desk, world, model):
    answer = change(desk, world[0][model], area=area(LAI_CHAU).pk)
    assert list(errors_of(answer)) == ["area"]


def test_a_posted_foreign_successor_is_an_error_beside_its_field(desk, world):
    here, there = world
    answer = change(desk, here[Organisation], successors=[there[Organisation].pk])
    assert list(errors_of(answer)) == ["successors"]


def test_a_link_outside_the_scope_stays_when_it_is_not_touched(desk, world):
    here, there = world
    drive = here[Drive]
    Drive.objects.filter(pk=drive.pk).update(host=there[Organisation])
    assert change(desk, drive, hours="7:30").status_code == 302
    drive.refresh_from_db()
    assert drive.host == there[Organisation]


def test_nobody_lifts_the_own_organisation(desk, world, committee):
    answer = change(desk, committee, kind="club", area=area("vn").pk, address="Số 5")
    assert answer.status_code == 302
    committee.refresh_from_db()
    assert (committee.kind, committee.area) == ("steering_committee", area(HAI_PHONG))


def test_an_impossible_figure_is_refused(desk, world):
    result = world[0][Result]
    answer = change(desk, result, attended="100", donated="120")
    assert answer.status_code == 200
    assert "__all__" in errors_of(answer)
    result.refresh_from_db()
    assert result.donated is None


def test_an_unlikely_figure_is_asked_about_once(desk, world):
    result = world[0][Result]
    typed = {"units_basis": "bags", "donated": "199", "units": "201"}
    answer = change(desk, result, **typed)
    assert "__all__" in errors_of(answer)
    assert change(desk, result, why="hai người hiến tiểu cầu", **typed).status_code == 302
    result.refresh_from_db()
    assert result.donated == Figure(199, Qualifier.EXACT)  # type: ignore[arg-type]  # a number
    assert result.drive.answers.get().why == "hai người hiến tiểu cầu"


def test_confirmed_figures_are_closed(desk, world):
    result = world[0][Result]
    Drive.objects.filter(pk=result.drive_id).update(state="confirmed")
    assert "__all__" in errors_of(change(desk, result, notes="muộn"))


def test_a_save_of_figures_keeps_the_breakdown(desk, world):
    result = world[0][Result]
    result.parts.create(kind="volume", code="350", n_n=60, n_q="exact")
    assert change(desk, result, units="trên 345", units_basis="bags").status_code == 302
    assert result.parts.get().n == Figure(60)  # type: ignore[arg-type]  # a number
    result.refresh_from_db()
    assert result.units == Figure(345, Qualifier.OVER)  # type: ignore[arg-type]  # a number


def test_adding(desk, boss, world, commune):
    here, _there = world
    adds: list[tuple[Client, Any, dict[str, object]]] = [
        (desk, Venue, {"name": "Nhà văn hoá Kiến Thuỵ", "area": area(HAI_PHONG).pk}),
        (
            desk,
            Organisation,
            {
                "name": "Trường THPT Kiến Thuỵ", "kind": "school",
                "area": commune.area.pk, "parent": commune.pk,
            },
        ),
        (desk, Campaign, {"name": "Chủ nhật Đỏ"}),
        (
            desk,
            Drive,
            {
                "title": "Hiến máu Trường THPT", "keeper": commune.pk, "kind": "gathered",
                "when": "20/11/2026",
            },
        ),
        (
            desk,
            PeriodTotal,
            {
                "area": area(HAI_PHONG).pk, "keeper": here[PeriodTotal].keeper.parent.pk,
                "from_day": "01/01/2023", "to_day": "01/01/2024", "units": "39.660",
                "units_basis": "not_said",
            },
        ),
        (
            desk,
            Award,
            {
                "drive": here[Drive].pk, "authority": "Chủ tịch UBND", "form": "Bằng khen",
                "to": "people", "count": "24",
            },
        ),
        (
            desk,
            Membership,
            {
                "user": here[User].pk, "organisation": commune.pk, "role": "viewer",
                "valid_from": "01/11/2026",
            },
        ),
    ]  # fmt: skip
    for client, model, values in adds:
        url, known = address(model, "add"), model.objects.count()
        data = filled(client, url, **values)
        for _twice in range(2):
            answer = client.post(url, data)
            assert answer.status_code == 302, (model, errors_of(answer))
        assert model.objects.count() == known + 1, model
        newest = model.objects.order_by("-pk").first()
        assert newest is not None
        changes = Change.objects.filter(
            target_label=model._meta.label_lower, target_id=str(newest.pk)
        )
        assert changes.count() == 1
        assert newest.version == 1


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


def act(client: Client, model: Any, action: str, *records, reason: str = "theo công văn"):
    return client.post(
        address(model, "changelist"),
        {"action": action, "_selected_action": [r.pk for r in records], "reason": reason},
    )


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


def test_drives_are_cancelled_from_the_list(desk, world):
    here, there = world
    act(desk, Drive, "cancel_drives", here[Drive], there[Drive])
    here[Drive].refresh_from_db()
    there[Drive].refresh_from_db()
    assert (here[Drive].state, there[Drive].state) == ("cancelled", "awaiting")
    assert here[Drive].moves.get().reason == "theo công văn"


def test_history_leads_to_the_ledger(desk, world):
    drive = world[0][Drive]
    answer = desk.get(address(Drive, "history", drive.pk))
    assert answer["Location"] == reverse("ledger:history", args=["drives.drive", drive.pk])


def _twenty(model: Any, organisation: Organisation) -> None:
    for n in range(20):
        if model is Organisation:
            OrganisationFactory.create(area=organisation.area, parent=organisation)
        elif model is Venue:
            VenueFactory.create(area=organisation.area)
        elif model is Campaign:
            CampaignFactory.create()
        elif model in (User, Membership, Invitation):
            person = MembershipFactory.create(organisation=organisation).user
            Invitation.objects.create(
                user=person, token_hash=uuid4().hex, purpose="join", created_by_name="x",
                created_at="2026-11-01T00:00Z", expires_at="2026-11-02T00:00Z",
            )  # fmt: skip
        elif model is PeriodTotal:
            PeriodTotal.objects.create(
                area=organisation.area, keeper=organisation, from_day=date(2000 + n, 1, 1),
                to_day=date(2001 + n, 1, 1),
            )  # fmt: skip
        elif model in (Drive, Result, Award):
            drive = DriveFactory.create(keeper=organisation, area=organisation.area)
            Result.objects.create(drive=drive)
            Award.objects.create(drive=drive, authority="UBND", form="Giấy khen", to="people")
        elif model is Change:
            Change.objects.create(
                target_label="drives.drive", target_id="1", version=n, action="x", cells={},
                actor_name="x", at="2026-11-01T00:00Z",
            )  # fmt: skip


@pytest.mark.parametrize("model", ALL)
def test_a_list_costs_the_same_for_one_row_and_for_twenty(
    boss, world, commune, model, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    boss.get(address(model, "changelist"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        boss.get(address(model, "changelist"))
    _twenty(model, commune)
    with CaptureQueriesContext(connection) as many:
        boss.get(address(model, "changelist"))
    assert len(many) <= len(few), [query["sql"][:150] for query in many.captured_queries]


def test_no_page_of_the_desk_carries_inline_scripts_or_styles(boss, world):
    for model in SCOPED:
        for url in (address(model, "changelist"), address(model, "change", world[0][model].pk)):
            page = boss.get(url)
            text = page.content.decode()
            assert "script-src 'unsafe" not in page["Content-Security-Policy"]
            assert " style=" not in text, url
            assert "onclick=" not in text
            assert "<script>" not in text


def test_people_without_a_user_factory_name_are_shown(boss):
    person = UserFactory.create(full_name="", username="vo.danh")
    assert "vo.danh" in boss.get(address(User, "change", person.pk)).content.decode()
