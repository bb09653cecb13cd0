"""The cells of a donor's file, as its changes keep them, and which of them are about a person."""

from typing import Final

from donors.models import Donor
from donors.sealed import ADDRESS, NOTES, PHONE, open_cell, open_number
from ledger.cells import Cells, plain
from ledger.personal import Personal

# What is said of anybody with these words: a place, a sex, a blood group, a number of donations.
OPEN: Final = (
    "sex", "area", "blood_group", "blood_group_source", "declared_count", "keeper",
)  # fmt: skip
# What says who it is. Sealed in every change, and gone when the donor is forgotten.
NAMED: Final = (
    "name", "birth_date", "birth_year", "occupation", "organisation", "organisation_words",
    "declared_evidence",
)  # fmt: skip
PERSONAL: Final = frozenset({*NAMED, PHONE, ADDRESS, NOTES, "papers"})
# Of these only the end is ever shown.
NUMBERS: Final = frozenset({PHONE, "number"})


def donor_cells(donor: Donor) -> Cells:
    """The whole file, opened; nothing about a person who was forgotten."""
    cells = {name: plain(getattr(donor, name)) for name in (*NAMED, *OPEN)}
    if donor.is_erased:
        return cells
    papers = donor.papers.order_by("kind", "pk") if not donor._state.adding else ()
    return cells | {
        PHONE: open_cell(donor, PHONE),
        ADDRESS: open_cell(donor, ADDRESS),
        NOTES: open_cell(donor, NOTES),
        "papers": [{"kind": p.kind, "number": open_number(donor, p)} for p in papers],
    }


def personal(donor: Donor) -> Personal | None:
    """What ``leave_change`` seals of this donor; None where nothing is left to seal with."""
    return Personal(PERSONAL, donor.data_key) if donor.data_key is not None else None
