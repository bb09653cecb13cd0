"""The list of drives: rows, filters, honest sums, pages."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Organisation
from drives.models import Drive
from drives.querysets.drives import Task
from drives.querysets.results import sums_of
from drives.rules.figures import Figure, Qualifier, total
from drives.rules.sheets import Basis
from drives.rules.states import State
from drives.views import listing
from ledger.scope import Role
from tests.drives.records import fig, result_of
from tests.factories import (
    HAI_PHONG,
    HAI_PHONG_THEN,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    CampaignFactory,
    DriveFactory,
    OrganisationFactory,
    VenueFactory,
    area,
    member_of,
)

URL = "/drives/"


def titles(answer) -> list[str]:
    assert answer.status_code == 200
    return [row.title for row in answer.context["rows"]]


def text_of(answer) -> str:
    """The page as it is read, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_administrator_reads_both_bulletins_as_published(
    client_of, superuser, kien_thuy, lai_chau
):
    answer = client_of(superuser).get(URL)
    assert titles(answer) == [lai_chau.title, kien_thuy.title]
    told, counted = answer.context["rows"]
    assert (told.attended, told.units) == ("trên 2.000", "trên 1.000")
    assert (counted.attended, counted.units) == ("trên 450", "345")
    assert told.day.line == "Chưa rõ, 2025"
    assert told.day.more == "2025, sau 30/6"
    assert counted.day.line == "30/11/2024"
    assert counted.area == "Huyện Kiến Thuỵ, Hải Phòng"
    assert "2 đợt trên 2.450 trên 1.345" in text_of(answer)


FILTERS = ["", "q=lai+chau", "state=confirmed", "area=Lai+Châu", "since=01/01/2025", "totals=1"]


@pytest.mark.parametrize("query", FILTERS)
def test_an_officer_of_another_province_finds_it_by_no_filter(
    client_of, confirmer, kien_thuy, lai_chau, query
):
    answer = client_of(confirmer).get(f"{URL}?{query}")
    assert lai_chau.title not in titles(answer)
    assert f"{URL}{lai_chau.pk}/" not in answer.content.decode()


def test_a_stranger_does_not_see_the_drive(client_of, stranger, kien_thuy):
    assert titles(client_of(stranger).get(URL)) == []


def test_everyone_with_a_role_in_the_area_reads_it(
    client_of, recorder, viewer, administrator, kien_thuy
):
    for person in (recorder, viewer, administrator):
        assert titles(client_of(person).get(URL)) == [kien_thuy.title]


def test_anonymous_people_log_in_first(client, db):
    answer = client.get(URL)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_only_reading_is_possible(client_of, recorder):
    assert client_of(recorder).post(URL).status_code == 405


# Filters


@pytest.mark.parametrize("typed", ["kien thuy", "Kiến Thụy", "THUY kien", "đợt ii"])
def test_search_reads_words_without_marks_in_any_order(client_of, confirmer, commune, typed):
    wanted = DriveFactory.create(keeper=commune, title="Ngày hội Kiến Thuỵ đợt II")
    DriveFactory.create(keeper=commune, title="Chủ nhật Đỏ")
    assert titles(client_of(confirmer).get(URL, {"q": typed})) == [wanted.title]


@pytest.mark.parametrize(
    "typed", ["kien thuy", "HAI PHONG", "ubnd huyen", "nhà luyện tập", "dot ii kien thuy"]
)
def test_search_reads_area_host_and_venue_too(client_of, superuser, kien_thuy, lai_chau, typed):
    assert titles(client_of(superuser).get(URL, {"q": typed})) == [kien_thuy.title]


def test_search_reads_linked_hosts_and_venues(client_of, superuser, committee, lai_chau):
    venue = VenueFactory.create(name="Cung văn hoá Lao động")
    wanted = DriveFactory.create(keeper=committee, host=committee, venue=venue)
    for typed in ("ban chi dao hai phong", "cung lao dong"):
        assert titles(client_of(superuser).get(URL, {"q": typed})) == [wanted.title]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Thành phố Hải Phòng (từ 1/7/2025)", {"quận", "huyện", "xã"}),
        ("Huyện Kiến Thuỵ", {"huyện"}),
        ("Xã Kiến Thụy, Hải Phòng (từ 1/7/2025)", {"xã"}),
        ("Tỉnh Lai Châu", set()),
    ],
)
def test_an_area_holds_what_lies_below_it_then_and_now(
    client_of, superuser, committee, typed, found
):
    places = {"quận": "old:d:307", "huyện": KIEN_THUY_DISTRICT, "xã": XA_KIEN_THUY}
    for name, key in places.items():
        DriveFactory.create(keeper=committee, title=name, area=area(key))
    answer = client_of(superuser).get(URL, {"area": typed})
    assert not answer.context["filters"].errors
    assert set(titles(answer)) == found


