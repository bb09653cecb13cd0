"""Lists that refresh by themselves and search while typing, under the house's policy."""

import pytest

from tests.exchange import pages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.exchange.pages")]


@pytest.fixture
def hoa(person, with_password, recorder):
    pages.forget()
    return person().log_in(with_password(recorder)).go("/live/")


def test_rows_come_by_themselves_and_the_focus_stays(hoa):
    row = hoa.page.locator("#waiting a").first
    row.focus()
    pages.SAID["rows"].append("Trần Thị Bình")
    hoa.page.locator("#waiting", has_text="Trần Thị Bình").wait_for()
    assert hoa.focused() == "Nguyễn Văn An"
    assert hoa.page.locator("style").count() == 0


def ask_and_wait(someone, words: str) -> None:
    """A refresh, and a search behind it: when the search is answered, the refresh was."""
    someone.page.evaluate("() => htmx.trigger('#waiting', 'refresh')")
    someone.page.locator("input[name=q]").fill(words)
    someone.page.locator("#found", has_text=words).wait_for()


def test_what_is_being_typed_is_never_replaced(hoa):
    note = hoa.page.locator("#waiting input")
    note.type("chờ người nhà")
    pages.SAID["rows"].append("Trần Thị Bình")
    ask_and_wait(hoa, "binh")
    assert note.input_value() == "chờ người nhà"
    assert "Bình" not in hoa.page.locator("#waiting").inner_text()
    note.fill("")
    hoa.page.locator("#waiting", has_text="Trần Thị Bình").wait_for()


def test_a_hidden_tab_asks_nothing(hoa):
    hide = (
        "hidden => Object.defineProperty(document, 'hidden', {value: hidden, configurable: true})"
    )
    hoa.page.evaluate(hide, True)
    ask_and_wait(hoa, "an")
    asked = pages.SAID["asked"]
    ask_and_wait(hoa, "binh")
    assert pages.SAID["asked"] == asked
    hoa.page.evaluate(hide, False)
    pages.SAID["rows"].append("Trần Thị Bình")
    hoa.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    hoa.page.locator("#waiting", has_text="Trần Thị Bình").wait_for()


def test_a_lost_line_and_a_failing_server_are_said_and_taken_back(hoa):
    note = hoa.page.locator("[data-refresh-note]")
    pages.SAID["failing"] = True
    note.locator("text=Máy chủ chưa trả lời").wait_for()
    hoa.complaints.clear()  # The browser reports the 503, which is meant.
    pages.SAID["failing"] = False
    note.locator("p").wait_for(state="detached")
    hoa.page.context.set_offline(True)
    note.locator("text=Đang mất mạng").wait_for()
    hoa.page.context.set_offline(False)
    note.locator("p").wait_for(state="detached")
    hoa.complaints.clear()


def test_an_ended_session_does_not_put_the_login_page_into_the_list(hoa):
    hoa.page.context.clear_cookies()
    hoa.page.locator("[data-refresh-note]", has_text="Phiên làm việc đã hết").wait_for()
    assert hoa.page.locator("#waiting a").all_inner_texts() == ["Nguyễn Văn An"]
    assert hoa.page.locator("input[type=password]").count() == 0


def test_search_posts_what_is_typed_with_the_token(hoa):
    hoa.page.locator("input[name=q]").type("binh")
    hoa.page.locator("#found", has_text="binh").wait_for()
    assert pages.SAID["searched"][-1] == ("POST", "binh", True)


def test_no_part_of_a_page_is_kept_in_the_browser(hoa):
    hoa.page.locator("input[name=q]").type("binh")
    hoa.page.locator("#found", has_text="binh").wait_for()
    kept = hoa.page.evaluate("() => ({...localStorage, ...sessionStorage})")
    assert set(kept.values()) <= {"/live/"}


def test_a_plain_page_loads_no_htmx(hoa):
    hoa.go("/drives/")
    assert hoa.page.locator("script[src*=htmx]").count() == 0
