"""Posts for the tests of two versions, as a browser would send them."""

from typing import Any

from django import forms
from django.http import QueryDict

from ledger.forms import TrackedForm
from ledger.posts import as_post, raw_data


class Small(TrackedForm):
    units = forms.IntegerField(label="Đơn vị máu", required=False)
    women = forms.IntegerField(label="Nữ", required=False)
    men = forms.IntegerField(label="Nam", required=False)


def opened(version: int = 1, **initial: Any) -> Small:
    return Small(initial={"version": version, **initial})


def typed(form: forms.Form, **typed_values: Any) -> QueryDict:
    """The post of ``form`` after a person typed some values."""
    post = as_post(raw_data(form))
    for name, value in typed_values.items():
        post[name] = str(value)
    return post