@pytest.mark.both
def test_todays_province_holds_drives_of_the_abolished_one(committee):
    drive = DriveFactory.create(keeper=committee, area=area(KIEN_THUY_DISTRICT))
    now, then = area(HAI_PHONG).place, area(HAI_PHONG_THEN).place
    assert list(Drive.objects.in_area(now)) == list(Drive.objects.in_area(then)) == [drive]


def test_days_hold_drives_that_were_or_may_have_been_then(client_of, superuser, committee):
    periods: dict[str, dict[str, date | None]] = {
        "trước": {"first_day": date(2025, 5, 31)},
        "trong": {"first_day": date(2025, 6, 1), "last_day": date(2025, 6, 2)},
        "có thể": {"first_day": None, "within_from": date(2025, 1, 1),
                   "within_to": date(2026, 1, 1)},
        "sau": {"first_day": date(2025, 7, 1)},
    }  # fmt: skip
    for title, days in periods.items():
        DriveFactory.create(keeper=committee, title=title, **days)
    answer = client_of(superuser).get(URL, {"since": "2/6/2025", "until": "30/06/2025"})
    assert set(titles(answer)) == {"trong", "có thể"}


def test_host_and_campaign_and_state_narrow_the_list(client_of, superuser, committee):
    campaign = CampaignFactory.create()
    wanted = DriveFactory.create(keeper=committee, host=committee)
    wanted.campaigns.add(campaign)
    DriveFactory.create(keeper=committee, state=State.CONFIRMED.value)
    client = client_of(superuser)
    for query in ({"host": committee.name}, {"campaign": campaign.pk}, {"state": "awaiting"}):
        assert titles(client.get(URL, query)) == [wanted.title], query


def test_a_task_is_a_filter(client_of, recorder, commune):
    mine = DriveFactory.create(keeper=commune, first_day=date(2024, 1, 7))
    DriveFactory.create(keeper=commune, state=State.SUBMITTED.value)
    answer = client_of(recorder).get(URL, {"state": Task.ENTER.value})
    assert titles(answer) == [mine.title]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "31/02/2025"}, "since"),
        ({"until": "30-11"}, "until"),
        ({"since": "2/2/2025", "until": "1/2/2025"}, "until"),
        ({"area": "Atlantis"}, "area"),
        ({"host": "không có đơn vị này"}, "host"),
        ({"campaign": "x"}, "campaign"),
        ({"state": "lost"}, "state"),
        ({"q": "x" * 101}, "q"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_narrows_nothing(
    client_of, superuser, kien_thuy, query, field
):
    answer = client_of(superuser).get(URL, query)
    assert list(answer.context["filters"].errors) == [field]
    assert 'class="why"' in answer.content.decode()
    if query.keys() == {field}:
        assert titles(answer) == [kien_thuy.title]


def test_the_filter_is_kept_in_the_form_and_can_be_cleared(client_of, superuser, kien_thuy):
    answer = client_of(superuser).get(URL, {"q": "kien", "since": "01/11/2024"})
    text = answer.content.decode()
    assert 'value="kien"' in text
    assert 'value="01/11/2024"' in text
    assert f'href="{URL}">Bỏ lọc' in text


def test_nothing_found_says_so_and_offers_to_clear(client_of, superuser, kien_thuy):
    answer = client_of(superuser).get(URL, {"q": "không có"})
    assert "Không có đợt nào khớp bộ lọc" in text_of(answer)


def test_an_empty_list_says_what_to_do_first(client_of, recorder, viewer):
    assert "Tạo đợt đầu tiên" in text_of(client_of(recorder).get(URL))
    assert "/drives/new/" not in client_of(viewer).get(URL).content.decode()


# Sums


def test_second_records_and_cancelled_drives_are_listed_but_not_counted(
    client_of, superuser, committee
):
    head = DriveFactory.create(keeper=committee)
    double = DriveFactory.create(keeper=committee, duplicate_of=head)
    gone = DriveFactory.create(keeper=committee, state=State.CANCELLED.value)
    for drive in (head, double, gone):
        result_of(drive, units=fig(100))
    answer = client_of(superuser).get(URL)
    sums = answer.context["sums"]
    assert len(titles(answer)) == 3
    assert (sums.drives, sums.counted, sums.units.figure) == (3, 1, fig(100))
    assert "1 đợt 2 đợt khác có trong danh sách nhưng không tính vào tổng" in text_of(answer)


def test_what_is_unknown_is_counted_beside(client_of, superuser, committee):
    result_of(DriveFactory.create(keeper=committee), attended=fig(50), units=fig(40))
    result_of(DriveFactory.create(keeper=committee), units=fig(7, Qualifier.FORECAST))
    DriveFactory.create(keeper=committee)
    text = text_of(client_of(superuser).get(URL))
    assert "3 đợt 50 chưa rõ ở 2 đợt" in text
    assert "40 chưa rõ ở 1 đợt; mới dự kiến ở 1 đợt" in text


def test_converted_units_are_a_total_of_their_own(client_of, superuser, committee):
    result_of(DriveFactory.create(keeper=committee), units=fig(346))
    converted = DriveFactory.create(keeper=committee)
    result_of(converted, basis=Basis.CONVERTED, units=fig("168.8"))
    answer = client_of(superuser).get(URL)
    sums = answer.context["sums"]
    assert (sums.units.figure, sums.converted.figure) == (fig(346), fig("168.8"))
    assert "346 quy đổi, tính riêng: 168,8" in text_of(answer)


def test_a_long_list_is_summed_on_request(client_of, superuser, committee, monkeypatch):
    monkeypatch.setattr(listing, "MOST_SUMMED_INLINE", 60)
    DriveFactory.create_batch(61, keeper=committee)
    client = client_of(superuser)
    answer = client.get(URL)
    assert answer.context["sums"] is None
    assert 'href="?totals=1"' in answer.content.decode()
    assert client.get(URL, {"totals": 1}).context["sums"].drives == 61
    monkeypatch.setattr(listing, "MOST_SUMMED_INLINE", 61)
    assert client.get(URL).context["sums"].drives == 61


FIGURES = st.none() | st.builds(
    Figure,
    st.integers(0, 10**6).map(lambda n: Decimal(n) / 10),
    st.sampled_from(list(Qualifier)),
)
DRIVES = st.tuples(
    st.booleans(),  # with a result
    FIGURES,
    FIGURES,
    st.sampled_from(list(Basis)),
    st.sampled_from(list(State)),
    st.booleans(),  # a second record
)


@pytest.mark.both
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(DRIVES, max_size=9))
def test_sums_are_those_of_an_obvious_second_computation(committee, drives):
    head = DriveFactory.create(keeper=committee, state=State.CANCELLED.value)
    recorded, attended, bags, converted, counted = [head.pk], [], [], [], 0
    for has_result, came, units, basis, state, is_double in drives:
        double = head if is_double else None
        drive = DriveFactory.create(keeper=committee, state=state.value, duplicate_of=double)
        recorded.append(drive.pk)
        if has_result:
            result_of(drive, basis=basis, attended=came, units=units)
        if is_double or state is State.CANCELLED:
            continue
        counted += 1
        attended.append(came if has_result else None)
        if has_result and units is not None and basis is Basis.CONVERTED:
            converted.append(units)
        else:
            bags.append(units if has_result else None)
    sums = sums_of(Drive.objects.filter(pk__in=recorded))
    assert (sums.drives, sums.counted) == (len(drives) + 1, counted)
    assert sums.attended == total(attended)
    assert sums.units == total(bags)
    assert sums.converted == total(converted)


