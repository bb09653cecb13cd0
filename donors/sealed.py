"""What of a donor's file is sealed under the donor's own key, and how it is found again."""

from donors.models import Donor, Paper
from ledger.seals import index, index_candidates, seal, unseal

PHONE, ADDRESS, NOTES = "phone", "address", "notes"
PAPER_INDEX, PHONE_INDEX = "paper", "phone"


def seal_cell(donor: Donor, cell: str, text: str) -> bytes | None:
    """The text sealed; None for an empty one. Raises Forgotten where the key was destroyed."""
    return seal(donor.data_key, text, context=_context(donor, cell)) if text else None


def open_cell(donor: Donor, cell: str) -> str:
    """The phone (E.164), address or notes; empty where there is none. Raises Forgotten."""
    sealed = getattr(donor, f"{cell}_sealed")
    if sealed is None:
        return ""
    return unseal(donor.data_key, sealed, context=_context(donor, cell))


def seal_number(donor: Donor, kind: str, number: str) -> bytes:
    return seal(donor.data_key, number, context=_context(donor, f"paper.{kind}"))


def open_number(donor: Donor, paper: Paper) -> str:
    """The whole number of one of this donor's papers. Raises Forgotten."""
    return unseal(donor.data_key, paper.sealed, context=_context(donor, f"paper.{paper.kind}"))


def _context(donor: Donor, cell: str) -> str:
    return f"donors.donor.{cell}:{donor.pk}"


def paper_hmac(number: str) -> bytes:
    """By which a paper is found; one number is found whatever its kind."""
    return index(number, purpose=PAPER_INDEX)


def phone_hmac(e164: str) -> bytes:
    return index(e164, purpose=PHONE_INDEX)


def paper_hmacs(number: str) -> list[bytes]:
    """All that a row may hold for this number while rows are brought to a new index key."""
    return [digest for _version, digest in index_candidates(number, purpose=PAPER_INDEX)]


def phone_hmacs(e164: str) -> list[bytes]:
    return [digest for _version, digest in index_candidates(e164, purpose=PHONE_INDEX)]
