"""Coming in, being locked out, and how long a session lasts."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import UserFactory

PASSWORD = "nắng sớm trên sông"
LOGIN = "/accounts/login/"
SOMEWHERE = "/accounts/password/"
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_fixed_timezone(7 * 60))


@pytest.fixture
def hoa(db) -> User:
    person = UserFactory.create(username="hoa.kiến thuỵ", full_name="Phạm Thị Hoa")
    person.set_password(PASSWORD)
    person.save()
    return person


def log_in(client: Client, username: str = "hoa.kiến thuỵ", password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get(SOMEWHERE).status_code == 200


@pytest.mark.parametrize("typed", ["hoa.kiến thuỵ", "HOA.Kien Thuy", " hoa.kiến thụy "])
def test_username_is_found_folded(client, hoa, typed):
    answer = log_in(client, typed)
    assert answer.status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    ("username", "password"), [("hoa.kien thuy", "sai mật khẩu"), ("khong.co", PASSWORD)]
)
def test_wrong_name_and_wrong_password_read_the_same(client, hoa, username, password):
    answer = log_in(client, username, password)
    assert answer.status_code == 422
    other = log_in(client, "ai.do", "gì đó")
    assert answer.context["form"].errors == other.context["form"].errors
    assert not is_in(client)


def test_locked_account_does_not_come_in_and_is_out_at_once(client, hoa):
    log_in(client)
    User.objects.filter(pk=hoa.pk).update(is_active=False)
    assert not is_in(client)
    assert log_in(client).status_code == 422


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/accounts/password/?x=1", "/accounts/password/?x=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_login_leads_on_only_within_the_site(client, hoa, asked, led_to):
    assert log_in(client, next=asked)["Location"] == led_to


def test_head_is_answered_as_get(client, hoa):
    assert client.head(LOGIN).status_code == 200
    log_in(client)
    assert client.head(SOMEWHERE).status_code == 200


def test_whoever_is_in_is_led_on(client, hoa):
    log_in(client)
    assert client.get(LOGIN, {"next": SOMEWHERE})["Location"] == SOMEWHERE


def test_anonymous_get_leads_to_login_and_back(client, hoa):
    answer = client.get(f"{SOMEWHERE}?a=1")
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    assert parts.path == LOGIN
    assert parse_qs(parts.query) == {"next": [f"{SOMEWHERE}?a=1"]}


def test_logout_ends_the_session_and_wipes_the_browser(client, hoa):
    log_in(client)
    assert client.get("/accounts/logout/").status_code == 405
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)


def test_pages_of_the_login_are_never_cached(client, hoa):
    assert "no-store" in client.get(LOGIN)["Cache-Control"]


# Lockout


def fail(client: Client, times: int, username: str = "hoa.kiến thuỵ"):
    answers = [log_in(client, username, "sai") for _ in range(times)]
    return answers[-1]


def test_too_many_failures_pause_the_login_and_say_until_when(client, hoa, settings):
    with time_machine.travel(NOON, tick=False):
        assert fail(client, settings.AXES_FAILURE_LIMIT - 1).status_code == 422
        answer = fail(client, 1)
        assert answer.status_code == 429
        assert "12:15" in answer.content.decode()
        assert log_in(client).status_code == 429
    with time_machine.travel(NOON + timedelta(minutes=16), tick=False):
        assert log_in(client).status_code == 302


def test_spelling_the_name_otherwise_does_not_escape_the_lockout(client, hoa, settings):
    fail(client, settings.AXES_FAILURE_LIMIT // 2, "HOA.KIEN THUY")
    assert fail(client, settings.AXES_FAILURE_LIMIT // 2).status_code == 429


def test_a_lockout_is_of_one_account_only(client, hoa, settings):
    other = UserFactory.create(username="binh")
    other.set_password(PASSWORD)
    other.save()
    fail(client, settings.AXES_FAILURE_LIMIT)
    assert log_in(client, "binh").status_code == 302


def test_success_forgets_earlier_failures(client, hoa, settings):
    fail(client, settings.AXES_FAILURE_LIMIT - 1, "HOA.kien thuy")
    assert log_in(client).status_code == 302
    client.post("/accounts/logout/")
    assert fail(client, settings.AXES_FAILURE_LIMIT - 1).status_code == 422


# Session limits


def test_an_idle_session_ends(client, hoa, settings):
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(client)
        clock.shift(idle)
        assert is_in(client)
        clock.shift(idle + timedelta(seconds=1))
        answer = client.get(SOMEWHERE)
        assert parse_qs(urlsplit(answer["Location"]).query)["ended"] == ["1"]
        assert not is_in(client)


def test_work_keeps_a_session_until_its_absolute_end(client, hoa, settings):
    step = timedelta(seconds=settings.SESSION_IDLE_SECONDS / 2)
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(client)
        for _ in range(int(timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS) / step)):
            clock.shift(step)
            assert is_in(client)
        clock.shift(step)
        assert not is_in(client)


def test_the_last_request_is_written_at_most_once_in_five_minutes(client, hoa):
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(client)
        client.get(SOMEWHERE)
        before = Session.objects.get().session_data
        clock.shift(timedelta(minutes=4))
        client.get(SOMEWHERE)
        assert Session.objects.get().session_data == before
        clock.shift(timedelta(minutes=1))
        client.get(SOMEWHERE)
        assert Session.objects.get().session_data != before


def test_a_session_without_stamps_is_over(client, hoa):
    log_in(client)
    session = client.session
    del session["started"]
    session.save()
    assert not is_in(client)


def test_open_doors_name_real_pages():
    from accounts.open_doors import OPEN_DOORS
    from config.urls import urlpatterns

    assert urlpatterns
    for name in OPEN_DOORS - {"accounts:invitation", "jsi18n"}:
        assert reverse(name)
