"""What the page tests of the directory share."""

import re
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.forms import ScopedForm
from ledger.posts import raw_data


def address(name: str, *args: Any) -> str:
    return reverse(f"directory:{name}", args=args)


def html_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def filled(form: ScopedForm, **typed: Any) -> dict[str, Any]:
    """What a browser posts for the page's form after the given changes."""
    posted = {name: values[-1] for name, values in raw_data(form).items()}
    return {**posted, **typed}


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def values_offered(html: str) -> list[str]:
    """The labels in a list of suggestions."""
    return re.findall(r'data-autocomplete-value="([^"]*)"', html)
