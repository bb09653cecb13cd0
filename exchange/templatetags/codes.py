"""Codes in templates: ``{% load codes %}{% code unit.bag_code "code128" %}``."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from exchange.codes import Kind, NotACode, code_svg

register = template.Library()


@register.simple_tag
def code(text: object, kind: Kind = "code128", label: str = "") -> SafeString:
    """The code, or, where the text cannot be one, the text itself."""
    words = str(text)
    try:
        return code_svg(words, kind, label)
    except NotACode:
        return format_html('<span class="code">{}</span>', label or words)
