"""The numbers of a file, masked."""

from dataclasses import dataclass

from django.utils.translation import gettext

from donors.models import Donor
from donors.querysets.people import Opened, opened

PHONE = "phone"


@dataclass(frozen=True, slots=True, repr=False)
class Number:
    """One number: ``name`` says which to a form, ``label`` to a person."""

    name: str
    label: str
    masked: str


def numbers_of(donor: Donor, file: Opened | None = None) -> list[Number]:
    """The papers, then the phone; ``file`` where the donor's was opened already."""
    file = file or opened(donor)
    papers = [Number(f"paper-{line.id}", line.kind, line.masked) for line in file.papers]
    if not file.phone:
        return papers
    return [*papers, Number(PHONE, gettext("phone"), file.phone)]
