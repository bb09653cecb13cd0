"""A sheet posted after its session ended is never lost, and goes back to nobody else."""

import re
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from hashlib import sha256
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.kept_sheets import KeptSheet, TooLarge, seal, unseal
from accounts.models import User
from ledger.models import Change
from tests.factories import UserFactory

PASSWORD = "nắng sớm trên sông"
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_fixed_timezone(7 * 60))
NEW_PERSON = "/accounts/people/new/"
LOGIN = "/accounts/login/"


def give_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def tri(administrator) -> User:
    return give_password(administrator)


@pytest.fixture
def browser() -> Client:
    """A client that is held to CSRF tokens as a browser is."""
    return Client(enforce_csrf_checks=True)


def token(page) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def hidden(page) -> dict[str, str]:
    """The hidden fields of the page's last form, as a browser would post them."""
    text = page.content.decode()
    form = text[text.rindex('<form method="post" action="/accounts') :]
    form = form[: form.index("</form>")]
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    }


def log_in(browser: Client, person: User, page=None, **more: str):
    page = page or browser.get(LOGIN)
    data = {"username": person.username, "password": PASSWORD, "csrfmiddlewaretoken": token(page)}
    return browser.post(LOGIN, data | more)


@pytest.fixture
def typed(commune):
    """What an administrator types into the page of a new person."""

    def values(page) -> dict[str, str]:
        text = page.content.decode()
        key = re.search(r'name="key" value="([^"]+)"', text)
        assert key
        return {
            "csrfmiddlewaretoken": token(page),
            "key": key[1],
            "full_name": "Vũ Thị “Bốn” & con\r\nhai dòng",
            "username": "bon.vu",
            "organisation": commune.name,
            "role": "recorder",
            "valid_from": "22/11/2026",
        }

    return values


def end_session(clock, settings) -> None:
    clock.shift(timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))


def lose_session_while_typing(browser, tri, typed, settings, clock):
    """Open the page, type, and post it when the session is over: the login page."""
    log_in(browser, tri)
    values = typed(browser.get(NEW_PERSON))
    end_session(clock, settings)
    return browser.post(NEW_PERSON, values)


def test_the_sheet_comes_back_after_login_and_is_saved_once(browser, tri, typed, settings):
    with time_machine.travel(NOON, tick=False) as clock:
        page = lose_session_while_typing(browser, tri, typed, settings, clock)
        assert page.status_code == 401
        assert page["WWW-Authenticate"]
        assert "no-store" in page["Cache-Control"]
        assert not User.objects.filter(username="bon.vu").exists()

        wrong = browser.post(LOGIN, hidden(page) | {"username": tri.username, "password": "sai"})
        assert wrong.status_code == 422
        unsaved = browser.post(
            LOGIN, hidden(wrong) | {"username": tri.username, "password": PASSWORD}
        )
        assert unsaved.status_code == 200
        assert "no-store" in unsaved["Cache-Control"]
        fields = hidden(unsaved)
        assert fields["full_name"] == "Vũ Thị “Bốn” & con\r\nhai dòng"
        for _ in range(2):
            saved = browser.post(NEW_PERSON, fields)
            assert saved.status_code == 302
        assert User.objects.get(username="bon.vu").full_name == "Vũ Thị “Bốn” & con hai dòng"
        assert Change.objects.filter(target_label="accounts.user").count() == 1


def test_another_person_does_not_get_it(browser, tri, typed, settings, superuser):
    give_password(superuser)
    with time_machine.travel(NOON, tick=False) as clock:
        page = lose_session_while_typing(browser, tri, typed, settings, clock)
        answer = browser.post(
            LOGIN, hidden(page) | {"username": superuser.username, "password": PASSWORD}
        )
    assert answer.status_code == 302
    assert "Bốn" not in browser.get("/accounts/password/").content.decode()


