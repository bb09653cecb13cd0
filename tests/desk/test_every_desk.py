"""The administrators' desk: everything through the scope, nothing deleted, flat lists."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Invitation, Membership, User
from directory.models import Organisation, Venue
from drives.models import Award, Campaign, Drive, PeriodTotal, Result, Tolerance
from ledger.models import Change
from ledger.scope import Role
from tests.desk.pages import (
    ALL,
    NOT_ON_THE_DESK,
    ROOMS,
    SCOPED,
    SHOWN_INLINE,
    address,
)
from tests.factories import (
    CampaignFactory,
    DriveFactory,
    MembershipFactory,
    OrganisationFactory,
    VenueFactory,
    member_of,
)


def test_every_model_is_on_the_desk():
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
        elif model is Tolerance:
            Tolerance.objects.create(
                area=organisation.area, percent=1, valid_from=date(2000 + n, 1, 1)
            )
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
def test_a_list_costs_the_same_for_one_row_and_for_twenty(boss, world, commune, model):
    boss.get(address(model, "changelist"))
    with CaptureQueriesContext(connection) as few:
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
