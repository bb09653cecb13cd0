"""Saves of every desk: a reason, one Change, never stale, never twice, never a foreign link."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, User
from directory.models import Organisation, Venue
from drives.models import Award, Campaign, Drive, PeriodTotal, Result, Tolerance
from ledger.models import Change
from tests.desk.pages import (
    SCOPED,
    address,
    change,
    errors_of,
    filled,
)
from tests.factories import (
    HAI_PHONG,
    LAI_CHAU,
    area,
)

CHANGES = {
    Organisation: {"address": "Số 1 đường Cầu Đen"},
    Venue: {"address": "Thôn 3"},
    Drive: {"title": "Ngày hội Giọt hồng", "hours": "7:30"},
    Result: {"notes": "số do Viện báo"},
    Award: {"count": "24"},
    PeriodTotal: {"units": "trên 2.000", "drives": "12"},
    Tolerance: {"percent": "2,5"},
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


@pytest.mark.parametrize("model", [Drive, Organisation, Venue, PeriodTotal, Tolerance])
def test_a_posted_foreign_area_is_an_error_beside_its_field(desk, world, model):
    answer = change(desk, world[0][model], area=area(LAI_CHAU).pk)
    assert list(errors_of(answer)) == ["area"]


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
            Tolerance,
            {"area": area(HAI_PHONG).pk, "percent": "1,5 %", "valid_from": "01/07/2026"},
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
