"""The page of a drive and its tabs."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drives.models import Drive, Move, Part, Participation
from drives.presenters.pages import TABS
from drives.rules.figures import Qualifier
from drives.rules.sheets import Basis
from drives.rules.states import State
from tests.drives.records import fig, result_of
from tests.factories import CampaignFactory, DriveFactory

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(NOW, tick=False):
        yield


def url_of(drive: Drive, tab: str = "") -> str:
    return f"/drives/{drive.pk}/" + (f"?tab={tab}" if tab else "")


def text_of(answer) -> str:
    assert answer.status_code == 200
    page = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# Who comes in


@pytest.mark.parametrize("tab", TABS)
def test_everyone_in_scope_reads_every_tab(
    client_of, recorder, confirmer, viewer, administrator, superuser, kien_thuy, tab
):
    for person in (recorder, confirmer, viewer, administrator, superuser):
        answer = client_of(person).get(url_of(kien_thuy, tab))
        assert answer.status_code == 200
        assert f"drives/drive_{tab}.html" in [t.name for t in answer.templates]


@pytest.mark.parametrize("tab", ["", *TABS])
def test_a_stranger_finds_nothing(client_of, stranger, kien_thuy, tab):
    assert client_of(stranger).get(url_of(kien_thuy, tab)).status_code == 404


def test_a_drive_that_is_not_there(client_of, superuser):
    assert client_of(superuser).get("/drives/999999/").status_code == 404


def test_only_reading_and_only_logged_in(client, client_of, recorder, kien_thuy):
    assert client_of(recorder).post(url_of(kien_thuy)).status_code == 405
    answer = client.get(url_of(kien_thuy))
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_an_unknown_tab_is_the_first_one(client_of, viewer, kien_thuy):
    answer = client_of(viewer).get(url_of(kien_thuy, "../etc"))
    assert answer.context["tab"] == "overview"
    assert answer.content.decode().count('aria-current="page"') == 1


# What it says


def test_known_facts_are_told_and_unknown_ones_said_to_be_unknown(client_of, viewer, kien_thuy):
    text = text_of(client_of(viewer).get(url_of(kien_thuy)))
    assert "Sáng 30/11/2024 · Nhà luyện tập thể thao huyện · Huyện Kiến Thuỵ, Hải Phòng" in text
    assert "Đợt II năm 2024" in text
    assert "UBND huyện Kiến Thuỵ" in text
    assert re.search(r"Cơ sở tiếp nhận máu\s+chưa rõ", text)
    assert re.search(r"Đơn vị máu dự kiến\s+chưa rõ", text)


def test_a_drive_of_unknown_day_says_so(client_of, superuser, lai_chau):
    text = text_of(client_of(superuser).get(url_of(lai_chau)))
    assert "Chưa rõ (2025, sau 30/6) · Tỉnh Lai Châu" in text


def test_links_of_campaigns_and_second_records(client_of, viewer, stranger, kien_thuy, lai_chau):
    campaign = CampaignFactory.create(name="Giọt hồng tri ân")
    kien_thuy.campaigns.add(campaign)
    double = DriveFactory.create(keeper=kien_thuy.keeper, duplicate_of=kien_thuy)
    client = client_of(viewer)
    page = client.get(url_of(kien_thuy)).content.decode()
    assert f'href="/campaigns/{campaign.pk}/"' in page
    assert f'href="/drives/{double.pk}/"' in page
    assert f'href="/drives/{kien_thuy.pk}/"' in client.get(url_of(double)).content.decode()


def test_a_second_record_leads_nowhere_beyond_the_scope(client_of, viewer, committee, lai_chau):
    double = DriveFactory.create(keeper=committee, duplicate_of=lai_chau)
    page = client_of(viewer).get(url_of(double)).content.decode()
    assert lai_chau.title not in page


def test_the_sheet_tells_what_is_known_in_its_order(client_of, viewer, kien_thuy):
    text = text_of(client_of(viewer).get(url_of(kien_thuy, "result")))
    came, given = text.index("trên 450"), text.index("345", text.index("trên 450"))
    assert came < given < text.index("Chưa rõ:")
    unknown = text[text.index("Chưa rõ:") :].split(".")[0]
    assert "số người hiến" in unknown.lower()
    assert "450" not in unknown


def test_shares_volumes_and_equivalents_are_reckoned_where_they_can_be(
    client_of, viewer, committee
):
    drive = DriveFactory.create(keeper=committee, expected_from=300)
    over = fig(450, Qualifier.OVER)
    result = result_of(drive, basis=Basis.BAGS, attended=over, donated=fig(345), units=fig(345))
    for code, bags in (("250", 98), ("350", 231), ("450", 16)):
        Part.objects.create(result=result, kind="volume", code=code, n_n=bags, n_q="exact")
    text = text_of(client_of(viewer).get(url_of(drive, "result")))
    assert "Người hiến / tham gia &lt; 76,7 %" in text
    assert "112.550 ml" in text
    assert "Quy ra đơn vị 250 ml 450,2" in text
    assert "Đạt so với dự kiến 115 %" in text
    assert "phần còn lại chưa rõ" not in text


def test_a_partial_breakdown_leaves_the_rest_unknown(client_of, viewer, committee):
    drive = DriveFactory.create(keeper=committee)
    result = result_of(drive, basis=Basis.BAGS, units=fig(269))
    Part.objects.create(result=result, kind="volume", code="350", n_n=60, n_q="exact")
    text = text_of(client_of(viewer).get(url_of(drive, "result")))
    assert "phần còn lại chưa rõ" in text
    assert "21.000 ml" in text
    assert "chỉ tính các túi đã rõ thể tích" in text


def test_converted_units_are_held_against_no_plan(client_of, viewer, committee):
    drive = DriveFactory.create(keeper=committee, expected_from=400)
    result_of(drive, basis=Basis.CONVERTED, units=fig(492))
    text = text_of(client_of(viewer).get(url_of(drive, "result")))
    assert "quy đổi" in text
    assert "Đạt so với dự kiến" not in text


def test_participations_are_shown_with_their_own_figures(client_of, viewer, committee):
    drive = DriveFactory.create(keeper=committee)
    result_of(drive, units=fig(345))
    row = Participation(drive=drive, position=1, words="Trường THPT Kiến Thụy", target=50)
    row.units = fig(61)
    row.save()
    text = text_of(client_of(viewer).get(url_of(drive, "result")))
    assert "Trường THPT Kiến Thụy 50 chưa rõ chưa rõ chưa rõ 61" in text


def test_answers_to_questions_stay_readable(client_of, viewer, recorder, committee):
    drive = DriveFactory.create(keeper=committee)
    result_of(drive, units=fig(201), donated=fig(199))
    drive.answers.create(
        rule="bags-differ-from-donors", why="Hai người hiến tách thành phần.", at=NOW, by=recorder
    )
    text = text_of(client_of(viewer).get(url_of(drive, "result")))
    assert "“Hai người hiến tách thành phần.” Phạm Thị Hoa" in text
    assert "bags-differ" not in text


def test_without_a_result_the_tab_says_who_enters_it(client_of, recorder, viewer, commune):
    drive = DriveFactory.create(keeper=commune)
    assert "chỉ cần ba số" in text_of(client_of(recorder).get(url_of(drive, "result")))
    assert "Đơn vị giữ hồ sơ chưa nhập" in text_of(client_of(viewer).get(url_of(drive, "result")))


def test_awards_are_listed_and_only_recorders_add(client_of, recorder, viewer, commune):
    drive = DriveFactory.create(keeper=commune)
    drive.awards.create(authority="Chủ tịch UBND tỉnh", form="Bằng khen", to="people")
    known = drive.awards.create(authority="Ban Chỉ đạo", form="Giấy khen", to="group")
    known.count = fig(4)
    known.save()
    answer = client_of(viewer).get(url_of(drive, "awards"))
    text = text_of(answer)
    assert re.search(r"Bằng khen Chủ tịch UBND tỉnh .*? chưa rõ", text)
    assert re.search(r"Giấy khen Ban Chỉ đạo .*? 4 ", text)
    assert "/awards/" not in answer.content.decode()
    page = client_of(recorder).get(url_of(drive, "awards")).content.decode()
    assert f'href="/drives/{drive.pk}/awards/new/"' in page
    assert f'href="/drives/{drive.pk}/awards/{known.pk}/"' in page


def test_the_course_tells_every_step(client_of, viewer, confirmer, commune):
    drive = DriveFactory.create(keeper=commune, state=State.PLANNED.value)
    Move.objects.create(
        drive=drive, name="postpone", from_state="planned", to_state="postponed", at=NOW,
        by=confirmer, reason="Bão số 12", old_first_day=date(2026, 11, 1),
        old_last_day=date(2026, 11, 1),
    )  # fmt: skip
    text = text_of(client_of(viewer).get(url_of(drive, "moves")))
    assert re.search(r"08:00 ngày 22/11/2026 .*? Nguyễn Văn Bình Dời ngày Bão số 12", text)
    assert "Ngày cũ: 01/11/2026" in text


@pytest.mark.parametrize(("name", "state"), [("cancel", "cancelled"), ("postpone", "postponed")])
def test_a_stopped_drive_says_why_until_it_goes_on(
    client_of, viewer, recorder, commune, name, state
):
    drive = DriveFactory.create(keeper=commune, state=state)
    Move.objects.create(
        drive=drive, name=name, from_state="planned", to_state=state, at=NOW, by=recorder,
        reason="Bão số 12",
    )  # fmt: skip
    said = "“Bão số 12” Phạm Thị Hoa, 08:00 ngày 22/11/2026."
    assert said in text_of(client_of(viewer).get(url_of(drive)))
    Drive.objects.filter(pk=drive.pk).update(state="planned")
    assert "Bão số 12" not in text_of(client_of(viewer).get(url_of(drive)))


# What can be done


def deeds(answer) -> tuple[str | None, list[str]]:
    found = answer.context["deeds"]
    return (found.first.label if found.first else None), [deed.label for deed in found.others]


PAST, COMING = date(2026, 11, 15), date(2027, 1, 10)


@pytest.mark.parametrize(
    ("state", "day", "first"),
    [
        (State.PLANNED, COMING, "Mở đăng ký"),
        (State.PLANNED, PAST, "Nhập kết quả"),
        (State.REGISTERING, COMING, None),
        (State.REGISTERING, PAST, "Nhập kết quả"),
        (State.AWAITING, PAST, "Nhập kết quả"),
        (State.SUBMITTED, PAST, None),
        (State.RETURNED, PAST, "Bổ sung"),
        (State.REOPENED, PAST, "Đính chính kết quả"),
        (State.CONFIRMED, PAST, None),
        (State.CANCELLED, PAST, None),
    ],
)
def test_a_recorder_has_one_thing_to_do_first(client_of, recorder, commune, state, day, first):
    drive = DriveFactory.create(keeper=commune, state=state.value, first_day=day)
    answer = client_of(recorder).get(url_of(drive))
    assert deeds(answer)[0] == first
    page = answer.content.decode()
    assert page.count("btn-primary") == (1 if first else 0)
    may_edit = state is not State.CONFIRMED
    assert (f"/drives/{drive.pk}/edit/" in page) is may_edit


def test_a_result_not_sent_yet_is_checked_and_sent(client_of, recorder, commune):
    drive = DriveFactory.create(keeper=commune)
    result_of(drive, units=fig(1))
    assert deeds(client_of(recorder).get(url_of(drive)))[0] == "Kiểm tra và gửi"


def test_a_confirmer_reads_and_confirms_what_others_sent(client_of, confirmer, recorder, kien_thuy):
    Drive.objects.filter(pk=kien_thuy.pk).update(state=State.SUBMITTED.value)
    client = client_of(confirmer)
    result = kien_thuy.result
    result.submitted_at, result.submitted_by = NOW, recorder
    result.save()
    assert deeds(client.get(url_of(kien_thuy)))[0] == "Xem và xác nhận"
    result.submitted_by = confirmer
    result.save()
    answer = client.get(url_of(kien_thuy))
    assert deeds(answer)[0] is None
    assert answer.context["sent_by_me"]


def test_a_viewer_can_do_nothing(client_of, viewer, commune):
    for state in State:
        drive = DriveFactory.create(keeper=commune, state=state.value)
        answer = client_of(viewer).get(url_of(drive))
        assert deeds(answer) == (None, [])
        assert '<form method="post" action="/drives/' not in answer.content.decode()


def test_steps_backward_ask_for_a_reason_first(client_of, recorder, commune):
    drive = DriveFactory.create(keeper=commune, state=State.REGISTERING.value, first_day=COMING)
    page = client_of(recorder).get(url_of(drive)).content.decode()
    for step in ("close-registration", "postpone", "cancel"):
        assert f'href="/drives/{drive.pk}/move/{step}/"' in page
        assert f'action="/drives/{drive.pk}/move/{step}/"' not in page


def test_a_step_without_reason_is_posted_from_the_page(client_of, recorder, commune):
    drive = DriveFactory.create(keeper=commune, state=State.PLANNED.value, first_day=COMING)
    client = client_of(recorder)
    page = client.get(url_of(drive)).content.decode()
    action = f"/drives/{drive.pk}/move/open-registration/"
    form = page[page.index(f'action="{action}"') :].split("</form>")[0]
    values = dict(re.findall(r'name="(key|version)"[^>]*? value="([^"]*)"', form))
    assert values.keys() == {"key", "version"}
    assert client.post(action, values).status_code == 302
    drive.refresh_from_db()
    assert drive.state == State.REGISTERING.value


def test_a_returned_drive_says_what_is_asked(client_of, recorder, confirmer, commune):
    drive = DriveFactory.create(keeper=commune, state=State.RETURNED.value)
    Move.objects.create(
        drive=drive, name="return", from_state="submitted", to_state="returned", at=NOW,
        by=confirmer, reason="Số đơn vị 350 ml chưa khớp.", cells=["volume_350"],
    )  # fmt: skip
    text = text_of(client_of(recorder).get(url_of(drive)))
    assert "Số đơn vị 350 ml chưa khớp." in text
    assert "Các số khác không cần nhập lại." in text


@pytest.mark.parametrize("tab", TABS)
def test_queries_do_not_grow_with_what_is_shown(client_of, recorder, confirmer, commune, tab):
    drive = DriveFactory.create(keeper=commune)
    result = result_of(drive, units=fig(345))
    client = client_of(recorder)

    def more(number: int) -> None:
        drive.awards.create(authority="UBND", form=f"Giấy khen {number}", to="people")
        drive.partners.create(organisation=commune)
        drive.receivings.create(words=f"Bệnh viện {number}")
        drive.campaigns.add(CampaignFactory.create())
        drive.answers.create(rule=f"rule-{number}", why="Đúng", at=NOW, by=confirmer)
        Participation.objects.create(drive=drive, position=number, organisation=commune)
        Part.objects.create(result=result, kind="volume", code=str(number), n_n=1, n_q="exact")
        Move.objects.create(
            drive=drive, name="return", from_state="submitted", to_state="returned", at=NOW,
            by=confirmer, reason="Vì sao",
        )  # fmt: skip

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url_of(drive, tab)).status_code == 200
        return len(captured)

    more(1)
    first = queries()
    for number in range(2, 21):
        more(number)
    assert queries() == first
