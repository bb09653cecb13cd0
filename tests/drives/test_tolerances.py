"""How far bags and donors may differ before anybody is asked: set by province and day."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drives.actions.refusals import Contradicted
from drives.actions.results import ResultFacts, record_result, tolerance_of
from drives.models import Drive, Tolerance
from drives.rules.figures import Figure
from ledger.models import Change
from tests.desk.pages import address, change, errors_of, filled
from tests.factories import HAI_PHONG, LAI_CHAU, DriveFactory, area

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = date(2026, 11, 15)


def tolerance(key: str, percent: str, since: date, until: date | None = None) -> Tolerance:
    return Tolerance.objects.create(
        area=area(key), percent=Decimal(percent), valid_from=since, valid_to=until
    )


@pytest.fixture
def drive(commune) -> Drive:
    """On 15/11/2026, in Hải Phòng."""
    return DriveFactory.create(keeper=commune, area=commune.area, first_day=DAY)


def test_where_nobody_set_one_every_difference_is_asked_about(drive) -> None:
    tolerance(LAI_CHAU, "5", date(2020, 1, 1))
    assert tolerance_of(drive) == 0


def test_the_provinces_own_counts_before_the_nations(drive) -> None:
    tolerance("vn", "3", date(2020, 1, 1))
    assert tolerance_of(drive) == Decimal("0.03")
    tolerance(HAI_PHONG, "1.5", date(2026, 1, 1))
    assert tolerance_of(drive) == Decimal("0.015")


@pytest.mark.parametrize(
    ("since", "until", "share"),
    [
        (date(2026, 11, 15), None, "0.02"),
        (date(2026, 11, 16), None, "0"),
        (date(2026, 1, 1), date(2026, 11, 15), "0"),
        (date(2026, 1, 1), date(2026, 11, 16), "0.02"),
    ],
)
def test_it_counts_on_its_days_alone(drive, since, until, share) -> None:
    tolerance(HAI_PHONG, "2", since, until)
    assert tolerance_of(drive) == Decimal(share)


@given(
    rows=st.lists(
        st.tuples(st.integers(1, 28), st.integers(0, 28), st.integers(0, 20)),
        max_size=6,
        unique_by=lambda row: row[0],
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_several_the_last_begun_counts(areas: None, rows: list[tuple[int, int, int]]) -> None:
    Tolerance.objects.all().delete()
    spans = [(first, first + length or None, percent) for first, length, percent in rows]
    for first, end, percent in spans:
        until = date(2026, 11, end) if end and first < end <= 28 else None
        tolerance(HAI_PHONG, str(percent), date(2026, 11, first), until)
    living = [
        (row.valid_from, row.percent)
        for row in Tolerance.objects.all()
        if row.valid_from <= DAY and (row.valid_to is None or row.valid_to > DAY)
    ]
    expected = max(living)[1] / 100 if living else None
    assert Tolerance.objects.share_on(DAY, area(HAI_PHONG).pk) == expected


def record(drive: Drive, recorder: Any, donated: int, units: int) -> None:
    figures = {"donated": Figure(Decimal(donated)), "units": Figure(Decimal(units))}
    record_result(
        by=recorder.actor,
        key=uuid4(),
        drive=drive,
        version=0,
        facts=ResultFacts(figures=figures, units_basis="bags"),
    )


def test_a_sheet_within_the_tolerance_is_saved_without_a_question(drive, recorder) -> None:
    with pytest.raises(Contradicted):
        record(drive, recorder, 199, 201)
    tolerance(HAI_PHONG, "2", date(2026, 1, 1))
    with pytest.raises(Contradicted):
        record(drive, recorder, 199, 205)
    record(drive, recorder, 199, 201)
    assert drive.result.units == Figure(Decimal(201))


@pytest.mark.parametrize("typed", ["hai", "-1", "20,1", "2,55", "1,5.5", ""])
def test_what_is_no_share_is_refused_beside_its_field(client_of, administrator, typed) -> None:
    desk = client_of(administrator)
    url = address(Tolerance, "add")
    values = {"area": area(HAI_PHONG).pk, "percent": typed, "valid_from": "01/01/2026"}
    answer = desk.post(url, filled(desk, url, **values))
    assert answer.status_code == 200
    assert "percent" in errors_of(answer)
    assert not Tolerance.objects.exists()


def test_one_a_day_and_from_before_to(client_of, administrator, areas) -> None:
    tolerance(HAI_PHONG, "2", date(2026, 1, 1))
    desk = client_of(administrator)
    url = address(Tolerance, "add")
    values = {"area": area(HAI_PHONG).pk, "percent": "3", "valid_from": "01/01/2026"}
    assert errors_of(desk.post(url, filled(desk, url, **values)))
    values |= {"valid_from": "01/02/2026", "valid_to": "01/02/2026"}
    assert errors_of(desk.post(url, filled(desk, url, **values)))
    assert Tolerance.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        tolerance(HAI_PHONG, "21", date(2026, 3, 1))


def test_a_province_sets_its_own_and_only_looks_at_the_nations(
    client_of, administrator, superuser
) -> None:
    nations = tolerance("vn", "3", date(2020, 1, 1))
    desk = client_of(administrator)
    page = desk.get(address(Tolerance, "change", nations.pk))
    assert page.status_code == 200
    assert "3 %" in page.content.decode()
    assert desk.post(address(Tolerance, "change", nations.pk), {"percent": "9"}).status_code == 403
    offered = desk.get(address(Tolerance, "add")).context["adminform"].form.fields["area"].queryset
    assert list(offered) == [area(HAI_PHONG)]
    assert change(client_of(superuser), nations, percent="2").status_code == 302
    assert Change.objects.get().cells == {"percent": ["3", "2"]}
    history = client_of(superuser).get(f"/history/drives.tolerance/{nations.pk}/")
    assert history.status_code == 200
