"""Each rule by its id: when it speaks, and when it keeps still."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drives.rules.contradictions import Circumstances, contradictions
from drives.rules.figures import Figure, Qualifier
from drives.rules.sheets import FIGURES, PARTS, Basis, PartKind, Sheet

NOWHERE = Circumstances()


def f(n: int | str, q: str = "exact") -> Figure:
    return Figure(Decimal(n), Qualifier(q))


def rules(around: Circumstances = NOWHERE, **cells) -> list[str]:
    special = {name: cells.pop(name) for name in ("basis", "ml_reported", "receivings", "parts")
               if name in cells}  # fmt: skip
    sheet = Sheet(figures={k: v for k, v in cells.items() if v is not None}, **special)
    return [finding.rule for finding in contradictions(sheet, around)]


def volumes(**bags: int) -> dict[PartKind, dict[str, Figure]]:
    return {PartKind.VOLUME: {code.removeprefix("v"): f(n) for code, n in bags.items()}}


def test_an_empty_sheet_contradicts_nothing():
    assert rules() == []


def test_the_two_bulletins_contradict_nothing():
    assert rules(attended=f(450, "over"), units=f(345)) == []
    assert rules(attended=f(2000, "over"), units=f(1000, "over")) == []


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"donated": f(212), "attended": f(209)}, "donated-within-attended"),
        ({"donated": f(450, "over"), "attended": f(400)}, "donated-within-attended"),
        ({"examined": f(212), "attended": f(209)}, "examined-within-attended"),
        ({"not_given": f(212), "attended": f(209)}, "not-given-within-attended"),
        ({"donated": f(212), "examined": f(209)}, "donated-within-examined"),
        ({"first_time": f(400), "donated": f(345)}, "first-time-within-donated"),
        ({"repeat": f(400), "donated": f(345)}, "repeat-within-donated"),
        ({"women": f(400), "donated": f(345)}, "women-within-donated"),
        ({"men": f(400), "donated": f(345)}, "men-within-donated"),
        ({"women": f(200), "men": f(146), "donated": f(345)}, "women-and-men-within-donated"),
        ({"first_time": f(200), "repeat": f(146), "donated": f(345)},
         "first-and-repeat-within-donated"),
        ({"donated": f(100), "not_given": f(11), "attended": f(110)},
         "donated-and-not-given-within-attended"),
        ({"units": f(300), "parts": volumes(v250=200, v350=101)}, "volume-parts-within-units"),
        ({"not_given": f(5), "parts": {PartKind.REASON: {"general": f(6)}}},
         "reason-parts-within-not-given"),
        ({"units": f(10), "receivings": (f(6), f(5))}, "receivings-within-units"),
        ({"donated": f("10.5")}, "whole-people"),
        ({"units": f("168.8")}, "whole-bags"),
    ],
)  # fmt: skip
def test_impossible(cells, rule):
    assert rule in rules(**cells)


@pytest.mark.parametrize(
    "cells",
    [
        {"donated": f(450, "over"), "attended": f(500)},
        {"donated": f(500), "attended": f(450, "over")},
        {"donated": f(500), "attended": f(450, "about")},
        {"women": f(200), "men": f(145), "donated": f(345)},
        {"units": f(269), "parts": volumes(v350=60)},
        {"units": f(300, "over"), "parts": volumes(v250=200, v350=101)},
        {"units": f("168.8"), "basis": Basis.CONVERTED},
        {"units": f(492), "donated": f(346), "basis": Basis.CONVERTED,
         "parts": volumes(v350=152, v250=194)},
        {"units": f(500), "basis": Basis.CONVERTED, "parts": volumes(v350=600)},
        {"units": f(10), "receivings": (f(6), f(4))},
        {"units": f(10), "receivings": (f(6), f(40, "forecast"))},
        {"donated": f(100), "not_given": f(10), "attended": f(110)},
    ],
)  # fmt: skip
def test_possible(cells):
    assert rules(**cells) == []


def test_day_to_come():
    tomorrow = Circumstances(day_is_to_come=True)
    assert rules(tomorrow, units=f(3)) == ["day-to-come"]
    assert rules(tomorrow) == []


def test_bags_differ_from_donors():
    assert rules(donated=f(199), units=f(201)) == ["bags-differ-from-donors"]
    assert rules(donated=f(443), units=f(456), basis=Basis.CONVERTED) == []
    assert rules(donated=f(450, "over"), units=f(460)) == []
    assert rules(donated=f(450, "over"), units=f(345)) == ["bags-differ-from-donors"]
    tolerant = Circumstances(tolerance=Decimal("0.02"))
    assert rules(tolerant, donated=f(199), units=f(201)) == []
    assert rules(tolerant, donated=f(199), units=f(210)) == ["bags-differ-from-donors"]


def test_ml_differs_from_sum():
    whole: dict[str, Any] = {"units": f(2), "parts": volumes(v250=1, v350=1)}
    assert rules(**whole, ml_reported=f(600)) == []
    assert rules(**whole, ml_reported=f(700)) == ["ml-differs-from-sum"]
    partial: dict[str, Any] = {"units": f(269), "parts": volumes(v350=60)}
    assert rules(**partial, ml_reported=f(70_000)) == []


def test_most_turned_away():
    assert rules(not_given=f(60), attended=f(100)) == ["most-turned-away"]
    assert rules(not_given=f(50), attended=f(100)) == []
    assert rules(not_given=f(60), attended=f(100, "over")) == []


def test_ten_times_the_usual():
    usual = Circumstances(usual_units=Decimal(34))
    assert rules(usual, units=f(340)) == ["ten-times-the-usual"]
    assert rules(usual, units=f(339)) == []


def test_impossible_findings_come_first():
    found = rules(donated=f(212), attended=f(209), units=f(100))
    assert found == ["donated-within-attended", "bags-differ-from-donors"]


numbers = st.builds(Figure, st.decimals(0, 5000, places=1), st.sampled_from(list(Qualifier)))
sheets = st.builds(
    Sheet,
    figures=st.dictionaries(st.sampled_from(FIGURES), numbers),
    parts=st.fixed_dictionaries(
        {},
        optional={
            kind: st.dictionaries(st.sampled_from(codes), numbers) for kind, codes in PARTS.items()
        },
    ),
    basis=st.sampled_from(list(Basis)),
    ml_reported=st.one_of(st.none(), numbers),
    receivings=st.lists(numbers, max_size=3).map(tuple),
)


@given(sheets)
def test_any_sheet_is_read_and_every_finding_names_its_cells(sheet):
    for finding in contradictions(sheet, Circumstances(usual_units=Decimal(10))):
        assert finding.cells
        assert finding.sentence % dict.fromkeys(finding.params, "1")


@given(sheets)
def test_about_everything_contradicts_nothing_impossible(sheet):
    def about(figure: Figure) -> Figure:
        return Figure(figure.value.to_integral_value(), Qualifier.ABOUT)

    loose = Sheet(
        figures={name: about(figure) for name, figure in sheet.figures.items()},
        parts={k: {c: about(n) for c, n in lines.items()} for k, lines in sheet.parts.items()},
        receivings=tuple(about(figure) for figure in sheet.receivings),
    )
    assert not [x for x in contradictions(loose, NOWHERE) if x.impossible]
