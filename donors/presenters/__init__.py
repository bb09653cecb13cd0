"""Facts about donors in words."""

from donors.presenters.people import (
    DonorRow,
    birth_text,
    donor_rows,
    group_text,
    last_given_text,
    lead_text,
    name_text,
    standing_notes,
    times_text,
)

__all__ = [
    "DonorRow",
    "birth_text",
    "donor_rows",
    "group_text",
    "last_given_text",
    "lead_text",
    "name_text",
    "standing_notes",
    "times_text",
]
