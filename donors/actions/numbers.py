"""Showing whole numbers."""

from django.db import transaction

from donors.models import Donor
from donors.rules.phones import shown_phone
from donors.sealed import PHONE, open_cell, open_number
from ledger.actions import note_access
from ledger.actor import Actor
from ledger.models import Access

PAPER = "paper-"


@transaction.atomic
def reveal(*, by: Actor, donor: Donor, number: str, purpose: str) -> str:
    """The whole number named so, "phone" or "paper-12"; leaves an Access. Raises ``Forgotten``, and
    Paper.DoesNotExist for another donor's paper."""
    if number.startswith(PAPER):
        paper = donor.papers.get(pk=number.removeprefix(PAPER))
        shown = open_number(donor, paper)
    else:
        shown = shown_phone(open_cell(donor, PHONE))
    note_access(by=by, kind=Access.Kind.REVEAL, target=donor, purpose=purpose)
    return shown
