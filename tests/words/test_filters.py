"""Template filters that write numbers, days and times."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from words.dates import Days, Span


def written(filter_name, value):
    return Template("{% load words %}{{ value|" + filter_name + " }}").render(
        Context({"value": value})
    )


@pytest.mark.parametrize(
    ("filter_name", "value", "text"),
    [
        ("number", 1748935, "1.748.935"),
        ("number", Decimal("168.8"), "168,8"),
        ("number", 0, "0"),
        ("number", None, ""),
        ("day", date(2024, 11, 30), "30/11/2024"),
        ("day", None, ""),
        ("when", Days(date(2024, 12, 5), date(2024, 12, 7)), "5–7/12/2024"),
        ("when", None, ""),
    ],
)
def test_filters(filter_name, value, text):
    assert written(filter_name, value) == text


def test_a_time_is_worded_in_the_language_of_the_page():
    november = Span(date(2024, 11, 1), date(2024, 12, 1))
    with translation.override("vi"):
        assert written("when", november) == "tháng 11/2024"
    with translation.override("en"):
        assert written("when", november) == "November 2024"
