"""The floors that an import graph does not see: links between models, and names of addresses and
templates. Imports themselves are import-linter's; both read the one list in ``pyproject.toml``."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
LAYERS = next(
    contract["layers"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    if contract["id"] == "floors"
)
# 0 is the highest; rooms side by side on one floor do not know each other.
FLOORS = {room.strip(): floor for floor, layer in enumerate(LAYERS) for room in layer.split("|")}
ROOMS = sorted(room for room in FLOORS if (ROOT / room).is_dir())
# Django's own desk, open to every room.
GROUND = frozenset({"admin"})
LONGEST_FILE = 400
NAMELESS_FILES = {"utils", "helpers", "core", "common", "services", "misc"}
ASKS_FOR_ADDRESS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}


def may_name(room: str, named: str) -> bool:
    """Whether code of ``room`` may know something of ``named``: itself, or a room below."""
    return room == named or named in GROUND or FLOORS[room] < FLOORS[named]


def test_floors_are_those_of_the_house():
    assert list(FLOORS) == [
        "config", "reports", "units", "drives", "donors", "exchange", "accounts", "directory",
        "ledger", "words",
    ]  # fmt: skip
    assert may_name("drives", "ledger")
    assert not may_name("ledger", "drives")
    assert not may_name("drives", "donors")
    assert not may_name("donors", "drives")


# models


Link = models.ForeignKey[Any, Any] | models.ManyToManyField[Any, Any]


def links() -> Iterator[tuple[str, Link]]:
    """Every foreign key and many-to-many field of the house, with its room."""
    for model in apps.get_models():
        room = model._meta.app_label
        for field in model._meta.get_fields() if room in FLOORS else ():
            if isinstance(field, (models.ForeignKey, models.ManyToManyField)):
                yield room, field


def room_of(link: Link) -> str:
    return link.remote_field.model._meta.app_label


def test_links_between_models_only_point_down():
    found = [
        f"{field} points to {room_of(field)}, which is not below {room}."
        for room, field in links()
        if room_of(field) in FLOORS and not may_name(room, room_of(field))
    ]
    assert not found, "\n".join(found)
    assert {room for room, _ in links()} >= {"drives", "accounts", "directory", "ledger"}


def test_no_model_reads_upward():
    """A key that points down to another room leaves no attribute there."""
    found = [
        f'{field} is read in {room_of(field)} as {field.remote_field.related_name}: say "+".'
        for room, field in links()
        if room_of(field) != room and not field.remote_field.hidden
    ]
    assert not found, "\n".join(found)


def test_nothing_goes_with_what_it_belongs_to():
    found = [
        str(field)
        for _, field in links()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert found == []


# names of addresses and templates


def names_of_addresses() -> set[str]:
    """Every name with its room, as "drives:list"."""
    found = set()
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.app_name in FLOORS:
            inner = [name for name in pattern.reverse_dict if isinstance(name, str)]
            found |= {f"{pattern.app_name}:{name}" for name in inner}
    return found


def room_of_address(name: str) -> str:
    """The room of a URL name; one without a room is named in ``config/urls.py``."""
    room, colon, _ = name.partition(":")
    return room if colon else "config"


def upward(room: str, named: Iterable[tuple[str, str]], where: Path) -> list[str]:
    """One sentence for each pair (name, its room) that ``room`` may not know."""
    place = where.relative_to(ROOT).as_posix() if where.is_relative_to(ROOT) else where.name
    return [
        f"{place} names {name}, which {room} does not know."
        for name, other in dict.fromkeys(named)
        if not may_name(room, other)
    ]


def room_of_template(path: Path) -> str:
    """The room in whose folder it lies. Those shared by all, and of Django's desk, are config's."""
    folder = path.relative_to(TEMPLATES).parts[0]
    return folder if folder in FLOORS else "config"


def named_in_template(text: str) -> Iterator[tuple[str, str]]:
    for name in re.findall(r"""{%-?\s*url\s+["']([^"']+)["']""", text):
        yield name, room_of_address(name)
    for name in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", text):
        if name.partition("/")[0] in FLOORS:
            yield name, name.partition("/")[0]
    # A name handed on to a component: {% include … with route="drives:list" %}.
    for name in re.findall(r"""=["']([a-z]+:[a-z-]+)["']""", text):
        if name.partition(":")[0] in FLOORS:
            yield name, room_of_address(name)


def test_templates_name_no_address_and_no_template_of_a_room_above():
    found = [
        sentence
        for path in sorted(TEMPLATES.rglob("*.html"))
        for sentence in upward(room_of_template(path), named_in_template(path.read_text()), path)
    ]
    assert not found, "\n".join(found)


def named_in_python(text: str, addresses: set[str]) -> Iterator[tuple[str, str]]:
    """Names that a module asks addresses for, and every text that is one of ``addresses`` or the
    name of a template."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args and _called(node) in ASKS_FOR_ADDRESS:
            name = _beginning(node.args[0])
            if name and not name.startswith("/"):
                yield name, room_of_address(name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            room, slash, _ = node.value.partition("/")
            if node.value in addresses:
                yield node.value, room_of_address(node.value)
            elif slash and room in FLOORS and node.value.endswith(".html"):
                yield node.value, room


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _beginning(node: ast.expr) -> str:
    """The text of a constant, or what a formatted text begins with."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def modules() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield room, path


def test_modules_name_no_address_and_no_template_of_a_room_above():
    addresses = names_of_addresses()
    assert "drives:list" in addresses
    # Which pages open without a login stands in one place.
    listed = ROOT / "accounts" / "open_doors.py"
    found = [
        sentence
        for room, path in modules()
        if path != listed
        for sentence in upward(room, named_in_python(path.read_text(), addresses), path)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("room", "text", "sentences"),
    [
        ("ledger", '{% url "drives:list" %}', 1),
        ("drives", "{% url 'ledger:history' label pk %}{% url \"admin:index\" %}", 0),
        ("drives", '{% url "home" %}', 1),
        ("config", '{% url "home" %}', 0),
        ("directory", '{% include "drives/_deed.html" %}', 1),
        ("directory", '{% include "_components/field.html" with route="accounts:people" %}', 1),
    ],
)
def test_a_name_from_above_is_found_in_a_template(room, text, sentences):
    assert len(upward(room, named_in_template(text), TEMPLATES / "x.html")) == sentences


@pytest.mark.parametrize(
    ("room", "text", "sentences"),
    [
        ("ledger", 'reverse("drives:list")', 1),
        ("ledger", 'urls.reverse(f"drives:{name}", args=[pk])', 1),
        ("accounts", 'redirect("home")', 1),
        ("accounts", 'redirect("/there/")', 0),
        ("accounts", 'PAGE = "drives:list"', 1),
        ("accounts", 'render(request, "drives/drive_page.html")', 1),
        ("drives", 'render(request, "ledger/history.html", {"url": reverse("drives:list")})', 0),
    ],
)
def test_a_name_from_above_is_found_in_a_module(room, text, sentences):
    named = named_in_python(text, {"drives:list"})
    assert len(upward(room, named, ROOT / "x.py")) == sentences


# files


def test_files_are_short_enough_to_be_read_at_once():
    found = [
        f"{path.relative_to(ROOT)} has {lines} lines: split it by meaning."
        for _, path in modules()
        if "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) >= LONGEST_FILE
    ]
    assert not found, "\n".join(found)


def test_files_are_named_after_what_they_mean():
    found = [str(path.relative_to(ROOT)) for _, path in modules() if path.stem in NAMELESS_FILES]
    folders = [path.name for room in ROOMS for path in (ROOT / room).iterdir() if path.is_dir()]
    assert found == []
    assert NAMELESS_FILES & set(folders) == set()
