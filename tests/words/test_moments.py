"""Moments as people say them."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from words.moments import moment_text

AT = datetime(2026, 11, 30, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "00:05 ngày 01/12/2026"), ("en", "00:05 on 01/12/2026")]
)
def test_a_moment_is_local_and_read_alike_everywhere(language, words) -> None:
    with override(language):
        assert moment_text(AT) == words
        page = Template("{% load words %}{{ at|moment }}{{ none|moment }}")
        assert page.render(Context({"at": AT, "none": None})) == words
        # The administrators' desk writes by Django's own format.
        assert date_format(localtime(AT), "DATETIME_FORMAT") == words


def test_today_needs_no_day() -> None:
    assert moment_text(AT, now=datetime(2026, 12, 1, 3, tzinfo=UTC)) == "00:05"
    assert " 01/12/2026" in moment_text(AT, now=datetime(2026, 12, 2, 3, tzinfo=UTC))
