"""The editable grid in hand: typed, pasted, kept on the server line by line, mended, posted."""

import re

import pytest

from tests.exchange.grid_page import COLUMNS, SERVER

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.exchange.grid_page"),
]

HEADING = "STT\tHọ và tên\tNăm sinh\tĐiện thoại"


@pytest.fixture
def hoa(person, with_password, recorder):
    SERVER.forget()
    return person().log_in(with_password(recorder)).go("/grid/")


def paste(someone, text: str) -> None:
    """Paste into what has the focus, as from a spreadsheet."""
    someone.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = {clipboardData: data, bubbles: true, cancelable: true};
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        text,
    )


def start(someone) -> None:
    someone.page.locator(".grid-box").focus()


KEYS = {"Tab", "Enter", "Escape", "Space", "ArrowUp", "ArrowDown", "ArrowRight", "ArrowLeft"}


def keys(someone, *pressed: str) -> None:
    """Press the keys named so, and type anything else."""
    for key in pressed:
        if key in KEYS:
            someone.page.keyboard.press(key)
        else:
            someone.page.keyboard.type(key)


def counts(someone, text: str) -> None:
    """Wait until this, and nothing else, is said of the lines: none waits to be sent."""
    whole = re.compile(rf"^{re.escape(text)}$")
    someone.page.locator("[data-grid-part=counts]").filter(has_text=whole).wait_for()


def cells(line: int) -> dict[str, str]:
    return next(dict(one.cells) for one in SERVER.lines.values() if one.number == line)


def test_typed_by_keyboard_alone_and_kept_line_by_line(hoa):
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Tab", "1990", "Enter", "Trần Thị Chi", "Tab", "1985", "Enter")
    assert hoa.focused() == "Họ và tên, dòng 3"
    counts(hoa, "đã giữ trên máy chủ: 2")
    assert cells(1) == {"name": "Nguyễn Văn An", "birth": "1990"}
    assert cells(2) == {"name": "Trần Thị Chi", "birth": "1985"}
    keys(hoa, "ArrowUp", "ArrowRight")
    assert hoa.focused() == "Năm sinh, dòng 2"
    keys(hoa, "86x")
    keys(hoa, "Escape")
    assert hoa.page.locator(".grid-box").input_value() == "1985"
    keys(hoa, "Escape")
    assert hoa.focused() == "Bỏ dòng này"


def test_a_reload_loses_nothing(hoa):
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Enter", "Trần Thị Chi")
    hoa.go("/grid/")  # The line at hand goes along.
    counts(hoa.go("/grid/"), "đã giữ trên máy chủ: 2")
    shown = hoa.page.locator(".lines tbody tr td:nth-child(2)").all_inner_texts()
    assert [text for text in shown if text] == ["Nguyễn Văn An", "Trần Thị Chi"]
    assert {line.number for line in SERVER.lines.values()} == {1, 2}
    assert hoa.page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_what_is_wrong_stands_beside_its_cell(hoa):
    start(hoa)
    keys(hoa, "Tab", "chín mươi", "Enter")
    hoa.page.locator("td.bad", has_text="Ghi họ và tên.").wait_for()
    hoa.page.locator("td.bad", has_text="Ghi năm sinh bằng số").wait_for()
    counts(hoa, "đã giữ trên máy chủ: 1 · cần xem lại: 1")
    hoa.page.get_by_role("button", name="Ô cần xem lại tiếp theo").click()
    assert hoa.focused() == "Họ và tên, dòng 1"
    box = hoa.page.locator(".grid-box")
    keys(hoa, "Lê Thị Dung", "Tab")
    about = box.get_attribute("aria-describedby")
    assert hoa.page.locator(f"[id='{about}']").inner_text() == "Ghi năm sinh bằng số, ví dụ 1990."
    assert box.get_attribute("aria-invalid") == "true"
    keys(hoa, "1990", "Enter")
    counts(hoa, "đã giữ trên máy chủ: 1")
    assert hoa.page.locator("td.bad").count() == 0
    assert hoa.axe() == []


