"""Official totals of an area over a period, beside what is recorded drive by drive."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drives.actions.period_totals import PeriodTotalFacts, add_period_total, edit_period_total
from drives.forms.period_total import PeriodTotalForm
from drives.models import Drive, PeriodTotal
from drives.rules.figures import Qualifier, total
from drives.rules.sheets import Basis
from drives.rules.states import State
from drives.views.period_totals import detailed
from ledger.actions import Stale
from ledger.actor import Actor
from ledger.models import Change
from ledger.posts import raw_data
from ledger.scope import EVERYTHING
from tests.drives.records import fig, result_of
from tests.factories import (
    HAI_PHONG,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    DriveFactory,
    area,
)

URL = "/period-totals/"
SOMEBODY = Actor(id=7, name="Nguyễn Văn Bình")


def text_of(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def record(committee) -> PeriodTotal:
    """Hải Phòng in 2024: as published."""
    total_ = PeriodTotal(
        area=area(HAI_PHONG),
        keeper=committee,
        from_day=date(2024, 1, 1),
        to_day=date(2025, 1, 1),
    )
    total_.drives, total_.units = fig(185), fig(39660)
    total_.save()
    return total_


@pytest.fixture
def page_url(record) -> str:
    return f"{URL}{record.pk}/"


def post_of(record: PeriodTotal | None = None, /, **typed: str) -> dict[str, object]:
    blank = PeriodTotalForm.blank(scope=EVERYTHING)
    form = PeriodTotalForm.of(record, scope=EVERYTHING) if record else blank
    return {**raw_data(form), "key": str(uuid4()), **typed}


def new_post(**typed: str) -> dict[str, object]:
    facts = {
        "area": "Thành phố Hải Phòng (từ 1/7/2025)",
        "from_day": "01/01/2007",
        "to_day": "31/12/2024",
        "drives_n": "185",
        "units_n": "39.660",
        "keeper": "Ban Chỉ đạo vận động hiến máu tình nguyện thành phố Hải Phòng",
    }
    return post_of(**{**facts, **typed})


# Reading


def test_the_page_says_how_much_is_recorded_in_detail(
    client_of, viewer, record, page_url, kien_thuy
):
    text = text_of(client_of(viewer).get(page_url))
    assert "Số liệu tính từ 01/01/2024 đến 31/12/2024" in text
    assert "ghi chi tiết được 1 / 185" in text
    assert "ghi chi tiết được 345 / 39.660" in text
    assert "40.005" not in text


def test_where_no_drive_is_recorded_nothing_is_in_detail(client_of, viewer, record, page_url):
    text = text_of(client_of(viewer).get(page_url))
    assert "ghi chi tiết được 0 / 185" in text
    assert "ghi chi tiết được 0 / 39.660" in text


def test_a_drive_that_may_lie_outside_is_not_counted_and_said_so(
    client_of, viewer, committee, record, page_url
):
    for days in (
        {"within_from": date(2024, 7, 1), "within_to": date(2025, 1, 1)},
        {"within_from": date(2024, 7, 1), "within_to": date(2025, 2, 1)},
        {"within_from": None, "within_to": None, "year": 2024},
    ):
        drive = DriveFactory.create(keeper=committee, first_day=None, **days)
        result_of(drive, units=fig(10))
    answer = client_of(viewer).get(page_url)
    assert (answer.context["lines"][0].recorded.figure, answer.context["maybe"]) == (fig(1), 2)
    assert "Có 2 đợt khác chưa rõ ngày" in text_of(answer)


def test_lai_chaus_drive_of_the_second_half_is_not_in_the_first(lai_chau, lai_chau_committee):
    half = PeriodTotal(
        area=area(LAI_CHAU),
        keeper=lai_chau_committee,
        from_day=date(2025, 1, 1),
        to_day=date(2025, 7, 1),
    )
    found = detailed(half, EVERYTHING)
    assert (found.sums.counted, found.maybe) == (0, 0)


def test_converted_units_second_records_and_cancelled_drives_stay_apart(committee, record):
    head = DriveFactory.create(keeper=committee, first_day=date(2024, 5, 1))
    result_of(head, units=fig(100))
    for basis, options in (
        (Basis.CONVERTED, {}),
        (Basis.BAGS, {"duplicate_of": head}),
        (Basis.BAGS, {"state": State.CANCELLED.value}),
    ):
        drive = DriveFactory.create(keeper=committee, first_day=date(2024, 5, 1), **options)
        result_of(drive, basis=basis, units=fig(7))
    sums = detailed(record, EVERYTHING).sums
    assert (sums.counted, sums.units.figure, sums.converted.figure) == (2, fig(100), fig(7))


@pytest.mark.both
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([XA_KIEN_THUY, KIEN_THUY_DISTRICT, LAI_CHAU]),
            st.dates(date(2023, 11, 1), date(2025, 3, 1)),
            st.integers(0, 70),
            st.booleans(),  # known to the day
            st.integers(1, 900),
        ),
        max_size=6,
    )
)
def test_what_is_in_detail_is_what_surely_lies_within(committee, record, drives):
    Drive.objects.update(state=State.CANCELLED.value)
    units, maybe = [], 0
    for place, first, length, is_known, bags in drives:
        last = first + timedelta(days=length)
        days = (
            {"first_day": first, "last_day": last}
            if is_known
            else {"first_day": None, "within_from": first, "within_to": last + timedelta(days=1)}
        )
        drive = DriveFactory.create(keeper=committee, area=area(place), **days)
        result_of(drive, units=fig(bags))
        if place == LAI_CHAU:
            continue
        if first >= record.from_day and last < record.to_day:
            units.append(fig(bags))
        elif first < record.to_day and last >= record.from_day:
            maybe += 1
    found = detailed(record, EVERYTHING)
    assert (found.sums.counted, found.maybe) == (len(units), maybe)
    assert found.sums.units == total(units)


def test_the_list_narrows_by_area(client_of, superuser, record, lai_chau_committee):
    other = PeriodTotal.objects.create(
        area=area(LAI_CHAU),
        keeper=lai_chau_committee,
        from_day=date(2007, 1, 1),
        to_day=date(2025, 1, 1),
    )
    client = client_of(superuser)
    assert list(client.get(URL).context["page"].rows) == [record, other]
    found = client.get(URL, {"area": "Lai Châu"})
    assert list(found.context["page"].rows) == [other]
    assert "2007–2024" in text_of(found)
    wrong = client.get(URL, {"area": "Atlantis"})
    assert list(wrong.context["page"].rows) == [record, other]
    assert wrong.context["filters"].errors


def test_officers_of_another_province_do_not_see_it(client_of, stranger, record, page_url):
    client = client_of(stranger)
    assert list(client.get(URL).context["page"].rows) == []
    for url in (page_url, f"{page_url}edit/", f"/history/drives.periodtotal/{record.pk}/"):
        assert client.get(url).status_code == 404


def test_queries_of_the_list_do_not_grow(client_of, viewer, committee):
    client = client_of(viewer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    def one_more(year: int) -> None:
        PeriodTotal.objects.create(
            area=area(KIEN_THUY_DISTRICT),
            keeper=committee,
            from_day=date(year, 1, 1),
            to_day=date(year + 1, 1, 1),
        )

    one_more(2000)
    first = queries()
    for year in range(2001, 2020):
        one_more(year)
    assert queries() == first


# Writing


def test_a_confirmer_records_one(client_of, confirmer, committee):
    client = client_of(confirmer)
    page = client.get(f"{URL}new/").content.decode()
    assert committee.name in page
    answer = client.post(f"{URL}new/", new_post(volunteers_n="trên 50.000"))
    assert answer.status_code == 302, answer.context["form"].errors
    record = PeriodTotal.objects.get()
    assert (record.from_day, record.to_day) == (date(2007, 1, 1), date(2025, 1, 1))
    assert (record.drives, record.units) == (fig(185), fig(39660))
    assert record.volunteers == fig(50000, Qualifier.OVER)
    assert record.keeper == committee
    assert Change.objects.get().action == "add-period-total"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"area": "Tỉnh Lai Châu"}, "area"),
        ({"area": ""}, "area"),
        ({"to_day": "31/12/2006"}, "to_day"),
        ({"from_day": "2007"}, "from_day"),
        ({"drives_n": "", "units_n": ""}, "units"),
        ({"units_n": "39,660"}, "units"),
        ({"keeper": "Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh Lai Châu"}, "keeper"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client_of, confirmer, lai_chau_committee, typed, field
):
    answer = client_of(confirmer).post(f"{URL}new/", new_post(**typed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not PeriodTotal.objects.exists()


def test_the_same_post_twice_makes_one_and_a_changed_one_is_caught(client_of, confirmer, committee):
    client, post = client_of(confirmer), new_post()
    client.post(f"{URL}new/", post)
    assert client.post(f"{URL}new/", post).status_code == 302
    assert client.post(f"{URL}new/", {**post, "units_n": "1"}).status_code == 409
    assert PeriodTotal.objects.get().units == fig(39660)


def test_a_confirmer_mends_one(client_of, confirmer, record, page_url):
    client = client_of(confirmer)
    assert 'value="31/12/2024"' in client.get(f"{page_url}edit/").content.decode()
    post = post_of(record, units_n="39.661", source="Báo cáo tổng kết")
    assert client.post(f"{page_url}edit/", post).status_code == 302
    record.refresh_from_db()
    assert (record.units, record.source) == (fig(39661), "Báo cáo tổng kết")
    history = text_of(client.get(f"/history/drives.periodtotal/{record.pk}/"))
    assert "39.660" in history
    assert "39.661" in history


def test_of_two_who_mend_at_once_the_second_sees_both(
    client_of, confirmer, administrator, record, page_url
):
    opened = post_of(record, units_n="1")
    client_of(administrator).post(f"{page_url}edit/", post_of(record, units_n="2"))
    assert client_of(confirmer).post(f"{page_url}edit/", opened).status_code == 409
    record.refresh_from_db()
    assert record.units == fig(2)


def test_those_who_only_read_are_refused(client_of, recorder, viewer, record, page_url):
    client = client_of(viewer)
    assert f"{page_url}edit/" not in client.get(page_url).content.decode()
    for person in (recorder, viewer):
        assert client_of(person).get(f"{URL}new/").status_code == 403
        assert client_of(person).post(f"{URL}new/", new_post()).status_code == 403
    assert client.get(f"{page_url}edit/").status_code == 403
    assert client.post(f"{page_url}edit/", post_of(record)).status_code == 403


def test_what_is_not_there_and_who_is_not_in(client, client_of, confirmer, page_url):
    for url in (f"{URL}999999/", f"{URL}999999/edit/"):
        assert client_of(confirmer).get(url).status_code == 404
    for url in (URL, page_url, f"{URL}new/", f"{page_url}edit/"):
        assert client.get(url).url.startswith("/accounts/login/")
    for url in (URL, page_url):
        assert client_of(confirmer).post(url).status_code == 405
    assert client_of(confirmer).delete(f"{page_url}edit/").status_code == 405


@pytest.mark.both
def test_the_actions_leave_their_changes_and_refuse_an_old_version(committee):
    facts = PeriodTotalFacts(
        area=area(HAI_PHONG),
        keeper=committee,
        from_day=date(2025, 1, 1),
        to_day=date(2025, 7, 1),
        units=fig(2323),
    )
    receipt = add_period_total(by=SOMEBODY, key=uuid4(), facts=facts)
    record = PeriodTotal.objects.get(pk=receipt.target_id)
    assert record.version == 1
    with pytest.raises(Stale):
        edit_period_total(by=SOMEBODY, key=uuid4(), period_total=record, version=0, facts=facts)
    assert Change.objects.get().cells["units"] == [None, {"q": "exact", "n": "2323"}]
