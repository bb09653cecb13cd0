"""Consents that stand on signed paper forms, said once for a whole list: taking part alone, never
publication, photos or recall. The donors are held by the caller's transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from donors.models import Consent, ConsentText, Donor, Purpose
from ledger.actor import Actor

BATCH = 500


def put_list_consents(
    donors: Sequence[Donor], *, given_on: date, by: Actor, at: datetime, source_list: UUID
) -> None:
    """Write that these donors agreed to take part, "by the signed paper form" of the list
    ``source_list``; who had agreed already stays as it is."""
    purpose = Purpose.TAKING_PART.value
    text = ConsentText.objects.on(given_on).filter(purpose=purpose).first()
    ids = sorted({donor.pk for donor in donors}, key=lambda pk: pk.int)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        agreed = Consent.objects.in_force().filter(purpose=purpose, donor__in=batch)
        there = set(agreed.values_list("donor", flat=True))
        Consent.objects.bulk_create(
            [
                Consent(
                    donor_id=pk, purpose=purpose, text=text,
                    method=Consent.Method.PAPER_LIST.value, given_on=given_on, at=at,
                    collector_id=by.id, collector_name=by.name, source_list=source_list,
                )
                for pk in batch
                if pk not in there
            ],
            ignore_conflicts=True,
        )  # fmt: skip


def withdraw_list_consents(source_list: UUID, *, by: Actor, at: datetime) -> None:
    """Take back what was written for a list by mistake."""
    rows = Consent.objects.in_force().filter(source_list=source_list)
    rows.update(withdrawn_at=at, withdrawn_by_name=by.name)
