"""Every page of the access table before axe and at 360 pixels, as a person who may open it; every
form also as it comes back empty, with what is missing said in it."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, ViewportSize

from accounts.models import User
from tests.access import TABLE, WHO, Row
from tests.browser.conftest import Person
from tests.house.conftest import House, make_house, session_of

pytestmark = pytest.mark.django_db(transaction=True)
ROOMS = sorted({row.name.partition(":")[0] for row in TABLE})
# Answers that are refusals have pages too: one of each is enough for all rooms.
REFUSALS = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}

POST_EMPTY = """() => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const form = document.createElement("form");
  form.method = "post";
  form.append(token.cloneNode());
  document.body.append(form);
  form.submit();
}"""


# static/js/desk.js names what Django's pickers draw, once the page is loaded.
PICKERS_ARE_NAMED = """() =>
  [...document.querySelectorAll(".select2-selection")].every(
    (box) => box.getAttribute("aria-labelledby")?.includes("_label"))"""


class Visitor:
    """The people of the table, each in a browser of their own, made when first needed."""

    def __init__(self, chromium, address: str, house: House) -> None:
        self.chromium, self.address, self.house = chromium, address, house
        self.contexts: dict[str, BrowserContext] = {}
        self.people: dict[str, Person] = {}

    def as_(self, who: str) -> Person:
        if who not in self.people:
            context = self.chromium.new_context(viewport=DESK, locale="vi-VN")
            context.set_default_timeout(20_000)
            for name, morsel in self.house.sessions[who].items():
                context.add_cookies([{"name": name, "value": morsel.value, "url": self.address}])
            self.contexts[who] = context
            self.people[who] = Person(context.new_page(), self.address, scripts=True)
        return self.people[who]

    def leave(self) -> None:
        for context in self.contexts.values():
            context.close()


@pytest.fixture
def visitor(chromium, live_server) -> Iterator[Visitor]:
    someone = Visitor(chromium, live_server.url, make_house())
    yield someone
    someone.leave()


def faults(person: Person, asked: str) -> Iterator[str]:
    """What axe finds, what the console complains of, what is wider than a phone."""
    if not _is_whole_page(person.page):
        return
    yield from (f"{asked}: {line}" for line in person.complaints)
    yield from (f"{asked}: {line}" for line in person.axe())
    # axe itself tries inline styles, which the policy of the pages refuses.
    person.complaints.clear()
    person.page.set_viewport_size(PHONE)
    if wider := person.overflow():
        yield f"{asked}: {wider} pixels wider than a phone"
    person.page.set_viewport_size(DESK)


def _is_whole_page(page: Page) -> bool:
    """The options of a picker and the rows of a refreshed list are no pages."""
    return bool(page.evaluate("() => document.doctype !== null"))


def _is_html(person: Person, address: str) -> bool:
    """A health check and a document to take home are no pages either."""
    answer = person.page.context.request.head(f"{person.address}{address}")
    return answer.headers.get("content-type", "").startswith("text/html")


def address_of(row: Row, house: House) -> str:
    address = reverse(row.name, args=row.arguments(house.world))
    return f"{address}?{row.query}" if row.query else address


def first(statuses: dict[str, int], wanted: int) -> str | None:
    return next((who for who in WHO if statuses[who] == wanted), None)


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_is_accessible_and_fits_a_phone(visitor, room):
    found: list[str] = []
    for row in TABLE:
        who = first(row.get, HTTPStatus.OK)
        if row.name.partition(":")[0] != room or who is None:
            continue
        person, address = visitor.as_(who), address_of(row, visitor.house)
        if not _is_html(person, address):
            continue
        person.go(address)
        found += faults(person, f"{row} {row.query} by {who}")
        if row.post[who] == HTTPStatus.UNPROCESSABLE_ENTITY:
            with person.page.expect_navigation():
                person.page.evaluate(POST_EMPTY)
            found += faults(person, f"{row} posted empty by {who}")
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("status", REFUSALS)
def test_the_pages_of_refusals_are_accessible(visitor, status):
    row = next(row for row in TABLE if status in row.get.values())
    who = first(row.get, status)
    person = visitor.as_(who).go(address_of(row, visitor.house))
    found = list(faults(person, f"{row} by {who}"))
    assert not found, "\n".join(["", *found])


def test_every_page_of_the_desk_is_accessible(visitor):
    """Lists, empty forms and the form of one record, of every model on it."""
    superuser = User.objects.create_user("admin", "x", full_name="Quản trị", is_superuser=True)
    visitor.house.sessions["superuser"] = session_of(superuser)
    person, found = visitor.as_("superuser"), []
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        if (record := model._default_manager.first()) is not None:
            pages.append(reverse(f"{name}_change", args=[record.pk]))
        for page in pages:
            person.go(page).page.wait_for_function(PICKERS_ARE_NAMED)
            found += [f"{page}: {line}" for line in [*person.complaints, *person.axe()]]
            person.complaints.clear()
    assert not found, "\n".join(["", *found])


def test_a_fault_would_be_found(visitor):
    person = visitor.as_("own").go("/")
    person.page.evaluate(
        """() => {
          const field = document.createElement("input");
          document.querySelector("main").append(field);
          const wide = document.createElement("p");
          wide.textContent = "m".repeat(300);
          document.querySelector("main").append(wide);
        }"""
    )
    axe, width = faults(person, "home")
    assert " label:" in axe
    assert "wider than a phone" in width
