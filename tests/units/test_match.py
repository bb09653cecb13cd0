"""Sheet, names and handovers held against each other, and against a slower way to do it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drives.rules.figures import Figure, Qualifier
from drives.rules.sheets import Basis, PartKind, Sheet
from units.rules.match import (
    ROWS,
    VOLUMES,
    Difference,
    Row,
    Source,
    gate_reasons,
    match,
    names_behind,
)

counts = st.one_of(st.none(), st.integers(0, 12))
figures = st.builds(Figure, st.integers(0, 12).map(Decimal), st.sampled_from(list(Qualifier)))
maybe_figures = st.one_of(st.none(), figures)
row_names = st.sampled_from(sorted(ROWS))
some_counts = st.one_of(st.none(), st.dictionaries(row_names, st.integers(0, 12)))


@st.composite
def sheets(draw):
    told = draw(st.dictionaries(row_names, figures))
    return Sheet(
        {name: figure for name, figure in told.items() if name not in VOLUMES},
        {PartKind.VOLUME: {name: figure for name, figure in told.items() if name in VOLUMES}},
        draw(st.sampled_from(Basis)),
    )


def f(n: int | str, q: str = "exact") -> Figure:
    return Figure(Decimal(n), Qualifier(q))


def truths(figure: Figure) -> set[int]:
    """Every whole number up to 40 that the figure may really stand for."""
    n = int(figure.value)
    match figure.qualifier:
        case Qualifier.EXACT:
            return {n}
        case Qualifier.OVER:
            return set(range(n + 1, 41))
        case Qualifier.NEARLY:
            return set(range(n))
        case _:
            return set(range(41))


@given(maybe_figures, counts, counts)
def test_a_row_differs_where_no_number_fits_two_sources(sheet, names, handovers):
    row = Row("units", sheet, names, handovers)
    possible = {
        Source.SHEET: None if sheet is None else truths(sheet),
        Source.NAMES: None if names is None else {names},
        Source.HANDOVERS: None if handovers is None else {handovers},
    }
    slow = set()
    for one in Source:
        for other in Source:
            a, b = possible[one], possible[other]
            if (
                list(Source).index(one) < list(Source).index(other)
                and a is not None
                and b is not None
            ) and not a & b:
                slow.add((one, other))
    assert {(d.one, d.other) for d in row.differences} == slow
    known = sum(value is not None for value in possible.values())
    assert row.agrees == (None if known < 2 else not slow)


@given(sheets(), some_counts, some_counts)
def test_each_row_shows_what_each_source_says(sheet, names, handovers):
    rows = match(sheet, names, handovers)
    assert [row.name for row in rows] == list(ROWS)
    for row in rows:
        told = sheet.parts_of(PartKind.VOLUME) if row.name in VOLUMES else sheet.figures
        assert row.sheet == told.get(row.name)
        assert row.names == (names.get(row.name) if names else None)
        assert row.handovers == (handovers.get(row.name) if handovers else None)
        assert (row.reason is None) == (not row.differences)
        if row.reason:
            assert row.reason.sentence % {**row.reason.params}


@given(sheets(), some_counts, some_counts, st.text())
def test_the_gate_asks_for_a_match_or_one_reason(sheet, names, handovers, why):
    rows = match(sheet, names, handovers)
    differing = {row.name for row in rows if row.differences}
    reasons = gate_reasons(rows, why)
    if why.strip():
        assert reasons == []
    else:
        assert {r.rule.removeprefix("match-").replace("-", "_") for r in reasons} == differing


@pytest.mark.parametrize(
    ("sheet", "names", "agrees"),
    [
        (f(450, "over"), 451, True),
        (f(450, "over"), 450, False),
        (f(450, "nearly"), 449, True),
        (f(450, "nearly"), 450, False),
        (f(450, "about"), 212, True),
        (f(450, "forecast"), 212, True),
        (f(345), 345, True),
        (f(345), 344, False),
        (f("168.8"), 168, False),
        (None, 345, None),
        (f(345), None, None),
    ],
)
def test_bounds_against_names(sheet, names, agrees):
    assert Row("donated", sheet, names, None).agrees is agrees


def test_the_planted_difference_of_two_persons():
    sheet = Sheet({"donated": f(201), "units": f(201)})
    rows = {row.name: row for row in match(sheet, {"donated": 199, "units": 199}, {"units": 201})}
    assert rows["units"].differences == (
        Difference(Source.SHEET, Source.NAMES, 2),
        Difference(Source.NAMES, Source.HANDOVERS, -2),
    )
    assert rows["donated"].differences == (Difference(Source.SHEET, Source.NAMES, 2),)
    assert len(gate_reasons(tuple(rows.values()), "")) == 2
    assert gate_reasons(tuple(rows.values()), "hai người chưa có giấy tờ") == []


def test_converted_units_are_not_compared_with_bags():
    sheet = Sheet({"units": f(456)}, basis=Basis.CONVERTED)
    [row] = [row for row in match(sheet, {"units": 443}, None) if row.name == "units"]
    assert row.agrees is None
    assert row.sheet == f(456)


def test_names_behind_the_totals_are_normal():
    sheet = Sheet({"donated": f(212), "units": f(212)})
    reason = names_behind(match(sheet, {"donated": 209, "units": 209}, {"units": 212}))
    assert reason is not None
    assert reason.params == {"told": f(212), "entered": "209"}
    assert reason.asks


@pytest.mark.parametrize(
    ("names", "handovers"),
    [
        ({"donated": 212}, None),
        ({"donated": 213}, None),
        (None, None),
        ({"donated": 209, "units": 213}, None),
        ({"donated": 209}, {"units": 210}),
    ],
)
def test_other_differences_are_not_names_behind(names, handovers):
    sheet = Sheet({"donated": f(212), "units": f(212)})
    assert names_behind(match(sheet, names, handovers)) is None


def test_nothing_known_stands_in_no_way():
    assert gate_reasons(match(Sheet(), None, None), "") == []
