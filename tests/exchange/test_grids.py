"""The server's half of the editable grid."""

import json
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

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
from exchange.headings import Headed
from exchange.pasted import Limits, NotRead
from tests.exchange.grid_page import COLUMNS

KEY = UUID("01900000-0000-7000-8000-00000000abcd")
ID, OTHER = (
    UUID("01900000-0000-7000-8000-000000000001"),
    UUID("01900000-0000-7000-8000-000000000002"),
)


def row(**more: Any) -> dict[str, Any]:
    return {"id": str(ID), "line": 1, "cells": {"name": "An"}, "key": str(KEY), **more}


def body(*rows: Any, **more: Any) -> str:
    return json.dumps({"rows": list(rows), **more})


def rule_of(text: str | bytes, **options: Any) -> str:
    with pytest.raises(NotRead) as refused:
        read_lines(text, COLUMNS, **options)
    assert str(refused.value)
    return refused.value.rule


def test_lines_are_read_and_tidied():
    sent = row(line=12, version=3, chosen="d-1", cells={"name": " Nguyễn  Văn An", "note": " "})
    assert read_lines(body(sent), COLUMNS) == [
        Posted(id=ID, number=12, cells={"name": "Nguyễn Văn An"}, key=KEY, version=3, chosen="d-1")
    ]
    assert read_lines(body(row(cells={})).encode(), COLUMNS)[0].cells == {}


@pytest.mark.parametrize(
    "text",
    [
        "", "no JSON", b"\xff\xfe", "[]", "null", "{}", '{"rows": {}}', '{"rows": [1]}',
        '{"rows": [null]}', "[" * 100_000,
        body(row(), row()),
        body(row(id="1")), body(row(id=1)), body(row(id=None)),
        body(row(key="")), body(row(line=-1)), body(row(line=True)), body(row(line="1")),
        body(row(line=2**31)), body(row(version=1.5)), body(row(version=None)),
        body(row(cells=[])), body(row(cells={"unknown": "An"})), body(row(cells={"name": 1})),
        body(row(cells={"name": None})), body(row(chosen=1)), body(row(chosen="x" * 101)),
        body(row(chosen="a\nb")),
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    assert rule_of(text) == "not-lines"


def test_a_line_without_its_parts_is_refused():
    for part in ("id", "line", "cells", "key"):
        sent = row()
        del sent[part]
        assert rule_of(body(sent)) == "not-lines"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["rows", "id", "line", "cells", "key", "name"]), inner, max_size=4
            )
        ),
    )
)
def test_no_json_is_an_error_of_ours(value):
    try:
        read_lines(json.dumps({"rows": value}), COLUMNS)
        read_lines(json.dumps({"rows": [value]}), COLUMNS)
    except NotRead:
        pass


def test_limits():
    few = Limits(rows=1, cell=3)
    assert rule_of(body(row(), row(id=str(OTHER))), limits=few) == "too-many-rows"
    long = row(cells={"name": "An An"}, line=7)
    assert rule_of(body(long), limits=few) == "cell-of-line-too-long"


def test_lines_of_another_person_on_the_same_machine_are_refused():
    assert rule_of(body(row(), owner="17"), owner=18) == "other-person"
    assert rule_of(body(row()), owner=18) == "other-person"
    assert len(read_lines(body(row(), owner="18"), COLUMNS, owner=18)) == 1


def test_half_a_sign_never_reaches_the_database():
    text = body(row(cells={"name": "An"})).replace("An", "A\\ud800n")
    assert read_lines(text, COLUMNS)[0].cells == {"name": "An"}


# the form


def test_with_scripts_the_form_is_its_json():
    given_ = read_post({"rows": body(row()), "pasted": "Bình"}, COLUMNS, key=KEY)
    assert [one.cells for one in given_.lines] == [{"name": "An"}]
    assert (given_.pasted, given_.one, given_.choices) == ("", None, {})


def test_pasted_lines_get_the_same_ids_when_they_are_posted_once_more():
    data = {"rows": "", "pasted": "Họ tên\tNăm sinh\nAn\t1990\n\t\nBình\t1985\n"}
    first, again = (read_post(data, COLUMNS, key=KEY, first=5) for _ in range(2))
    assert first == again
    assert [(one.number, one.cells) for one in first.lines] == [
        (5, {"name": "An", "birth": "1990"}),
        (6, {"name": "Bình", "birth": "1985"}),
    ]
    other = read_post(data, COLUMNS, key=uuid4(), first=5)
    assert {one.id for one in first.lines}.isdisjoint(one.id for one in other.lines)
    assert first.pasted == data["pasted"]


def test_pasted_lines_without_a_heading_go_in_the_order_of_the_columns():
    lines = read_post({"pasted": "An\t1990"}, COLUMNS, key=KEY).lines
    assert [one.cells for one in lines] == [{"name": "An", "birth": "1990"}]
    wide = "\t".join("x" * (len(COLUMNS) + 1))
    with pytest.raises(NotRead) as refused:
        read_post({"pasted": wide}, COLUMNS, key=KEY)
    assert refused.value.rule == "more-columns"


