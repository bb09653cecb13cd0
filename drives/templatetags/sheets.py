"""Filters for result sheets and confirm pages: ``{% load sheets %}``."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext

from drives.cell_words import QUESTIONS, cell_label
from drives.gates import Reason
from drives.presenters import figure_text, range_text
from drives.rules.figures import Figure

register = template.Library()


@register.filter
def typed_figure(value: Any) -> str:
    """Write a figure as it stands in the form: on record, or as it was typed."""
    if isinstance(value, Figure):
        return figure_text(value)
    sign, number = value if isinstance(value, list) and len(value) == 2 else ("exact", value)
    if not number:
        return "–"
    words = {"over": "over %(number)s", "nearly": "nearly %(number)s", "about": "about %(number)s"}
    return gettext(words.get(sign, "%(number)s")) % {"number": number}


@register.filter
def cell_names(names: Iterable[str]) -> str:
    """Write the names of cells as one line."""
    return ", ".join(cell_label(name).lower() for name in names)


@register.filter
def rule_name(rule: str) -> str:
    """Write what was asked, by the id of the rule."""
    return str(QUESTIONS.get(rule, rule))


@register.filter(name="range")
def range_of(low: int | None, high: int | None) -> str:
    """Write "300" or "200–300"."""
    return range_text(low, high)


@register.filter
def reason_text(reason: Reason) -> str:
    """Write why a gate holds a drive back."""
    return gettext(reason.sentence) % dict(reason.params)
