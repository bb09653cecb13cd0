"""Pages that fail over what was posted to them, each in its own way."""

import os
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import include, path

from directory.models import Organisation, Venue


def as_number(number: str) -> object:
    return Organisation.objects.get(name=int(f"số {number}"))


def as_text_of_another_fault(number: str) -> object:
    try:
        return os.environ[number]
    except KeyError as fault:
        raise RuntimeError(f"no such paper: {number}") from fault


def as_row(number: str) -> object:
    """PostgreSQL quotes the whole row that breaks a rule."""
    with transaction.atomic():
        nothing: Any = None
        return Venue.objects.create(name=number, address=number, area=nothing)


def as_statement(number: str) -> object:
    with transaction.atomic(), connection.cursor() as cursor:
        return cursor.execute("SELECT nothing FROM nowhere WHERE number = %s", [number])


def as_day(number: str) -> object:
    return Venue.objects.filter(area__valid_from=number)


def in_a_template(number: str) -> object:
    class Paper:
        def __str__(self) -> str:
            raise ValueError(number)

    return Template("{{ paper }}").render(Context({"paper": Paper()}))


def as_suspicion(number: str) -> object:
    """Django logs the text of these as the message."""
    raise SuspiciousOperation(f"odd number: {number}")


FAULTS: dict[str, Callable[[str], object]] = {
    "number": as_number,
    "cause": as_text_of_another_fault,
    "row": as_row,
    "statement": as_statement,
    "day": as_day,
    "template": in_a_template,
    "suspicion": as_suspicion,
}


def fail(request: HttpRequest, fault: str) -> HttpResponse:
    paper = request.POST["number"]
    FAULTS[fault](paper)
    return HttpResponse(paper)


urlpatterns = [path("fail/<str:fault>/", fail, name="fail"), path("", include("config.urls"))]
handler400 = "config.views.bad_request"
handler500 = "config.views.failed"