def test_a_sheet_after_the_absolute_end_still_knows_its_person(browser, tri, typed, settings):
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(browser, tri)
        values = typed(browser.get(NEW_PERSON))
        clock.shift(timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS + 60))
        page = browser.post(NEW_PERSON, values)
        sheet = unseal(hidden(page)["sheet"])
    assert sheet is not None
    assert sheet.user_id == tri.pk


def test_a_locked_account_gets_nothing_back(browser, tri, typed, settings):
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(browser, tri)
        values = typed(browser.get(NEW_PERSON))
        User.objects.filter(pk=tri.pk).update(is_active=False)
        page = browser.post(NEW_PERSON, values)
        assert page.status_code == 401
        end_session(clock, settings)
        fields = hidden(page) | {"username": tri.username, "password": PASSWORD}
        assert browser.post(LOGIN, fields).status_code == 422


def test_a_login_in_another_tab_does_not_lose_the_sheet(browser, tri, typed):
    """The token of the first tab is no longer good: the sheet is shown to be sent once more."""
    log_in(browser, tri)
    values = typed(browser.get(NEW_PERSON))
    browser.post("/accounts/logout/", {"csrfmiddlewaretoken": values["csrfmiddlewaretoken"]})
    log_in(browser, tri)
    page = browser.post(NEW_PERSON, values, headers={"origin": "http://testserver"})
    assert page.status_code == 403
    assert browser.post(NEW_PERSON, hidden(page)).status_code == 302
    assert User.objects.filter(username="bon.vu").exists()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
def test_a_form_of_another_site_is_never_offered(browser, tri, origin):
    log_in(browser, tri)
    headers = {"origin": origin} if origin else {}
    page = browser.post(NEW_PERSON, {"full_name": "Kẻ Lạ"}, headers=headers)
    assert page.status_code == 403
    assert "Kẻ Lạ" not in page.content.decode()


def test_a_stale_login_form_leads_to_a_fresh_one(browser, tri):
    log_in(browser, tri)
    answer = browser.post(LOGIN, {"username": "x", "csrfmiddlewaretoken": "x" * 32})
    assert answer.status_code == 302


def test_the_sheet_outlives_a_lockout(browser, tri, typed, settings):
    with time_machine.travel(NOON, tick=False) as clock:
        page = lose_session_while_typing(browser, tri, typed, settings, clock)
        fields = hidden(page)
        for _ in range(settings.AXES_FAILURE_LIMIT):
            answer = browser.post(LOGIN, fields | {"username": tri.username, "password": "sai"})
        assert answer.status_code == 429
        clock.shift(timedelta(minutes=16))
        page = browser.post(LOGIN, hidden(answer))
        assert page.status_code == 200
        unsaved = browser.post(
            LOGIN, hidden(page) | {"username": tri.username, "password": PASSWORD}
        )
        assert hidden(unsaved)["username"] == "bon.vu"


def test_the_sheet_waits_behind_a_new_password(browser, tri, typed, settings):
    """At the login, or when it is posted while a new password is due."""
    changed = "mưa chiều trên núi"
    User.objects.filter(pk=tri.pk).update(must_change_password=False)
    with time_machine.travel(NOON, tick=False) as clock:
        page = lose_session_while_typing(browser, tri, typed, settings, clock)
        User.objects.filter(pk=tri.pk).update(must_change_password=True)
        asked = browser.post(LOGIN, hidden(page) | {"username": tri.username, "password": PASSWORD})
        assert asked.status_code == 403
        assert "no-store" in asked["Cache-Control"]
        wrong = browser.post("/accounts/password/", hidden(asked) | {"old_password": "sai"})
        assert wrong.status_code == 422
        passwords = {
            "old_password": PASSWORD, "new_password": changed, "repeated_password": changed,
        }  # fmt: skip
        unsaved = browser.post("/accounts/password/", hidden(wrong) | passwords)
        assert unsaved.status_code == 200
        assert browser.post(NEW_PERSON, hidden(unsaved)).status_code == 302
    assert User.objects.filter(username="bon.vu").count() == 1


