"""The arithmetic of figures: nothing that is a bound becomes exact, nothing unknown becomes 0."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drives.rules.figures import INFINITY, Figure, Qualifier, Share, Total, share, total
from drives.rules.typed import parse_figure
from words.numbers import NotANumber

values = st.decimals(0, 10_000_000, places=1)
said = st.sampled_from([q for q in Qualifier if q is not Qualifier.FORECAST])
figures = st.builds(Figure, values, said)
any_figures = st.builds(Figure, values, st.sampled_from(list(Qualifier)))


def truths(figure: Figure) -> list[Decimal]:
    """Some numbers that the figure may really stand for."""
    match figure.qualifier:
        case Qualifier.EXACT:
            return [figure.value]
        case Qualifier.OVER:
            return [figure.value + 1, figure.value + 1000]
        case Qualifier.NEARLY:
            return [max(figure.value - 1, Decimal(0))]
        case _:
            return [figure.value / 2, figure.value, figure.value * 2]


def f(n: int | str, q: str = "exact") -> Figure:
    return Figure(Decimal(n), Qualifier(q))


def test_the_two_bulletins_sum_to_over_1345():
    assert f(345) + f(1000, "over") == f(1345, "over")


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("exact", "exact", "exact"),
        ("exact", "over", "over"),
        ("exact", "nearly", "nearly"),
        ("over", "over", "over"),
        ("over", "nearly", "about"),
        ("about", "exact", "about"),
        ("about", "over", "about"),
    ],
)
def test_qualifiers_of_sums(one, other, both):
    assert (f(1, one) + f(2, other)).qualifier.value == both
    assert (f(1, other) + f(2, one)).qualifier.value == both


def test_a_forecast_is_never_summed():
    with pytest.raises(ValueError, match="forecast"):
        f(1) + f(2, "forecast")
    assert total([f(1), f(2, "forecast"), None]) == Total(f(1), unknown=1, forecasts=1)


def test_a_negative_figure_does_not_exist():
    with pytest.raises(ValueError, match="negative"):
        f(-1)


@given(figures, figures, figures)
def test_sums_do_not_depend_on_order(a, b, c):
    assert (a + b) + c == a + (b + c) == (c + b) + a


@given(figures, figures)
def test_a_sum_bounds_whatever_is_true(a, b):
    both = a + b
    for one in truths(a):
        for other in truths(b):
            assert both.low <= one + other <= both.high


told = any_figures.filter(lambda figure: figure.value >= 2)  # "nearly 0" says nothing


@given(told, told)
def test_what_surely_exceeds_exceeds_in_every_truth(a, b):
    if a.surely_more_than(b):
        assert all(one > other for one in truths(a) for other in truths(b))
        assert not b.surely_more_than(a)


def test_over_450_against_400_is_impossible_and_against_500_fine():
    assert f(450, "over").surely_more_than(f(400))
    assert not f(450, "over").surely_more_than(f(500))
    assert f(400, "over").surely_more_than(f(400))
    assert f(400).surely_more_than(f(400, "nearly"))
    assert not f(400).surely_more_than(f(400))
    assert not f(900).surely_more_than(f(400, "about"))
    assert not f(900).surely_more_than(f(400, "forecast"))


@given(st.lists(st.one_of(st.none(), any_figures), max_size=12))
def test_a_total_leaves_nothing_out_unsaid(rows):
    added = total(rows)
    known = [r for r in rows if r is not None and r.qualifier is not Qualifier.FORECAST]
    assert added.unknown == rows.count(None)
    assert added.forecasts == len(rows) - added.unknown - len(known)
    assert (added.figure is None) == (not known)
    if added.figure is not None:
        assert added.figure.value == sum(row.value for row in known)


def test_shares_keep_their_bound():
    assert share(f(345), f(450, "over")) == Share(Decimal("76.7"), "<")
    assert share(f(345), f(300)) == Share(Decimal("115.0"), "")
    assert share(f(345, "over"), f(450)) == Share(Decimal("76.7"), ">")
    assert share(f(345, "over"), f(450, "over")) == Share(Decimal("76.7"), "≈")
    assert share(f(345, "over"), f(450, "nearly")) == Share(Decimal("76.7"), ">")
    assert share(f(345), None) is share(None, f(1)) is share(f(1), f(0)) is None
    assert share(f(345), f(300, "forecast")) is None


@given(figures, figures.filter(lambda figure: figure.value > 1))
def test_a_share_holds_for_whatever_is_true(part, whole):
    told = share(part, whole)
    assert told is not None
    rounding = Decimal("0.1")
    for one in truths(part):
        for other in truths(whole):
            if not other:
                continue
            percent = one / other * 100
            if told.sign == "<":
                assert percent <= told.percent + rounding
            elif told.sign == ">":
                assert percent >= told.percent - rounding
            elif not told.sign:
                assert abs(percent - told.percent) <= rounding


def test_an_exact_figure_ends_where_it_begins():
    assert (f(5).low, f(5).high) == (5, 5)
    assert (f(5, "over").low, f(5, "over").high) == (5, INFINITY)
    assert (f(5, "nearly").low, f(5, "nearly").high) == (0, 5)


@pytest.mark.parametrize(
    ("typed", "chosen", "figure"),
    [
        ("345", "exact", f(345)),
        ("trên 1.000", "exact", f(1000, "over")),
        ("tren 450", "over", f(450, "over")),
        ("450", "over", f(450, "over")),
        ("gần 2.000", "exact", f(2000, "nearly")),
        ("168,8", "exact", f("168.8")),
        ("  ", "over", None),
    ],
)
def test_figures_as_typed(typed, chosen, figure):
    assert parse_figure(typed, Qualifier(chosen)) == figure


def test_two_words_that_differ_are_refused():
    with pytest.raises(NotANumber) as refusal:
        parse_figure("gần 450", Qualifier.OVER)
    assert refusal.value.rule == "two-qualifiers"
