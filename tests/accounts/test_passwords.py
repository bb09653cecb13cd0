"""Passwords: the rules in sentences, changing one's own, and setting one with a one-time link."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from accounts import actions
from accounts.models import Invitation, User
from ledger.models import Access, Change
from ledger.scope import EVERYTHING
from tests.factories import UserFactory

PASSWORD = "nắng sớm trên sông"
NEW = "mưa chiều ngoài bãi"
PAGE = "/accounts/password/"


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("ngắn", True),
        ("1234567890", True),
        ("qwertyuiop", True),
        ("phamthihoa1", True),
        ("Phạm Thị Hoa 1", True),
        ("hoa.kienthuy", True),
        ("20261122334455", True),
        ("mưa chiều ngoài bãi", False),
        ("con trâu 12 đi bừa", False),
    ],
)
def test_rules(password, refused):
    person = User(username="hoa.kienthuy", full_name="Phạm Thị Hoà")
    if refused:
        with pytest.raises(ValidationError):
            validate_password(password, person)
    else:
        validate_password(password, person)


def test_hashes_are_argon2(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert make_password(PASSWORD).startswith("argon2$argon2id$")


def test_settings_hash_with_argon2_alone():
    from config import settings as own

    assert own.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture
def hoa(recorder: User) -> User:
    recorder.set_password(PASSWORD)
    recorder.save()
    return recorder


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    data = {"old_password": old, "new_password": new, "repeated_password": again or new}
    return client.post(PAGE, data)


def test_own_password_is_changed_and_the_session_goes_on(client_of, hoa):
    client, elsewhere = client_of(hoa), client_of(hoa)
    assert change(client).status_code == 302
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302, "other sessions end"
    hoa.refresh_from_db()
    assert hoa.check_password(NEW)
    kept = Change.objects.get(target_label="accounts.user")
    assert kept.action == "change-password"
    assert hoa.password not in str(kept.cells)


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("sai", NEW, None, "old_password"),
        (PASSWORD, "ngắn", None, "new_password"),
        (PASSWORD, NEW, "khác hẳn rồi", "repeated_password"),
        (PASSWORD, PASSWORD, None, "new_password"),
        (PASSWORD, "phamthihoa", None, "new_password"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client_of, hoa, old, new, again, field):
    answer = change(client_of(hoa), old, new, again)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    hoa.refresh_from_db()
    assert hoa.check_password(PASSWORD)


def test_who_must_change_the_password_is_led_there_first(client_of, hoa):
    User.objects.filter(pk=hoa.pk).update(must_change_password=True)
    client = client_of(hoa)
    assert client.get("/accounts/people/")["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    assert change(client).status_code == 302
    assert client.get("/accounts/people/").status_code == 403


def test_password_page_matrix(client, client_of, hoa):
    assert client.get(PAGE).status_code == 302
    assert client_of(hoa).delete(PAGE).status_code == 405


# One-time links


def link_for(person: User, **span: int) -> str:
    at = now() + timedelta(**span)
    _link, token = actions.make_link(
        by=UserFactory.create().actor, scope=EVERYTHING, user=person, at=at
    )
    return f"/accounts/invitations/{token}/"


def use(client: Client, address: str, password: str = NEW):
    return client.post(address, {"new_password": password, "repeated_password": password})


def test_a_link_sets_the_password_and_logs_in(client, recorder):
    address = link_for(recorder)
    page = client.get(address)
    assert page.status_code == 200
    assert "Phạm Thị Hoa" in page.content.decode()
    assert use(client, address).status_code == 302
    assert client.get(PAGE).status_code == 200
    recorder.refresh_from_db()
    assert recorder.check_password(NEW)
    assert Change.objects.get().action == "use-link"


def test_a_link_works_once(client, recorder):
    address = link_for(recorder)
    use(client, address)
    for answer in (client.get(address), use(Client(), address, "một mật khẩu khác")):
        assert answer.status_code == 410
    recorder.refresh_from_db()
    assert recorder.check_password(NEW)


def test_a_weak_password_does_not_use_up_the_link(client, recorder):
    address = link_for(recorder)
    assert use(client, address, "ngắn").status_code == 422
    assert use(client, address).status_code == 302


def test_a_link_runs_out_after_seven_days(client, recorder):
    assert client.get(link_for(recorder, days=-6, hours=-23)).status_code == 200
    address = link_for(recorder, days=-7, minutes=-1)
    assert client.get(address).status_code == 410
    assert use(client, address).status_code == 410


def test_a_new_link_ends_the_earlier_one(client, recorder):
    earlier, later = link_for(recorder), link_for(recorder)
    assert client.get(earlier).status_code == 410
    assert client.get(later).status_code == 200


def test_a_locked_account_has_no_link(client, recorder):
    address = link_for(recorder)
    User.objects.filter(pk=recorder.pk).update(is_active=False)
    assert use(client, address).status_code == 410


def test_unknown_link(client, db):
    assert client.get("/accounts/invitations/khong-co/").status_code == 404


def test_only_the_hash_of_a_token_is_kept(recorder):
    recorder.set_unusable_password()
    recorder.save()
    token = link_for(recorder).split("/")[-2]
    link = Invitation.objects.get()
    assert token not in str(vars(link))
    assert Access.objects.get().kind == Access.Kind.LINK
    assert link.purpose == Invitation.Purpose.JOIN


def test_a_link_for_whoever_has_a_password_resets_it(hoa):
    link_for(hoa)
    assert Invitation.objects.get().purpose == Invitation.Purpose.RESET


def test_a_link_forgives_failed_logins(client, hoa, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/accounts/login/", {"username": "hoa", "password": "sai"})
    use(client, link_for(hoa))
    client.post("/accounts/logout/")
    data = {"username": "hoa", "password": NEW}
    assert client.post("/accounts/login/", data).status_code == 302


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_posts_of_one_link_at_once_one_wins():
    person = UserFactory.create()
    at = now()
    link, _token = actions.make_link(
        by=UserFactory.create().actor, scope=EVERYTHING, user=person, at=at
    )
    won: list[str] = []
    start = threading.Barrier(4)

    def use_it(password: str) -> None:
        start.wait()
        try:
            actions.use_link(invitation=link, password=password, at=at)
            won.append(password)
        except actions.LinkNotUsable:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=use_it, args=[f"{NEW} {n}"]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    person.refresh_from_db()
    assert len(won) == 1
    assert person.check_password(won[0])
    assert Change.objects.filter(action="use-link").count() == 1
