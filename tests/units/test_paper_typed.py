"""Lines of a grid are read as the same lines of a pasted list."""

from datetime import date

from units.rules.paper_columns import COLUMNS, Cell, recognise_header
from units.rules.paper_lines import Passed
from units.rules.paper_typed import HEAD, read_typed

TODAY = date(2026, 11, 22)


def test_every_column_is_known_by_its_heading():
    header = recognise_header([*HEAD, ["", "Nguyễn"]])
    assert header.cells == tuple(COLUMNS)
    assert header.first == len(HEAD)


def test_places_count_from_the_first_line():
    found = read_typed(
        [
            {Cell.NAME: "Nguyễn Văn An", Cell.BAG: "HP1"},
            {Cell.NAME: "Trần Thị Bình", Cell.BAG: "HP1"},
            {Cell.MEN: "1", Cell.WOMEN: "", Cell.V250: "2", Cell.TIMES: "3"},
            {Cell.NAME: "Tổng cộng: 2 người"},
            {},
        ],
        today=TODAY,
        merged={2},
    )
    assert [line.at for line in found.lines] == [1, 2, 3]
    assert found.passed == {4: Passed.TOTAL}
    assert found.foot is not None
    assert found.foot.people == 2
    told = [[(one.reason.rule, one.reason.params) for one in line.findings] for line in found.lines]
    assert told[0] == [("bag-twice", {"line": "2"})]
    assert told[1] == [("merged-cells", {}), ("bag-twice", {"line": "1"})]


def test_a_first_line_of_small_numbers_is_no_heading():
    found = read_typed([{Cell.MEN: "9", Cell.V250: "1", Cell.TIMES: "3"}], today=TODAY)
    assert len(found.lines) == 1