def test_a_sheet_posted_while_a_new_password_is_due_is_kept(client_of, tri, typed):
    client = client_of(tri)
    values = typed(client.get(NEW_PERSON))
    User.objects.filter(pk=tri.pk).update(must_change_password=True)
    page = client.post(NEW_PERSON, values)
    assert page.status_code == 403
    assert not User.objects.filter(username="bon.vu").exists()
    sheet = unseal(page.context["sheet"])
    assert sheet is not None
    assert (sheet.path, sheet.user_id) == (NEW_PERSON, tri.pk)
    assert dict(sheet.fields)["username"] == "bon.vu"
    assert client.get(NEW_PERSON).status_code == 302
    assert client.post(NEW_PERSON, {}).status_code == 302


def test_behind_a_new_password_nobody_gets_the_sheet_of_another(client_of, tri, superuser):
    give_password(superuser)
    strange = seal(KeptSheet(NEW_PERSON, (("full_name", "Kẻ Lạ"),), tri.pk))
    new = {"old_password": PASSWORD, "new_password": "mưa chiều trên núi"}
    answer = client_of(superuser).post(
        "/accounts/password/",
        new | {"repeated_password": new["new_password"], "sheet": strange},
    )
    assert answer.status_code == 302


def test_passwords_and_files_are_not_kept(client, db):
    page = client.post(
        "/accounts/people/new/",
        {
            "full_name": "Hoa",
            "new_password": "bí mật",
            "Password2": "bí mật",
            "scan": SimpleUploadedFile("a.txt", b"x"),
        },
    )
    sheet = unseal(page.context["sheet"])
    assert sheet == KeptSheet(
        "/accounts/people/new/", (("full_name", "Hoa"),), None, had_files=True
    )


def test_a_form_without_fields_keeps_nothing(client, db):
    page = client.post("/accounts/logout/", {"csrfmiddlewaretoken": "x"})
    assert page.status_code == 401
    assert page.context["sheet"] == ""


def test_too_large_a_sheet_says_so(client, db):
    noise = "".join(sha256(str(n).encode()).hexdigest() for n in range(40_000))
    page = client.post("/accounts/people/new/", {"notes": noise})
    assert page.status_code == 401
    assert page.context["too_large"]
    with pytest.raises(TooLarge):
        seal(KeptSheet("/x/", (("notes", noise),)))


def test_a_kept_sheet_runs_out():
    with time_machine.travel(NOON, tick=False) as clock:
        text = seal(KeptSheet("/x/", (("a", "1"),)))
        clock.shift(timedelta(hours=11))
        assert unseal(text)
        clock.shift(timedelta(hours=2))
        assert unseal(text) is None


@pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", "x", ""])
def test_a_sheet_never_leads_to_another_site(path):
    assert unseal(seal(KeptSheet(path, (("a", "1"),)))) is None


@given(st.text(max_size=200))
def test_forged_text_is_nothing(text):
    assert unseal(text) is None


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=200)), max_size=20))
def test_fields_travel_whole_and_in_their_order(fields):
    sheet = KeptSheet("/drives/1/result/", tuple(fields), 7)
    assert unseal(seal(sheet)) == sheet


def test_an_unknown_owner_is_whoever_logs_in_next(client, db):
    person = give_password(UserFactory.create())
    page = client.post("/accounts/people/new/", {"full_name": "Hoa"})
    answer = client.post(
        LOGIN,
        {"username": person.username, "password": PASSWORD, "sheet": page.context["sheet"]},
    )
    assert answer.context["sheet"].fields == (("full_name", "Hoa"),)


def test_nobody_reads_what_was_typed_out_of_the_login_page():
    """A donor's number may be among it."""
    text = seal(KeptSheet("/donors/new/", (("number", "031091234567"),), 7))
    parts = text.split(":")[0].split(".")
    assert all(b"031091234567" not in urlsafe_b64decode(part) for part in parts)
    sheet = unseal(text)
    assert sheet is not None
    assert sheet.fields == (("number", "031091234567"),)
    assert unseal(text[:-1] + ("A" if text[-1] != "A" else "B")) is None
