"""Figures, days and states in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from drives.models import Drive
from drives.presenters import (
    ListDay,
    area_text,
    drives_text,
    figure_text,
    left_out,
    list_day,
    period_text,
    range_text,
    share_text,
    state_tone,
    steps,
    total_text,
)
from drives.rules.figures import Figure, Qualifier, Share, Total, share
from drives.rules.states import State
from drives.rules.typed import parse_figure
from drives.templatetags.figures import roman
from tests.drives.records import fig
from words.dates import Days, Span

FIGURES = st.builds(
    Figure,
    st.integers(0, 10**9).map(lambda n: Decimal(n) / 10),
    st.sampled_from(list(Qualifier)),
)


@pytest.fixture(autouse=True)
def _vietnamese():
    with override("vi"):
        yield


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (None, "chưa rõ"),
        (fig(0), "0"),
        (fig(345), "345"),
        (fig("168.8"), "168,8"),
        (fig(1748935), "1.748.935"),
        (fig(450, Qualifier.OVER), "trên 450"),
        (fig(2000, Qualifier.NEARLY), "gần 2.000"),
        (fig(100, Qualifier.ABOUT), "khoảng 100"),
        (fig(300, Qualifier.FORECAST), "dự kiến 300"),
    ],
)
def test_a_figure_keeps_its_word(figure, text):
    assert figure_text(figure) == text
    written = Template("{% load figures %}{{ figure|figure }}").render(Context({"figure": figure}))
    assert written == text


@given(FIGURES, st.sampled_from(["vi", "en"]))
def test_what_is_written_can_be_typed_back(figure, language):
    with override(language):
        assert parse_figure(figure_text(figure)) == figure


def test_a_share_of_a_bound_is_a_bound():
    assert share_text(share(fig(345), fig(450, Qualifier.OVER))) == "< 76,7 %"
    assert share_text(share(fig(345), fig(300))) == "115 %"
    assert share_text(Share(Decimal("33.3"), "≈")) == "≈ 33,3 %"
    assert share_text(None) == "chưa rõ"


def test_a_share_is_escaped_in_a_page():
    template = Template("{% load figures %}{{ share|share }}")
    assert template.render(Context({"share": Share(Decimal(50), "<")})) == "&lt; 50 %"


@pytest.mark.parametrize(
    ("total", "text", "beside"),
    [
        (Total(fig(1345, Qualifier.OVER)), "trên 1.345", ""),
        (Total(fig(40), unknown=1), "40", "chưa rõ ở 1 đợt"),
        (Total(None, unknown=1200), "chưa rõ", "chưa rõ ở 1.200 đợt"),
        (Total(fig(3), 1, 2), "3", "chưa rõ ở 1 đợt; mới dự kiến ở 2 đợt"),
    ],
)
def test_a_total_says_what_is_not_in_it(total, text, beside):
    assert (total_text(total), left_out(total)) == (text, beside)


def test_counts_and_ranges():
    assert drives_text(2) == "2 đợt"
    assert range_text(None, None) == "chưa rõ"
    assert range_text(300, None) == range_text(300, 300) == "300"
    assert range_text(1200, 1300) == "1.200–1.300"


@pytest.mark.parametrize(
    ("when", "year", "line", "more"),
    [
        (Days(date(2024, 11, 30), date(2024, 11, 30)), 2024, "30/11/2024", ""),
        (Days(date(2024, 12, 5), date(2024, 12, 7)), None, "5–7/12/2024", ""),
        (Span(date(2025, 7, 1), date(2026, 1, 1)), None, "Chưa rõ, 2025", "2025, sau 30/6"),
        (Span(date(2025, 1, 1), date(2026, 1, 1)), None, "Chưa rõ, 2025", ""),
        (Span(date(2025, 7, 1), None), None, "Chưa rõ", "sau 30/06/2025"),
        (None, 2025, "Chưa rõ, 2025", ""),
        (None, None, "Chưa rõ", ""),
    ],
)
def test_the_day_of_a_row(when, year, line, more):
    assert list_day(when, year) == ListDay(line, more)


@pytest.mark.parametrize(
    ("first", "before", "text"),
    [
        (date(2007, 1, 1), date(2025, 1, 1), "2007–2024"),
        (date(2025, 1, 1), date(2026, 1, 1), "năm 2025"),
        (date(2025, 1, 1), date(2025, 7, 1), "nửa đầu năm 2025"),
        (date(2025, 4, 1), date(2025, 7, 1), "quý II/2025"),
        (date(2024, 11, 1), date(2024, 12, 1), "tháng 11/2024"),
        (date(2025, 7, 1), date(2026, 1, 1), "01/07–31/12/2025"),
        (date(2024, 12, 1), date(2025, 12, 1), "01/12/2024–30/11/2025"),
    ],
)
def test_the_name_of_a_period(first, before, text):
    assert period_text(first, before) == text


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 4000))
def test_every_period_has_a_name(first, days):
    assert period_text(first, first + timedelta(days=days))


def test_a_state_has_a_tone_and_a_place_on_the_way():
    assert state_tone(State.CONFIRMED) == "ok"
    assert state_tone(State.CANCELLED) == ""
    current = {state: [step.label for step in steps(state) if step.current] for state in State}
    assert current[State.RETURNED] == current[State.AWAITING] == ["Chờ báo cáo"]
    assert current[State.CANCELLED] == current[State.POSTPONED] == []
    assert [step.done for step in steps(State.SUBMITTED)] == [True, True, True, False, False]
    assert all(step.done for step in steps(State.CONFIRMED))


def test_a_drive_without_area_has_no_line_for_it():
    assert area_text(Drive()) == ""


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "I"), (2, "II"), (4, "IV"), (9, "IX"), (14, "XIV"), (18, "XVIII"), (40, "XL")],
)
def test_rounds_are_written_as_on_banners(number, letters):
    assert roman(number) == letters