def test_the_heading_may_be_found_in_another_way():
    def second(rows, _columns):
        return Headed([None, "name"], rows, 1)

    lines = read_post({"pasted": "1\tAn"}, COLUMNS, key=KEY, split=second).lines
    assert [one.cells for one in lines] == [{"name": "An"}]


def test_one_line_typed_or_changed():
    new = read_post({"one-name": " An ", "one-birth": ""}, COLUMNS, key=KEY, first=3)
    assert new.one == new.lines[0]
    assert new.one.cells == {"name": "An"}
    assert (new.one.id, new.one.number, new.one.version) == (uuid5(KEY, "one line"), 3, 0)
    known = {"one-id": str(ID), "one-number": "12", "one-version": "4", "one-name": ""}
    changed = read_post(known, COLUMNS, key=KEY).one
    assert changed is not None
    assert (changed.id, changed.number, changed.version, changed.cells) == (ID, 12, 4, {})
    assert read_post({}, COLUMNS, key=KEY).lines == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"one-id": "1", "one-name": "An"},
        {"one-id": str(ID), "one-version": "x"},
        {"one-id": str(ID), "one-number": "-1"},
        {"chosen-x": "d-1"},
        {f"chosen-{ID}": "x" * 101},
    ],
)
def test_a_form_made_by_hand_is_refused(wrong):
    with pytest.raises(NotRead):
        read_post(wrong, COLUMNS, key=KEY)


def test_choices_made_without_scripts():
    given_ = read_post({f"chosen-{ID}": "d-1", f"chosen-{OTHER}": "none"}, COLUMNS, key=KEY)
    assert given_.choices == {ID: "d-1", OTHER: "none"}


# answers and pages

LINE = Line(
    id=ID,
    number=12,
    cells={"name": "<b>An</b>", "birth": "x"},
    version=1234,
    findings=[Finding("Ghi năm sinh.", "birth"), Finding("Có thể trùng.", tone="warn")],
    proposals=[Proposal("d-1", "Trần Thị Bình", "1985")],
    chosen="d-1",
)


def test_the_answer_is_what_the_script_reads():
    sent = json.loads(answer([LINE]).content)
    assert sent == {
        "rows": [
            {
                "id": str(ID),
                "version": 1234,
                "state": "kept",
                "findings": [
                    {"text": "Ghi năm sinh.", "cell": "birth", "tone": "bad"},
                    {"text": "Có thể trùng.", "cell": "", "tone": "warn"},
                ],
                "proposals": [{"value": "d-1", "label": "Trần Thị Bình", "detail": "1985"}],
                "chosen": "d-1",
                "said": "",
            }
        ]
    }
    refused = refusal("Ngày này đã khép sổ.", 409)
    assert (refused.status_code, json.loads(refused.content)["said"]) == (
        409,
        "Ngày này đã khép sổ.",
    )


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def drawn(grid: Grid) -> Tags:
    with translation.override("en"):
        return Tags(engines["django"].get_template("_components/grid.html").render({"grid": grid}))


def test_a_grid_is_drawn_with_all_the_script_reads():
    page = drawn(Grid(columns=COLUMNS, lines=[LINE], label="List", save_url="/there/", owner=17))
    (line,) = (one for one in page.named("tr") if "data-id" in one)
    assert line["data-id"] == str(ID)
    assert line["data-version"] == "1234"
    assert json.loads(line["data-findings"] or "")[0]["cell"] == "birth"
    assert [one["data-key"] for one in page.named("th") if "data-key" in one] == [
        column.key for column in COLUMNS
    ]
    assert "<b>An</b>" in page.text
    assert page.named("b") == []
    about = {one["id"] for one in page.named("small") if "id" in one}
    assert f"lines-{ID}-birth" in about
    radios = [one for one in page.named("input") if one.get("type") == "radio"]
    assert [(one["value"], "checked" in one) for one in radios] == [("d-1", True), ("none", False)]
    assert [one.get("style") for _, one in page.tags if "style" in one] == []


def test_what_was_typed_without_scripts_comes_back():
    one = Posted(id=ID, number=12, cells={"birth": "x"}, key=KEY, version=3)
    page = drawn(Grid(columns=COLUMNS, lines=[LINE], one=one, pasted="An\t1990"))
    fields = {field.get("name"): field for field in page.named("input")}
    assert fields["one-version"]["value"] == "3"
    assert fields["one-birth"]["value"] == "x"
    assert fields["one-birth"]["aria-invalid"] == "true"
    assert "An\t1990" in page.text


def test_a_line_that_was_taken_over_leads_nowhere():
    page = drawn(Grid(columns=COLUMNS, lines=[Line(id=ID, number=1, state="done", said="Đã lưu.")]))
    assert page.named("a") == []
    assert "Đã lưu." in page.text
