"""A small page with a grid, and a server in memory behind it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from exchange.grids import (
    Finding,
    Grid,
    Line,
    Posted,
    Proposal,
    answer,
    read_lines,
    read_post,
    refusal,
)
from exchange.headings import Column
from exchange.pasted import Limits, NotRead
from tests.exchange.pages import draw

FORM_KEY = UUID("01900000-0000-7000-8000-00000000abcd")
COLUMNS = [
    Column("name", "Họ và tên", width=24, required=True, aliases=("Họ tên",)),
    Column("birth", "Năm sinh", kind="number", width=8, aliases=("Ngày sinh",)),
    Column("men", "Nam", kind="number", width=6),
    Column("women", "Nữ", kind="number", width=6),
    Column("phone", "Điện thoại", kind="phone", width=13),
    Column("group", "Nhóm máu", width=6, choices=("O+", "A+", "B+", "AB+")),
    Column("v250", "250", kind="tick", width=4),
    Column("note", "Ghi chú", width=20),
]
LIMITS = Limits(rows=400, cell=60)
PAGE = """{% extends "base.html" %}{% block title %}Danh sách{% endblock %}
{% block heading %}Danh sách giấy{% endblock %}
{% block content %}<form class="sheet" method="post" novalidate>{% csrf_token %}
<section class="card-x"><header><h2>Danh sách</h2></header>
{% include "_components/grid.html" with grid=grid %}</section>
<div class="foot"><button class="btn btn-primary">Lưu danh sách</button></div></form>
<p id="posted">{{ posted }}</p>{% endblock %}"""


@dataclass
class Server:
    """What the page's server remembers and how it behaves."""

    lines: dict[UUID, Line] = field(default_factory=dict)
    keys: dict[UUID, Line] = field(default_factory=dict)
    posts: int = 0
    behaves: str = ""  # fails, refuses, ended, stale
    posted: list[Posted] = field(default_factory=list)

    def forget(self) -> None:
        self.__init__()  # type: ignore[misc]  # as new

    def save(self, one: Posted) -> Line:
        if one.key in self.keys:
            return self.keys[one.key]
        known = self.lines.get(one.id)
        if known and known.version != one.version:
            return Line(
                id=one.id, number=one.number, version=known.version, state="stale",
                findings=[Finding("Chị Lan vừa lưu dòng này.", tone="warn")],
            )  # fmt: skip
        findings = []
        if one.cells and "name" not in one.cells:
            findings.append(Finding("Ghi họ và tên.", "name"))
        if not one.cells.get("birth", "1990").isdigit():
            findings.append(Finding("Ghi năm sinh bằng số, ví dụ 1990.", "birth"))
        twin = one.cells.get("name") == "Trần Thị Bình"
        line = Line(
            id=one.id,
            number=one.number,
            cells=one.cells,
            version=one.version + 1,
            findings=findings,
            proposals=[Proposal("d-1", "Trần Thị Bình", "1985, GH-12")] if twin else [],
            chosen=one.chosen,
        )
        self.lines[one.id] = self.keys[one.key] = line
        return line


SERVER = Server()


def page(request: HttpRequest) -> HttpResponse:
    grid = Grid(
        columns=COLUMNS,
        lines=sorted(SERVER.lines.values(), key=lambda line: line.number),
        label="Danh sách người hiến máu",
        save_url="/grid/lines/",
        owner=request.user.pk,
        limits=LIMITS,
    )
    said = ""
    if request.method == "POST":
        try:
            given = read_post(
                request.POST, COLUMNS, key=FORM_KEY, owner=request.user.pk, limits=LIMITS
            )
        except NotRead as refused:
            said = str(refused)
        else:
            SERVER.posted = given.lines
            said = f"Đã nhận {len(given.lines)} dòng."
    return draw(request, PAGE, grid=grid, posted=said)


def lines(request: HttpRequest) -> HttpResponse | JsonResponse:
    SERVER.posts += 1
    if SERVER.behaves == "fails":
        return HttpResponse(status=503)
    if SERVER.behaves == "refuses":
        return refusal("Ngày này đã khép sổ.", 409)
    try:
        found = read_lines(request.body, COLUMNS, owner=request.user.pk, limits=LIMITS)
    except NotRead as refused:
        return refusal(str(refused))
    return answer([SERVER.save(one) for one in found])


urlpatterns: list[Any] = [
    path("grid/", page),
    path("grid/lines/", lines),
    path("", include("config.urls")),
]
