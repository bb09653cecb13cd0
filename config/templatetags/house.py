"""What templates of every room may use."""

from functools import cache

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.navigation import Entry, entries_for
from ledger.scope import Scope

register = template.Library()

# The tone and the icon of a drive's state: never colour alone.
STATES = {
    "planned": ("", "calendar-event"),
    "registering": ("info", "person-plus"),
    "awaiting": ("warn", "pencil"),
    "submitted": ("info", "send"),
    "returned": ("warn", "arrow-counterclockwise"),
    "confirmed": ("ok", "check-circle"),
    "reopened": ("warn", "unlock"),
    "postponed": ("", "calendar-range"),
    "cancelled": ("", "x-lg"),
}
MESSAGES = {
    "success": ("ok", "check-circle"),
    "warning": ("warn", "exclamation-triangle"),
    "error": ("bad", "exclamation-circle"),
}


SPRITE = "vendor/icons/sprite.svg"


@cache
def _sprite(storage: str) -> str:
    """The sprite's address under a storage of static files: a page asks for it fifty times."""
    return static(SPRITE)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite. It decorates: the words beside it carry the meaning."""
    return format_html(
        '<svg class="bi" width="16" height="16" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        _sprite(settings.STORAGES["staticfiles"]["BACKEND"]),
        name,
    )


@register.simple_tag
def state(code: str, label: str) -> SafeString:
    """The pill of a drive's state. A tag, not a partial: a list draws fifty of them."""
    tone, image = STATES.get(str(code), ("", ""))
    return format_html('<span class="st {}">{}{}</span>', tone, icon(image) if image else "", label)


@register.filter
def message_tone(level_tag: str) -> str:
    return MESSAGES.get(level_tag, ("info", ""))[0]


@register.filter
def message_icon(level_tag: str) -> str:
    return MESSAGES.get(level_tag, ("", "info-circle"))[1]


@register.filter
def focus_id(field: BoundField) -> str:
    """The id of the control a link to ``field`` leads to: its own, or its first part's."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def is_single_box(field: BoundField) -> bool:
    """Whether the field is one check box, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def place_of(scope: Scope | None) -> str:
    """The organisation a person works for first; empty without a membership."""
    return scope.grants[0].organisation_name if scope and scope.grants else ""


@register.simple_tag(takes_context=True)
def main_navigation(context: template.Context) -> list[Entry]:
    request: HttpRequest | None = context.get("request")
    return entries_for(request) if request else []
