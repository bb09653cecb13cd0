"""What a browser posts for a form as it stands, so that a post can be compared with a record."""

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2s
from typing import Any

from django.forms import BoundField, Form
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

Raw = dict[str, list[str]]


def raw_data(form: Form) -> Raw:
    """All that a browser would post for the unbound ``form``, opened and sent back untouched."""
    return {name: values for bound in form for name, values in raw_of(bound).items() if values}


def raw_of(bound: BoundField) -> Raw:
    """The names one field of an unbound form may post, each with its values; a box without a tick
    posts none."""
    if bound.field.disabled:
        return {}
    widget = bound.field.widget
    widget.is_localized = bound.field.localize
    context = widget.get_context(bound.html_name, bound.value(), {"id": bound.id_for_label})
    return _raw_of_widget(context["widget"])


def _raw_of_widget(widget: Mapping[str, Any]) -> Raw:
    if "subwidgets" in widget:
        raw: Raw = {}
        for part in widget["subwidgets"]:
            for name, values in _raw_of_widget(part).items():
                raw.setdefault(name, []).extend(values)
        return raw
    if widget["attrs"].get("disabled") or widget.get("type") == "file":
        return {}
    if "optgroups" in widget:
        return {widget["name"]: _chosen(widget)}
    value = widget["value"]
    if widget.get("type") == "checkbox":
        ticked = ["on" if value is None else str(value)]
        return {widget["name"]: ticked if widget["attrs"].get("checked") else []}
    return {widget["name"]: ["" if value is None else str(value)]}


def _chosen(widget: Mapping[str, Any]) -> list[str]:
    options = [
        option
        for _group, options, _index in widget["optgroups"]
        for option in options
        if not option["attrs"].get("disabled")
    ]
    chosen = [str(option["value"]) for option in options if option["selected"]]
    is_list = any(option["type"] in ("radio", "checkbox") for option in options)
    if not is_list and not widget["attrs"].get("multiple"):
        # Of several a browser takes the last, and without any the first.
        return chosen[-1:] or [str(option["value"]) for option in options[:1]]
    return chosen


def owner_of(name: str, fields: Iterable[str]) -> str | None:
    """The field that a posted name belongs to: itself, or the longest one that it continues, as
    ``units_0`` continues ``units``."""
    owners = (field for field in fields if name == field or name.startswith(f"{field}_"))
    return max(owners, key=len, default=None)


def posted_of(posted: "MultiValueDict[str, Any]", fields: Iterable[str]) -> dict[str, Raw]:
    """The posted values by the field they belong to."""
    names = list(fields)
    owned: dict[str, Raw] = {}
    for name in posted:
        if (owner := owner_of(name, names)) is not None:
            owned.setdefault(owner, {})[name] = posted.getlist(name)
    return owned


def as_post(raw: Raw) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, values in raw.items():
        post.setlist(name, list(values))
    return post


def same_raw(one: Raw, other: Raw) -> bool:
    return _told(one) == _told(other)


def print_of(raw: Raw) -> str:
    """A fingerprint of one field's values, eight letters."""
    return blake2s(json.dumps(_told(raw)).encode(), digest_size=4).hexdigest()


def _told(raw: Raw) -> list[tuple[str, list[str]]]:
    """The values that say something; browsers end lines of a text with CR LF."""
    return sorted(
        (name, [value.replace("\r\n", "\n") for value in values])
        for name, values in raw.items()
        if any(values)
    )
