"""Home: what waits for whom."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from drives.models import Drive, Move
from drives.rules.states import State
from ledger.scope import Role
from tests.drives.records import fig, result_of
from tests.factories import XA_KIEN_THUY, DriveFactory, MembershipFactory, UserFactory, area

URL = "/"
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def cards(answer) -> dict[str, list[str]]:
    return {
        card.title: [item.drive.title for item in card.items] for card in answer.context["cards"]
    }


def returned(drive: Drive, by: User) -> Move:
    Drive.objects.filter(pk=drive.pk).update(state=State.RETURNED.value)
    return Move.objects.create(
        drive=drive,
        name="return",
        from_state=State.SUBMITTED.value,
        to_state=State.RETURNED.value,
        at=NOW,
        by=by,
        reason="Số túi 350 ml chưa khớp biên bản bàn giao.",
        cells=["volume_350"],
    )


def test_the_day_is_written_in_words(client_of, recorder):
    assert "Chủ Nhật, 22/11/2026" in text_of(client_of(recorder).get(URL))


def test_a_recorder_sees_what_is_to_be_entered_oldest_first(client_of, recorder, commune):
    for title, day in (("sau", date(2026, 11, 20)), ("trước", date(2026, 11, 15))):
        DriveFactory.create(keeper=commune, title=title, first_day=day, area=area(XA_KIEN_THUY))
    planned = DriveFactory.create(
        keeper=commune, title="đã qua", first_day=date(2026, 11, 21), state=State.PLANNED.value
    )
    answer = client_of(recorder).get(URL)
    assert cards(answer) == {"Cần nhập kết quả": ["trước", "sau", planned.title]}
    assert "15/11/2026 · Xã Kiến Thụy, Hải Phòng · đã 7 ngày" in text_of(answer)
    assert f'href="/drives/{planned.pk}/result/"' in answer.content.decode()


def test_only_the_first_button_is_primary(client_of, recorder, commune):
    DriveFactory.create_batch(3, keeper=commune)
    page = client_of(recorder).get(URL).content.decode()
    assert page.count("btn-sm btn-primary") == 1
    assert page.count("btn-sm btn-quiet") == 2


def test_what_came_back_says_who_asked_for_what(client_of, recorder, confirmer, commune):
    drive = DriveFactory.create(keeper=commune)
    returned(drive, confirmer)
    answer = client_of(recorder).get(URL)
    assert cards(answer) == {"Trả lại để bổ sung": [drive.title]}
    text = text_of(answer)
    assert "“Số túi 350 ml chưa khớp biên bản bàn giao.” Nguyễn Văn Bình, 22/11/2026" in text
    assert "Cần bổ sung: " in text


def test_the_last_return_is_shown(client_of, recorder, confirmer, commune):
    drive = DriveFactory.create(keeper=commune)
    returned(drive, confirmer)
    Move.objects.update(reason="lần trước", at=NOW.replace(day=1))
    returned(drive, confirmer)
    text = text_of(client_of(recorder).get(URL))
    assert "350 ml" in text
    assert "lần trước" not in text


def test_a_confirmer_sees_what_others_sent(client_of, confirmer, recorder, commune, committee):
    MembershipFactory.create(user=confirmer, organisation=committee, role=Role.RECORDER.value)
    theirs, own = DriveFactory.create_batch(2, keeper=commune, state=State.SUBMITTED.value)
    for drive, sender in ((theirs, recorder), (own, confirmer)):
        result = result_of(drive, units=fig(345))
        result.submitted_at, result.submitted_by = NOW, sender
        result.save()
    answer = client_of(confirmer).get(URL)
    assert cards(answer) == {"Chờ tôi xác nhận": [theirs.title]}
    assert "345 đơn vị máu · Phạm Thị Hoa gửi lúc 08:00 ngày 22/11/2026" in text_of(answer)


def test_drives_to_come_are_shown_without_a_button(client_of, viewer, commune):
    drive = DriveFactory.create(
        keeper=commune,
        first_day=date(2027, 1, 10),
        state=State.REGISTERING.value,
        venue_words="Nhà văn hoá trung tâm",
        expected_from=200,
        expected_to=300,
    )
    answer = client_of(viewer).get(URL)
    assert cards(answer) == {"Sắp diễn ra": [drive.title]}
    assert "10/01/2027 · Nhà văn hoá trung tâm · dự kiến 200–300 đơn vị" in text_of(answer)
    assert "btn-sm" not in answer.content.decode()


def test_a_long_card_leads_to_the_list(client_of, recorder, commune):
    DriveFactory.create_batch(11, keeper=commune)
    client = client_of(recorder)
    answer = client.get(URL)
    (card,) = answer.context["cards"]
    assert (len(card.items), card.count) == (10, "10+")
    assert f'href="{card.all_url}"' in answer.content.decode()
    assert len(client.get(card.all_url).context["rows"]) == 11


def test_another_province_sees_nothing_of_it(client_of, stranger, recorder, confirmer, commune):
    for state in State:
        DriveFactory.create(keeper=commune, state=state.value)
    assert cards(client_of(stranger).get(URL)) == {}


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("recorder", "Đơn vị chưa có đợt hiến máu nào"),
        ("confirmer", "Địa bàn chưa ghi đợt hiến máu nào"),
        ("viewer", "Địa bàn chưa ghi đợt hiến máu nào"),
    ],
)
def test_an_empty_home_says_what_to_do_first(client_of, request, who, sentence):
    person = request.getfixturevalue(who)
    answer = client_of(person).get(URL)
    assert sentence in text_of(answer)
    assert ("/drives/new/" in answer.content.decode()) is (who == "recorder")


def test_with_all_work_done_home_says_so(client_of, recorder, commune):
    DriveFactory.create(keeper=commune, state=State.CONFIRMED.value)
    assert "Không có việc nào đang chờ" in text_of(client_of(recorder).get(URL))


def test_an_account_without_organisation_is_told_whom_to_ask(client_of, areas):
    answer = client_of(UserFactory.create()).get(URL)
    assert "Tài khoản của bạn chưa thuộc đơn vị nào" in text_of(answer)


def test_queries_are_few_and_do_not_grow(client_of, recorder, confirmer, commune, committee):
    MembershipFactory.create(user=recorder, organisation=committee, role=Role.CONFIRMER.value)
    client = client_of(recorder)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL).status_code == 200
        return len(captured)

    def more() -> None:
        DriveFactory.create(keeper=commune)
        returned(DriveFactory.create(keeper=commune), confirmer)
        result_of(DriveFactory.create(keeper=commune, state=State.SUBMITTED.value))
        DriveFactory.create(keeper=commune, state=State.PLANNED.value, first_day=date(2027, 1, 1))

    more()
    first = queries()
    for _ in range(9):
        more()
    assert queries() == first <= 8


def test_anonymous_people_log_in_first_and_nothing_is_posted(client, client_of, recorder):
    answer = client.get(URL)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert client_of(recorder).post(URL).status_code == 405
