"""What the page tests of donors share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from donors.forms.donor import DonorForm
from donors.models import Donor
from ledger.scope import EVERYTHING
from tests.directory.pages import filled, html_of

__all__ = ["HTMX", "TODAY", "address", "edit_of", "html_of", "shown_in"]
TODAY = date(2026, 11, 22)
HTMX = {"HTTP_HX_REQUEST": "true"}


def address(name: str, *args: Any) -> str:
    return reverse(f"donors:{name}", args=args)


def shown_in(answer: HttpResponse, donors: Iterable[Donor]) -> list[Donor]:
    """Those of ``donors`` whose code stands on the page, in its order."""
    html = html_of(answer)
    return sorted((d for d in donors if str(d) in html), key=lambda d: html.index(str(d)))


def edit_of(donor: Donor, **typed: Any) -> dict[str, Any]:
    """What a browser posts for the form of this file after the given changes."""
    return filled(DonorForm.of(donor, scope=EVERYTHING, today=TODAY), **typed)
