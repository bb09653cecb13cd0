"""Drives as they are published, recorded without bending a fact."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from directory.forms import LinkOrWords
from directory.models import Organisation
from drives.actions.drives import DriveFacts, record_drive
from drives.actions.results import ResultFacts, record_result
from drives.models import Drive, Result
from drives.rules.figures import Figure, Qualifier, Share, Total, total
from drives.rules.sheets import Basis, PartKind
from tests.factories import (
    HAI_PHONG,
    KIEN_THUY_DISTRICT,
    OrganisationFactory,
    area,
)
from words.dates import Days, Span

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def f(n: int | str, q: Qualifier = Qualifier.EXACT) -> Figure:
    return Figure(Decimal(n), q)


@pytest.fixture
def recorded(commune, recorder):
    """Records a drive with its sheet and reads both back."""

    def record(sheet: ResultFacts, **facts) -> Result:
        facts = {"title": "Ngày hội hiến máu", "keeper": commune, **facts}
        receipt = record_drive(by=recorder.actor, key=uuid4(), facts=DriveFacts(**facts))
        drive = Drive.objects.get(pk=receipt.target_id)
        record_result(by=recorder.actor, key=uuid4(), drive=drive, version=0, facts=sheet)
        result = Result.objects.get(drive=drive)
        for name, figure in sheet.figures.items():
            assert getattr(result, name) == figure
        return result

    return record


def test_bound_donors_and_exact_units(recorded):
    result = recorded(ResultFacts(figures={"attended": f(450, Qualifier.OVER), "units": f(345)}))
    assert result.donated is None
    assert result.sheet.units_of(result.attended) == Share(Decimal("76.7"), "<")


def test_units_without_people(recorded):
    result = recorded(ResultFacts(figures={"units": f(1000, Qualifier.OVER)}))
    assert result.sheet.donated_of_attended is None
    assert total([result.attended]) == Total(None, unknown=1)


def test_a_total_in_millilitres_alone(recorded):
    result = recorded(ResultFacts(ml_reported=f(112_550)))
    assert result.units is None
    assert result.ml_reported == f(112_550)
    assert result.sheet.millilitres is None


def test_millilitres_beside_partial_volumes_are_not_compared(recorded):
    parts = {PartKind.VOLUME: {"350": f(60)}}
    result = recorded(ResultFacts(figures={"units": f(269)}, parts=parts, ml_reported=f(74_000)))
    assert result.sheet.volumes_are_partial
    assert result.sheet.millilitres == f(21_000)
    assert result.sheet.equivalents == f("84.0")


def test_three_receivers_each_with_its_units(commune, recorder):
    institute = OrganisationFactory.create(
        name="Bệnh viện Việt Tiệp", kind=Organisation.Kind.HOSPITAL, area=area(HAI_PHONG)
    )
    facts = DriveFacts(
        title="Lễ hội Xuân Hồng",
        keeper=commune,
        receivers=[
            LinkOrWords(institute),
            LinkOrWords(words="Bệnh viện quân y"),
            LinkOrWords(words="Trung tâm truyền máu"),
        ],
    )
    receipt = record_drive(by=recorder.actor, key=uuid4(), facts=facts)
    drive = Drive.objects.get(pk=receipt.target_id)
    first, second, third = drive.receivings.order_by("id")
    sheet = ResultFacts(
        figures={"units": f(600)},
        receivings={first.pk: f(300), second.pk: f(200), third.pk: f(100)},
    )
    record_result(by=recorder.actor, key=uuid4(), drive=drive, version=0, facts=sheet)
    assert [r.units for r in drive.receivings.order_by("id")] == [f(300), f(200), f(100)]
    assert first.organisation == institute


def test_converted_units_with_a_fraction_and_their_rule(recorded):
    result = recorded(
        ResultFacts(
            figures={"donated": f(135), "units": f("168.8")},
            units_basis=Basis.CONVERTED.value,
            stated_rule="350 ml = 1,25 đơn vị",
        )
    )
    assert result.units == f("168.8")
    assert result.stated_rule == "350 ml = 1,25 đơn vị"


def test_converted_units_that_no_rule_of_ours_gives(recorded):
    """152 × 350 ml + 194 × 250 ml told as 492 units: kept as told, with ml ÷ 250 beside."""
    result = recorded(
        ResultFacts(
            figures={"donated": f(346), "units": f(492)},
            parts={PartKind.VOLUME: {"350": f(152), "250": f(194)}},
            units_basis=Basis.CONVERTED.value,
        )
    )
    assert result.units == f(492)
    assert result.sheet.equivalents == f("406.8")


def test_a_partial_breakdown_leaves_the_rest_unknown(recorded):
    parts = {PartKind.VOLUME: {"350": f(60)}}
    result = recorded(ResultFacts(figures={"units": f(269)}, parts=parts))
    assert [(p.code, p.n) for p in result.parts.all()] == [("350", f(60))]


def test_a_district_gone_since_keeps_its_drive(recorded):
    day = date(2024, 11, 30)
    host = OrganisationFactory.create(
        name="UBND huyện Kiến Thuỵ",
        kind=Organisation.Kind.PEOPLES_COMMITTEE,
        area=area(KIEN_THUY_DISTRICT),
        valid_to=date(2025, 7, 1),
    )
    result = recorded(
        ResultFacts(figures={"units": f(345)}),
        area=area(KIEN_THUY_DISTRICT),
        host=LinkOrWords(host),
        when=Days(day, day),
    )
    drive = result.drive
    assert drive.host_name == "UBND huyện Kiến Thuỵ"
    assert drive.province_now == area(HAI_PHONG)
    assert drive.province_then != drive.province_now


def test_a_reported_percentage_that_is_wrong_stays_as_told(recorded):
    line = "đạt 141 % chỉ tiêu (300)"
    result = recorded(ResultFacts(figures={"units": f(345)}, percents=[line]), expected_from=300)
    assert result.percents == [line]
    assert result.sheet.units_of(f(300)) == Share(Decimal("115.0"), "")


def test_a_drive_of_several_days_and_one_of_unknown_day(recorded):
    several = recorded(
        ResultFacts(figures={"units": f(7000, Qualifier.NEARLY)}),
        when=Days(date(2024, 12, 5), date(2024, 12, 7)),
    )
    unknown = recorded(
        ResultFacts(figures={"units": f(1000, Qualifier.OVER)}),
        title="Hành trình Đỏ",
        when=Span(date(2025, 7, 1), date(2026, 1, 1)),
    )
    assert several.drive.last_day == date(2024, 12, 7)
    assert unknown.drive.first_day is None
    assert (several.units + unknown.units).qualifier is Qualifier.ABOUT


def test_a_planned_range_and_a_forecast(recorded):
    result = recorded(
        ResultFacts(figures={"attended": f(300, Qualifier.FORECAST)}),
        expected_from=200,
        expected_to=300,
    )
    assert total([result.attended]) == Total(None, forecasts=1)
    assert (result.drive.expected_from, result.drive.expected_to) == (200, 300)
