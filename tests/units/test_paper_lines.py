"""Lines of a paper list: clean ones come back whole, all others with a sentence beside the cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.papers import PaperKind
from donors.rules.people import Sex
from donors.rules.phones import shown_phone
from donors.rules.typed import BLOOD_GROUPS, Birth
from units.rules.bags import OFFERED_VOLUMES
from units.rules.paper_cells import STEP_OF, CellFinding, Outcome, TypedLine, read_line
from units.rules.paper_columns import COLUMNS, USUAL_ORDER, VOLUME_CELLS, Cell
from units.rules.paper_lines import Foot, Passed, read_lines, read_list, repeats
from units.rules.states import STEPS
from words.dates import Days

C = Cell
TODAY = date(2027, 3, 12)
HEADING = [COLUMNS[cell].aliases[0] for cell in USUAL_ORDER]


def line(**cells: str) -> TypedLine:
    typed = {Cell(name): text for name, text in ({"name": "Phạm Văn Mẫu"} | cells).items()}
    return read_line(typed, today=TODAY)


def rules(read: TypedLine) -> list[tuple[str, str]]:
    return [(finding.cell.value, finding.reason.rule) for finding in read.findings]


def row(**cells: str) -> list[str]:
    """A row in the usual order."""
    return [cells.get(cell.value, "") for cell in USUAL_ORDER]


def test_a_line_as_it_is_on_paper():
    read = line(
        no="17",
        women="1999",
        paper="001 199 012 345",
        occupation="Giáo viên",
        group="Thôn Mẫu",
        phone="0912 345 678",
        blood_group="O+",
        times="3 lần",
        last_given="30/11/2026",
        v350="x",
        bag="g1234 98 654321",
        certificate="0123456",
        signed="(đã ký)",
        note="- không rõ",
    )
    assert not read.findings
    assert read.label == "17"
    assert (read.name, read.sex, read.birth) == ("Phạm Văn Mẫu", Sex.FEMALE, Birth(None, 1999))
    assert (read.paper_kind, read.paper) == (PaperKind.CCCD, "001199012345")
    assert (read.occupation, read.group) == ("Giáo viên", "Thôn Mẫu")
    assert (read.phone, read.blood_group, read.times) == ("+84912345678", "O+", 3)
    assert read.last_given == Days(date(2026, 11, 30), date(2026, 11, 30))
    assert (read.volume, read.bag, read.certificate) == (350, "G123498654321", "0123456")
    assert read.outcome is Outcome.DONATED
    assert read.note == "- không rõ"


def test_only_the_name_is_needed():
    read = line()
    assert read.is_clean
    assert read.outcome is None
    assert rules(line(name="", phone="0912345678")) == [("name", "empty")]


def test_family_and_given_name_in_two_columns():
    assert line(family="Phạm Thị", name="Mẫu").name == "Phạm Thị Mẫu"


@pytest.mark.parametrize("dash", ["-", "–", " / ", "...", "_"])
def test_a_dash_is_an_empty_cell(dash):
    read = line(phone=dash, paper=dash, men=dash, women="1990", bag=dash)
    assert read.is_clean
    assert read.sex is Sex.FEMALE


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"name": "Phạm Văn Mẫu\nLê Thị Mẫu"}, ("name", "several-names")),
        ({"name": "=A2"}, ("name", "formula")),
        ({"name": "Mẫu; Lan"}, ("name", "not-in-a-name")),
        ({"birth": "13/03/2027"}, ("birth", "birth-to-come")),
        ({"men": "2030"}, ("men", "birth-to-come")),
        ({"men": "1990", "women": "1990"}, ("women", "both-sexes")),
        ({"men": "1990", "birth": "05/12/1991"}, ("birth", "two-births")),
        ({"men": "1990", "sex": "Nữ"}, ("sex", "two-sexes")),
        ({"sex": "khác"}, ("sex", "not-a-sex")),
        ({"paper": "00109001234"}, ("paper", "one-digit-missing")),
        ({"paper": "12345678"}, ("paper", "one-digit-missing")),
        ({"paper": "1,09E+11"}, ("paper", "shortened-number")),
        ({"paper": "#N/A"}, ("paper", "spreadsheet-error")),
        ({"paper": "=B2&C2"}, ("paper", "formula")),
        ({"phone": "0912"}, ("phone", "not-a-phone")),
        ({"blood_group": "C"}, ("blood_group", "not-a-blood-group")),
        ({"times": "nhiều"}, ("times", "only-the-number")),
        ({"times": "301"}, ("times", "not-a-count")),
        ({"last_given": "13/03/2027"}, ("last_given", "last-given-to-come")),
        ({"v250": "x", "v350": "x"}, ("v350", "two-volumes")),
        ({"v350": "x", "volume": "250"}, ("volume", "two-volumes")),
        ({"v350": "450"}, ("v350", "other-volume")),
        ({"volume": "300"}, ("volume", "volume-not-offered")),
        ({"bag": "A" * 41}, ("bag", "bag-too-long")),
        ({"bag": "G123498654321A"}, ("bag", "bag-check")),
        ({"bag": "https://example.org"}, ("bag", "bag-url")),
        ({"bag": "=A1&B1"}, ("bag", "formula")),
        ({"result": "gì đó"}, ("result", "not-a-result")),
        ({"v350": "x", "result": "hoãn"}, ("result", "given-and-not-given")),
        ({"note": "x" * 201}, ("note", "cell-too-long")),
    ],
)
def test_what_is_wrong_stands_beside_its_cell(cells, found):
    read = line(**cells)
    assert rules(read) == [found]
    assert not read.is_clean
    assert {finding.reason.sentence % {**finding.reason.params} for finding in read.findings}


def test_a_scanned_number_of_a_bag_is_no_formula():
    assert line(bag="=G12349865432100").bag == "G123498654321"


def test_a_cccd_that_disagrees_warns_and_is_kept():
    read = line(paper="001199012345", men="1990")
    assert rules(read) == [("paper", "cccd-birth-year"), ("paper", "cccd-sex")]
    assert read.is_clean
    assert read.paper == "001199012345"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("001199012345", PaperKind.CCCD),
        ("012345678", PaperKind.CMND),
        ("c1234567", PaperKind.PASSPORT),
    ],
)
def test_kinds_of_papers_by_their_shape(typed, kind):
    assert line(paper=typed).paper_kind is kind


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"result": "Đã hiến"}, Outcome.DONATED),
        ({"result": "x"}, Outcome.DONATED),
        ({"bag": "17"}, Outcome.DONATED),
        ({"result": "Hoãn (huyết áp)"}, Outcome.DEFERRED),
        ({"result": "Trì hoãn"}, Outcome.DEFERRED),
        ({"result": "đã đủ số lượng"}, Outcome.ENOUGH),
        ({"result": "hết giờ"}, Outcome.TIME_OVER),
        ({"result": "Tự về"}, Outcome.WENT_HOME),
        ({"result": "chưa hiến được"}, Outcome.NOT_GIVEN),
        ({"result": "vắng"}, Outcome.NO_SHOW),
    ],
)
def test_how_the_day_ended(cells, outcome):
    read = line(**cells)
    assert read.is_clean
    assert read.outcome is outcome


def test_every_outcome_is_a_step_of_the_table():
    assert {STEPS[name].target.value for name in STEP_OF.values()} == {
        "donated", "deferred", "left", "no_show",
    }  # fmt: skip
    assert set(STEP_OF) == set(Outcome)


def test_a_whole_list_with_all_that_paper_holds():
    rows = [
        ["DANH SÁCH HIẾN MÁU TÌNH NGUYỆN"],
        HEADING,
        ["I", "Thôn Mẫu"],
        row(no="1", name="Phạm Văn Mẫu", men="1990", v350="x", bag="1001"),
        [],
        row(no="2", name="Lê Thị Mẫu", women="1999", v250="x", bag="1002"),
        row(no="3", name="Tống Công Minh", men="1980"),
        row(name="Tổng cộng: 4 người, 2 đơn vị", v250="1", v350="2"),
        ["", "", "", "", "Xã Mẫu, ngày 12 tháng 3 năm 2027"],
        ["", "Người lập biểu", "", "Đại diện cơ sở tiếp nhận"],
        ["", "Nguyễn Văn Ký", "", "Trần Thị Ký"],
    ]
    read = read_list(rows, today=TODAY)
    assert [line.name for line in read.lines] == ["Phạm Văn Mẫu", "Lê Thị Mẫu", "Tống Công Minh"]
    assert [line.at for line in read.lines] == [4, 6, 7]
    assert all(line.is_clean for line in read.lines)
    assert read.passed == {
        3: Passed.HEADING,
        8: Passed.TOTAL,
        9: Passed.FOOT,
        10: Passed.FOOT,
        11: Passed.FOOT,
    }
    assert read.foot == Foot(4, 2, {250: 1, 350: 2})
    assert [(reason.rule, reason.params["told"]) for reason in read.reasons] == [
        ("foot-people", "4"),
        ("foot-350", "2"),
    ]
    assert all(reason.asks for reason in read.reasons)


@pytest.mark.parametrize(
    ("name", "is_line"),
    [
        ("Tống Công Minh", True),
        ("Tong Cong Minh", True),
        ("Cộng", False),
        ("TỔNG CỘNG", False),
        ("TONG CONG", False),
        ("tong cong: 3", False),
    ],
)
def test_a_total_and_a_person_who_is_called_nearly_so(name, is_line):
    assert bool(read_lines([HEADING, row(name=name)], today=TODAY)) is is_line


def test_signatures_below_a_list_without_a_total():
    rows = [
        HEADING,
        row(no="1", name="Phạm Văn Mẫu"),
        ["", "Người lập biểu", "", "TM. Ban Chỉ đạo"],
    ]
    assert len(read_lines(rows, today=TODAY)) == 1


def test_columns_of_men_and_women_are_counted_at_the_foot():
    rows = [HEADING, row(no="1", name="Mẫu Văn"), row(name="Cộng", men="200", women="145")]
    assert read_list(rows, today=TODAY).foot == Foot(people=345)


def test_merged_cells_are_asked_about():
    rows = [HEADING, row(no="1", name="Phạm Văn Mẫu"), row(no="2", name="Lê Thị Mẫu")]
    read = read_list(rows, today=TODAY, merged={3})
    assert [rules(line) for line in read.lines] == [[], [("name", "merged-cells")]]
    assert read.lines[1].is_clean


def test_what_stands_twice_is_named_in_both_lines():
    rows = [
        HEADING,
        row(no="1", name="Phạm Văn Mẫu", men="1990", paper="001090012345", bag="17"),
        row(no="2", name="Lê Thị Mẫu", women="1999", bag="a 9", certificate="0001"),
        row(no="3", name="pham van mau", men="1990", bag="18"),
        row(
            no="4",
            name="Trần Mẫu",
            paper="001 090 012 345",
            men="1990",
            bag="A9",
            certificate="0001",
        ),
    ]
    found = {line.label: rules(line) for line in read_lines(rows, today=TODAY)}
    assert found == {
        "1": [("paper", "paper-twice"), ("name", "person-twice")],
        "2": [("bag", "bag-twice"), ("certificate", "certificate-twice")],
        "3": [("name", "person-twice")],
        "4": [("paper", "paper-twice"), ("bag", "bag-twice"), ("certificate", "certificate-twice")],
    }


def test_the_same_name_and_birth_with_two_papers_are_two_persons():
    one = line(men="1990", paper="001090012345")
    other = line(men="1990", paper="001090012346")
    assert repeats([one, other]) == {}
    assert set(repeats([one, line(men="1990")])) == {0, 1}


# A clean person and the cells in which they are written.
letters = st.sampled_from(["An", "Bình", "Châu", "Dũng", "Đào", "Giang", "Thuý", "Yến"])
names = st.lists(letters, min_size=2, max_size=4).map(" ".join)
years = st.integers(1960, 2008)


@st.composite
def clean_rows(draw):
    sex = draw(st.sampled_from([None, *Sex]))
    year, volume = draw(years), draw(st.sampled_from([None, *OFFERED_VOLUMES]))
    century_and_sex = 2 * (year // 100 - 19) + (sex is Sex.FEMALE)
    number = f"001{century_and_sex}{year % 100:02}{draw(st.integers(0, 999_999)):06}"
    phone = f"+8491{draw(st.integers(0, 9_999_999)):07}"
    return TypedLine(
        cells={},
        name=draw(names),
        sex=sex,
        birth=Birth(None, year) if sex else None,
        paper_kind=PaperKind.CCCD if sex else None,
        paper=number if sex else "",
        phone=draw(st.sampled_from(["", phone])),
        blood_group=draw(st.sampled_from(["", *BLOOD_GROUPS])),
        times=draw(st.one_of(st.none(), st.integers(0, 100))),
        volume=volume,
        bag=f"B{draw(st.integers(0, 10**9))}" if volume else "",
        certificate=draw(st.sampled_from(["", "0012345"])),
        group=draw(st.sampled_from(["", "Thôn Mẫu"])),
        outcome=Outcome.DONATED if volume else None,
    )


def written(values: TypedLine) -> dict[Cell, str]:
    """How a clerk writes these values down."""
    year = str(values.birth.year) if values.birth else ""
    cells = {
        C.NAME: values.name,
        C.MEN: year if values.sex is Sex.MALE else "",
        C.WOMEN: year if values.sex is Sex.FEMALE else "",
        C.PAPER: values.paper,
        C.GROUP: values.group,
        C.PHONE: shown_phone(values.phone) if values.phone else "",
        C.BLOOD_GROUP: values.blood_group,
        C.TIMES: "" if values.times is None else str(values.times),
        C.BAG: values.bag,
        C.CERTIFICATE: values.certificate,
    }
    return cells | {
        cell: "x" if volume == values.volume else "" for cell, volume in VOLUME_CELLS.items()
    }


FIELDS = [name for name in TypedLine.__slots__ if name not in ("cells", "findings", "at")]


@given(st.lists(clean_rows(), max_size=8), st.booleans())
def test_a_clean_list_comes_back_whole(people, with_heading):
    rows = [
        [{C.NO: str(number), **written(person)}.get(cell, "") for cell in USUAL_ORDER]
        for number, person in enumerate(people, 1)
    ]
    read = read_lines([HEADING, *rows] if with_heading else rows, today=TODAY)
    assert len(read) == len(people)
    for person, back in zip(people, read, strict=True):
        assert all(rule.endswith("-twice") for _cell, rule in rules(back))
        assert {f: getattr(back, f) for f in FIELDS} == {f: getattr(person, f) for f in FIELDS}


headings = [alias for column in COLUMNS.values() for alias in column.aliases]
cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*headings, "x", "1990", "=SUM(A1)", "Tổng cộng", "001199012345", "\n", "²"]),
)
grids = st.lists(st.lists(cells, max_size=20), max_size=12)


@given(grids, st.sets(st.integers(0, 12)))
def test_any_grid_is_read_and_nothing_is_lost(rows, merged):
    read = read_list(rows, today=TODAY, merged=merged)
    seen = {line.at for line in read.lines} | set(read.passed)
    filled = {
        at
        for at, cells in enumerate(rows, 1)
        if at > read.header.first and any(text.strip() for text in cells)
    }
    assert seen == filled
    for typed in read.lines:
        for finding in typed.findings:
            assert isinstance(finding, CellFinding)
            assert finding.reason.sentence % {**finding.reason.params}
    for reason in read.reasons:
        assert reason.sentence % {**reason.params}


@given(st.dictionaries(st.sampled_from(Cell), st.text()))
def test_any_cells_are_a_line(typed):
    read = read_line(typed, today=TODAY)
    assert read.cells == typed
    assert bool(read.name) or not read.is_clean


def test_a_name_or_number_is_in_no_repr():
    assert "Mẫu" not in repr(line(paper="001199012345"))
