"""The name that a registration keeps from the donor's file: it changes and goes with that file."""

from collections.abc import Collection
from uuid import UUID

from donors.rules.names import given_first_key
from units.models import Registration
from words.folding import fold


def put_name(donor_ids: Collection[UUID], name: str) -> None:
    """Called by ``donors.actions.bearers`` in the transaction that renames or forgets donors. The
    name is the file's cell, whose change the file keeps: none is left here."""
    Registration.objects.of_donors(donor_ids).update(
        name=name, folded=fold(name), sort_key=given_first_key(name) if name else ""
    )
