"""What donors agree to, and withdraw. Rows say by themselves who wrote them down and when, and are
kept for ever: no other change is left."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from donors.actions.refusals import DAY_TO_COME, UNDONE_ALREADY, CareRefused, refuse_erased
from donors.models import Consent, ConsentText, Donor
from ledger.actions import Receipt, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission

GIVE, WITHDRAW = "give-consents", "withdraw-consent"
BATCH = 500


def give_consents(
    *,
    by: Actor,
    key: UUID,
    donor: Donor,
    purposes: Sequence[str],
    method: str,
    given_on: date,
) -> Receipt:
    """Write down what a donor agreed to on a day, in the words of that day; what is in force
    already stays as it is. The receipt is the donor's.

    Raises ``Erased``, :class:`CareRefused`, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Donor:
        current = lock(Donor.objects.all(), donor.pk, version=None)
        refuse_erased(current)
        if given_on > localdate(submission.at):
            raise CareRefused(DAY_TO_COME)
        put_consents(
            [current], purposes=purposes, method=method, given_on=given_on, by=by, at=submission.at
        )
        return current

    digest = digest_of([donor.pk, sorted(purposes), method, given_on])
    return once(key=key, by=by, action=GIVE, digest=digest, write=write)


def put_consents(
    donors: Sequence[Donor],
    *,
    purposes: Iterable[str],
    method: str,
    given_on: date,
    by: Actor,
    at: datetime,
    source_list: UUID | None = None,
) -> None:
    """The same inside an open transaction that holds the donors, for whole lists: three queries.
    ``source_list`` is the paper list to which the signed forms belong."""
    wanted = list(purposes)
    there = set(
        Consent.objects.in_force()
        .filter(donor__in=[donor.pk for donor in donors], purpose__in=wanted)
        .values_list("donor", "purpose")
    )
    words = texts_on(given_on)
    Consent.objects.bulk_create(
        [
            Consent(
                donor=donor, purpose=purpose, text=words.get(purpose), method=method,
                given_on=given_on, at=at, collector_id=by.id, collector_name=by.name,
                source_list=source_list,
            )
            for donor in donors
            for purpose in wanted
            if (donor.pk, purpose) not in there
        ],
        batch_size=BATCH,
    )  # fmt: skip


def texts_on(day: date) -> dict[str, ConsentText]:
    """By purpose, the words to which somebody agrees on ``day``."""
    texts: dict[str, ConsentText] = {}
    for text in ConsentText.objects.on(day):
        texts.setdefault(text.purpose, text)
    return texts


def withdraw_consent(*, by: Actor, key: UUID, consent: Consent) -> Receipt:
    """Write down that a donor does not agree any longer; no reason is asked. The receipt is the
    donor's. Raises :class:`CareRefused`, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Donor:
        donor = lock(Donor.objects.all(), consent.donor_id, version=None)
        current = Consent.objects.select_for_update().get(pk=consent.pk)
        if current.withdrawn_at is not None:
            raise CareRefused(UNDONE_ALREADY)
        current.withdrawn_at, current.withdrawn_by_name = submission.at, by.name
        current.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
        return donor

    return once(key=key, by=by, action=WITHDRAW, digest=digest_of([consent.pk]), write=write)