def test_345_lines_are_pasted_by_their_heading_mended_and_posted(hoa):
    people = [f"{n}\tNguyễn Văn {n}\t{1950 + n % 50}\t0912 345 {n:03}" for n in range(1, 346)]
    for place in (4, 50, 99, 200, 344):
        people[place] = f"{place + 1}\tLê Thị {place}\tnăm {place}\t"
    start(hoa)
    paste(hoa, "\r\n".join(["DANH SÁCH\t\t\t", HEADING, *people, ""]))
    counts(hoa, "đã giữ trên máy chủ: 345 · cần xem lại: 5")
    assert "Không lấy cột: STT" in hoa.page.locator("[data-grid-part=said]").inner_text()
    assert cells(345)["name"] == "Lê Thị 344"
    mend = hoa.page.get_by_role("button", name="Ô cần xem lại tiếp theo")
    for left in (4, 3, 2, 1, 0):
        mend.click()
        assert hoa.focused().startswith("Năm sinh, dòng ")
        keys(hoa, "1977", "Enter")
        if left:
            counts(hoa, f"đã giữ trên máy chủ: 345 · cần xem lại: {left}")
    mend.wait_for(state="hidden")
    hoa.press("Lưu danh sách")
    assert "Đã nhận 345 dòng." in hoa.text()
    assert len(SERVER.posted) == len(SERVER.lines) == 345
    assert {one.cells["birth"] for one in SERVER.posted if one.number == 51} == {"1977"}


def test_cells_are_pasted_across_and_down_and_taken_back(hoa):
    start(hoa)
    keys(hoa, "An", "Enter", "Tab")
    paste(hoa, '1985\t\t1985\t"0912\n345"\n1990\t1990\t\t\t\t\t\t\tthừa\n')
    counts(hoa, "đã giữ trên máy chủ: 3 · cần xem lại: 2")
    assert cells(2) == {"birth": "1985", "women": "1985", "phone": "0912\n345"}
    assert cells(3) == {"birth": "1990", "men": "1990"}
    assert "Không lấy cột: 9" in hoa.page.locator("[data-grid-part=said]").inner_text()
    hoa.page.get_by_role("button", name="Hoàn tác").click()
    counts(hoa, "đã giữ trên máy chủ: 1")
    assert [dict(line.cells) for line in SERVER.lines.values()] == [{"name": "An"}, {}, {}]


def test_a_paste_beyond_the_limits_is_refused_and_nothing_is_changed(hoa):
    start(hoa)
    paste(hoa, "\n".join(f"An\t{n}" for n in range(500)))
    said = hoa.page.locator("[data-grid-part=said]")
    assert "400 dòng" in said.inner_text()
    paste(hoa, f"An\t1990\nBình{'h' * 60}\t1991")
    assert "Dòng 2, cột 1" in said.inner_text()
    assert hoa.page.locator("[data-grid-part=counts]").inner_text() == "Chưa nhập gì."
    assert SERVER.posts == 0


def test_a_lost_answer_is_asked_for_again_and_saves_nothing_twice(hoa):
    SERVER.behaves = "fails"
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Enter")
    why = hoa.page.locator("[data-grid-part=why]")
    why.locator("text=Máy chủ chưa trả lời. Còn 1 dòng chưa gửi").wait_for()
    SERVER.behaves = ""
    counts(hoa, "đã giữ trên máy chủ: 1")
    assert len(SERVER.lines) == 1
    hoa.complaints.clear()


def test_without_a_line_the_lines_wait_and_the_form_is_not_lost(hoa):
    start(hoa)
    hoa.page.context.set_offline(True)
    keys(hoa, "Nguyễn Văn An", "Enter")
    hoa.page.locator("text=Đang mất mạng. Còn 1 dòng chưa gửi").wait_for()
    hoa.page.get_by_role("button", name="Lưu danh sách").click()
    assert hoa.page.url.endswith("/grid/")
    hoa.page.context.set_offline(False)
    counts(hoa, "đã giữ trên máy chủ: 1")
    hoa.complaints.clear()


