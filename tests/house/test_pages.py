"""What every page has: its frame, its headers, its languages; and the pages for what went wrong."""

import re
from pathlib import Path
from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation
from django.utils.translation import gettext

from config import gallery, views
from config.navigation import DOORS, entries_for
from drives.rules.states import State
from ledger.requests import HouseRequest
from ledger.scope import EVERYTHING, NOBODY, Grant, Role, Scope

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns = [
    path("refuse/", refuse),
    path("fail/", fail),
    path("suspect/", suspect),
    path("_gallery/", gallery.gallery),
    path("", include("config.urls")),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.failed


@pytest.fixture
def visitor(superuser, client_of) -> Client:
    """A superuser at an instance which also has pages that refuse and fail."""
    client: Client = client_of(superuser)
    client.raise_request_exception = False
    return client


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# probes


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")  # a test without the fixture ``db`` may not ask it
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_readyz_when_the_database_answers(client, db):
    assert client.get("/readyz").status_code == 200


def test_readyz_names_missing_migrations(client, db):
    MigrationRecorder(connection).record_unapplied("ledger", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations are missing\n")


def test_readyz_without_database(client, monkeypatch):
    def gone(self: MigrationRecorder) -> None:
        raise OperationalError

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", gone)
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_probes_only_answer_reads(client, probe):
    assert client.post(probe).status_code == 405


# the pages for what went wrong, in both languages


@pytest.mark.urls("tests.house.test_pages")
@pytest.mark.parametrize(
    ("address", "status", "vietnamese", "english"),
    [
        ("/nowhere/", 404, "Không tìm thấy trang", "Page not found"),
        ("/refuse/", 403, "Không thuộc nhiệm vụ của bạn", "Not within your task"),
        ("/fail/", 500, "Hệ thống gặp sự cố", "The system has a fault"),
        ("/suspect/", 400, "Không hiểu được yêu cầu", "The request was not understood"),
    ],
)
def test_error_page_speaks_the_readers_language(visitor, address, status, vietnamese, english):
    for language, sentence in (("vi", vietnamese), ("en", english)):
        visitor.cookies["django_language"] = language
        response = visitor.get(address)
        assert response.status_code == status
        assert f"<h1>{sentence}</h1>" in text_of(response)
        assert f'<html lang="{language}">' in text_of(response)


def test_a_refusals_own_sentence_is_shown(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    response = views.forbidden(request, PermissionDenied("Only <the confirmer> does this."))
    assert "Only &lt;the confirmer&gt; does this." in text_of(response)


def test_failure_pages_ask_nothing_of_the_database(rf):
    assert views.failed(rf.get("/")).status_code == 500
    assert views.bad_request(rf.get("/"), SuspiciousOperation()).status_code == 400


# the frame


def test_every_answer_carries_the_policy(client, db):
    for address in ("/healthz", "/accounts/login/", "/nowhere/"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_only_the_camera_may_be_asked_for(client, db):
    allowed = client.get("/accounts/login/")["Permissions-Policy"].split(", ")
    assert "camera=(self)" in allowed
    assert {"geolocation=()", "microphone=()"} <= set(allowed)


def test_language_switch_returns_to_the_page(client, db):
    assert '<html lang="vi">' in text_of(client.get("/accounts/login/"))
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/?next=/"})
    assert response["Location"] == "/accounts/login/?next=/"
    page = text_of(client.get("/accounts/login/"))
    assert '<html lang="en">' in page
    assert "Tiếng Việt" in page


def test_language_switch_leads_nowhere_else(client, db):
    response = client.post("/i18n/setlang/", {"language": "en", "next": "//elsewhere.example/"})
    assert "elsewhere" not in response["Location"]


def labels(scope: Scope) -> list[str]:
    request = cast("HouseRequest", RequestFactory().get("/"))
    request.scope, request.resolver_match = scope, None
    return [entry.label for entry in entries_for(request)]


def test_navigation_shows_only_doors_that_open():
    viewer = Scope((Grant(Role.VIEWER, 1, "UBND xã Kiến Thụy", None, None),))
    assert len(labels(EVERYTHING)) == len(DOORS)
    assert labels(NOBODY) == [gettext("My work")]
    assert labels(viewer) == labels(EVERYTHING)[:6]


@pytest.mark.parametrize(
    ("address", "door"),
    [
        ("/", "My work"),
        ("/drives/", "Drives"),
        ("/donors/", "Donors"),
        ("/campaigns/", "Campaigns"),
        ("/period-totals/", "Period totals"),
        ("/directory/organisations/", "Organisations"),
        ("/accounts/people/", "People and tasks"),
    ],
)
def test_navigation_marks_where_the_page_lies(visitor, address, door):
    marked = re.findall(
        r'aria-current="page">(?:<svg.*?</svg>)?\s*([^<]+)</a>', text_of(visitor.get(address))
    )
    with translation.override("vi"):
        assert {label.strip() for label in marked} == {gettext(door)}


@pytest.mark.urls("tests.house.test_pages")
def test_gallery_shows_every_component(visitor):
    page = text_of(visitor.get("/_gallery/"))
    for piece in ('class="steps"', 'class="pages"', 'class="empty"', 'class="note bad summary"'):
        assert piece in page
    assert page.count('<span class="st ') >= len(State)


def test_gallery_is_closed_outside_debug(visitor):
    assert visitor.get("/_gallery/").status_code == 404


# what no template may hold under the policy


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: str(t.relative_to(ROOT)))
def test_template_holds_nothing_inline(template):
    text = template.read_text()
    tags = re.findall(r"<[a-zA-Z][^<>]*>", re.sub(r"{[%{#].*?[%}#]}", "", text))
    assert [tag for tag in tags if re.search(r"\s(style|on[a-z]+)\s*=", tag)] == []
    assert [tag for tag in tags if tag.startswith("<script") and "src=" not in tag] == []
    assert "<style" not in text
    assert "javascript:" not in text
    assert not re.search(r'(src|href)="(https?:)?//', text)
