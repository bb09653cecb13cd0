"""Filters which write figures and shares: ``{% load figures %}``."""

from django import template

from drives import presenters
from drives.models import PeriodTotal
from drives.rules.figures import Figure, Share, Total
from drives.rules.states import State

register = template.Library()


@register.filter
def figure(value: Figure | None) -> str:
    """Write "trên 450" or "345"; "chưa rõ" for an unknown figure."""
    return presenters.figure_text(value)


@register.filter
def total(value: Total) -> str:
    """Write the sum of what is known: "trên 1.345"."""
    return presenters.total_text(value)


@register.filter
def left_out(value: Total) -> str:
    """Write what is not in a sum: "chưa rõ ở 1 đợt"."""
    return presenters.left_out(value)


@register.filter
def drives_count(value: int) -> str:
    """Write "2 đợt"."""
    return presenters.drives_text(value)


@register.filter
def share(value: Share | None) -> str:
    """Write "< 76,7 %"; "chưa rõ" where nothing can be said."""
    return presenters.share_text(value)


@register.filter
def period(record: PeriodTotal) -> str:
    """Write "2007–2024" or "nửa đầu năm 2025"."""
    return presenters.period_text(record.from_day, record.to_day)


_ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@register.filter
def roman(value: int) -> str:
    """Write the round of a year as its banner does: "II"."""
    letters = ""
    for number, letter in _ROMAN:
        letters += letter * (value // number)
        value %= number
    return letters


@register.filter
def state_tone(value: str) -> str:
    """Write the class of a drive's state: "ok", "warn", "info" or nothing."""
    return presenters.state_tone(State(value))