# Pages


def test_pages_follow_one_another_without_gap_or_repeat(client_of, superuser, committee):
    for day in range(1, 21):
        DriveFactory.create_batch(6, keeper=committee, first_day=date(2026, 1, day))
    client = client_of(superuser)
    answer, seen = client.get(URL), []
    while True:
        seen += [row.pk for row in answer.context["rows"]]
        if not (token := answer.context["page"].next):
            break
        answer = client.get(f"{URL}?after={token}")
    assert len(seen) == len(set(seen)) == 120
    latest = Drive.objects.order_by("-sort_day", "-id").values_list("pk", flat=True)
    assert seen == list(latest)
    back = client.get(f"{URL}?before={answer.context['page'].previous}")
    assert [row.pk for row in back.context["rows"]] == seen[50:100]


def test_page_links_keep_the_filter(client_of, superuser, committee):
    DriveFactory.create_batch(51, keeper=committee, title="Giọt hồng tri ân")
    text = client_of(superuser).get(URL, {"q": "tri ân"}).content.decode()
    assert re.search(r'href="\?q=tri[^"]*&amp;after=', text)


@pytest.mark.parametrize("token", ["x", "2026-13-01~1", "~", "2026-01-01~9999999999999999999"])
def test_a_token_from_nowhere_gives_the_first_page(client_of, superuser, kien_thuy, token):
    assert titles(client_of(superuser).get(URL, {"after": token})) == [kien_thuy.title]


def test_the_number_of_queries_does_not_grow_with_the_rows(client_of, confirmer, committee):
    client = client_of(confirmer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL).status_code == 200
        return len(captured)

    def one_more() -> None:
        host = OrganisationFactory.create(kind=Organisation.Kind.COMPANY)
        drive = DriveFactory.create(keeper=committee, host=host, area=area(XA_KIEN_THUY))
        result_of(drive, units=fig(10))

    one_more()
    first = queries()
    for _ in range(19):
        one_more()
    assert queries() == first <= 7


def test_a_receiver_sees_the_drives_it_receives(client_of, kien_thuy, lai_chau, committee):
    blood_bank = OrganisationFactory.create(
        name="Viện Huyết học", kind=Organisation.Kind.BLOOD_ESTABLISHMENT, area=area(LAI_CHAU)
    )
    kien_thuy.receivings.create(organisation=blood_bank)
    receiver = member_of(blood_bank, Role.RECEIVER)
    assert titles(client_of(receiver).get(URL)) == [kien_thuy.title]