def test_a_refusal_is_said_and_the_lines_stay(hoa):
    SERVER.behaves = "refuses"
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Enter")
    hoa.page.locator("[data-grid-part=why]", has_text="Ngày này đã khép sổ.").wait_for()
    SERVER.behaves = ""
    hoa.page.get_by_role("button", name="Gửi lại").click()
    counts(hoa, "đã giữ trên máy chủ: 1")


def test_an_ended_session_keeps_the_lines_until_the_login(hoa, with_password, recorder):
    start(hoa)
    cookies = hoa.page.context.cookies()
    hoa.page.context.clear_cookies()
    keys(hoa, "Nguyễn Văn An", "Enter")
    hoa.page.locator("[data-grid-part=why]", has_text="Phiên làm việc đã hết").wait_for()
    assert not SERVER.lines
    hoa.page.context.add_cookies(cookies)
    hoa.page.get_by_role("button", name="Gửi lại").click()
    counts(hoa, "đã giữ trên máy chủ: 1")


def test_a_line_saved_by_somebody_else_meanwhile_is_sent_again_once_touched(hoa):
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Enter")
    counts(hoa, "đã giữ trên máy chủ: 1")
    (known,) = SERVER.lines.values()
    SERVER.lines[known.id] = type(known)(id=known.id, number=1, cells={"name": "Ân"}, version=7)
    keys(hoa, "ArrowUp", "Tab", "1990", "Enter")
    hoa.page.locator(".says", has_text="Chị Lan vừa lưu dòng này.").wait_for()
    assert cells(1) == {"name": "Ân"}
    keys(hoa, "ArrowUp", "Tab", "1991", "Enter")
    counts(hoa, "đã giữ trên máy chủ: 1")
    hoa.page.locator(".says", has_text="Chị Lan").wait_for(state="detached")
    assert cells(1) == {"name": "Nguyễn Văn An", "birth": "1991"}


def test_a_known_person_is_proposed_and_chosen_by_keyboard(hoa):
    start(hoa)
    keys(hoa, "Trần Thị Bình", "Enter")
    choice = hoa.page.locator(".says", has_text="1985, GH-12")
    choice.wait_for()
    keys(hoa, "ArrowUp", *["Tab"] * len(COLUMNS))
    assert hoa.focused().startswith("Trần Thị Bình")
    keys(hoa, "Space", "Enter")
    assert hoa.focused() == "Họ và tên, dòng 2"
    counts(hoa, "đã giữ trên máy chủ: 1")
    assert [line.chosen for line in SERVER.lines.values()] == ["d-1"]


def test_a_line_is_cleared_and_comes_back(hoa):
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Enter", "ArrowUp")
    hoa.page.get_by_role("button", name="Bỏ dòng này").click()
    hoa.page.get_by_role("button", name="Hoàn tác").click()
    counts(hoa, "đã giữ trên máy chủ: 1")
    assert cells(1) == {"name": "Nguyễn Văn An"}


def test_tab_leaves_the_grid_before_its_first_and_behind_an_empty_line(hoa):
    start(hoa)
    keys(hoa, *["Tab"] * len(COLUMNS))
    assert hoa.focused() == "Bỏ dòng này"


def test_without_scripts_the_list_is_pasted_into_a_box(person, with_password, recorder):
    SERVER.forget()
    hoa = person(scripts=False).log_in(with_password(recorder)).go("/grid/")
    hoa.page.locator("textarea[name=pasted]").fill(f"{HEADING}\n1\tNguyễn Văn An\t1990\t0912\n")
    hoa.page.locator("[name=one-name]").fill("Trần Thị Bình")
    hoa.press("Lưu danh sách")
    assert "Đã nhận 2 dòng." in hoa.text()
    assert [one.cells for one in SERVER.posted] == [
        {"name": "Nguyễn Văn An", "birth": "1990", "phone": "0912"},
        {"name": "Trần Thị Bình"},
    ]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_as_wide_as_its_window(person, with_password, recorder, width):
    SERVER.forget()
    hoa = person(width=width).log_in(with_password(recorder)).go("/grid/")
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Tab", "x", "Enter")
    hoa.page.locator("td.bad").wait_for()
    assert hoa.overflow() == 0
    assert hoa.axe() == []
