"""The way into an empty instance."""

import re

import pytest
from django.core.management import call_command

from accounts.models import User
from tests.factories import UserFactory


def run(capsys, **options: str) -> str:
    call_command("first_administrator", **options)
    return str(capsys.readouterr().out)


def path_in(text: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+(/\S+)", text)
    assert found
    return found[1]


def test_an_empty_instance_gets_a_superuser_without_password(db, capsys, client):
    text = run(capsys, base_url="http://127.0.0.1:8123")
    assert "http://127.0.0.1:8123/accounts/invitations/" in text
    admin = User.objects.get()
    assert (admin.username, admin.is_superuser, admin.has_usable_password()) == (
        "admin",
        True,
        False,
    )
    new = "mưa chiều ngoài bãi"
    answer = client.post(path_in(text), {"new_password": new, "repeated_password": new})
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_port_comes_from_the_environment(db, capsys, monkeypatch):
    monkeypatch.setenv("PORT", "9001")
    assert "http://127.0.0.1:9001/" in run(capsys)


def test_a_first_link_that_was_never_used_is_replaced(db, capsys, client):
    first, second = path_in(run(capsys)), path_in(run(capsys))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("superuser", [True, False])
def test_nothing_is_overwritten(db, capsys, superuser):
    person = UserFactory.create(is_superuser=superuser)
    person.set_password("nắng sớm trên sông")
    person.save()
    assert "/invitations/" not in run(capsys)
    assert User.objects.get().password == person.password
