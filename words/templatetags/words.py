"""Filters which write numbers and days the Vietnamese way: ``{% load words %}``."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from words.dates import When, format_day, format_when
from words.moments import moment_text
from words.numbers import format_number

register = template.Library()


@register.filter
def number(value: Decimal | int | None) -> str:
    """Write "1.748.935" or "168,8"; nothing for an unknown number."""
    return "" if value is None else format_number(value)


@register.filter
def day(value: date | None) -> str:
    """Write "30/11/2024"; nothing for an unknown day."""
    return "" if value is None else format_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write "14:05 ngày 30/11/2024" in local time; nothing for an unknown moment."""
    return "" if value is None else moment_text(value)


@register.filter
def when(value: When | None) -> str:
    """Write "5–7/12/2024" or "tháng 11/2024" in the page's language; nothing when unknown."""
    return format_when(value, language="en" if get_language() == "en" else "vi")
