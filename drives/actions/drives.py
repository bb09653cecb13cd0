"""Recording and mending the facts of a drive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from directory.models import Area, Organisation, Venue
from directory.pickers import LinkOrWords
from drives.actions.refusals import Contradicted, Missing, NotNow
from drives.cells import drive_cells
from drives.models import Answer, Campaign, Drive, Partner, Receiving
from drives.rules.contradictions import Finding
from drives.rules.days import may_be_over, sort_day
from drives.rules.states import FACTS_OPEN, first_state
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from words.dates import Days, When
from words.sentences import gettext_noop

BodyName = LinkOrWords[Organisation]
VenueName = LinkOrWords[Venue]
NO_BODY: BodyName = LinkOrWords()
NO_VENUE: VenueName = LinkOrWords()


@dataclass(frozen=True, kw_only=True)
class DriveFacts:
    """All that is known of a drive; what is left out is unknown."""

    title: str
    keeper: Organisation
    kind: str = Drive.Kind.GATHERED.value
    host: BodyName = NO_BODY
    venue_lender: BodyName = NO_BODY
    venue: VenueName = NO_VENUE
    partners: Sequence[BodyName] = ()
    receivers: Sequence[BodyName] = ()
    area: Area | None = None
    when: When | None = None
    session: str = ""
    hours: str = ""
    year: int | None = None
    round: int | None = None
    campaigns: Sequence[Campaign] = ()
    slogans: Sequence[str] = ()
    plan_number: str = ""
    plan_day: date | None = None
    plan_issuer: str = ""
    expected_from: int | None = None
    expected_to: int | None = None
    source_address: str = ""
    source_words: str = ""
    notes: str = ""


COLUMNS = (
    "title", "keeper", "kind", "area", "when", "session", "hours", "year", "round", "plan_number",
    "plan_day", "plan_issuer", "expected_from", "expected_to", "source_address", "source_words",
    "notes",
)  # fmt: skip


def record_drive(
    *, by: Actor, key: UUID, facts: DriveFacts, answers: Mapping[str, str] | None = None
) -> Receipt:
    """Record a drive: planned when its days are to come, else waiting for its report.

    Raises :class:`Contradicted` when another record of the same area and day exists and
    ``answers`` does not say why this is another drive.
    """

    def write(submission: Submission) -> Drive:
        drive = Drive()
        today = timezone.localdate(submission.at)
        last_day = facts.when.last if isinstance(facts.when, Days) else None
        over = may_be_over(facts.when, year=facts.year, today=today)
        drive.state = first_state(last_day, may_be_over=over, today=today).value
        _put_facts(drive, facts, today)
        _ask_about_doubles(drive, by, answers or {}, submission)
        leave_change(
            drive, by=by, action="record-drive", before={}, after=drive_cells(drive),
            submission=submission,
        )  # fmt: skip
        return drive

    return once(key=key, by=by, action="record-drive", digest=_digest(facts), write=write)


def edit_drive(
    *,
    by: Actor,
    key: UUID,
    drive: Drive,
    version: int | None,
    facts: DriveFacts,
    answers: Mapping[str, str] | None = None,
    reason: str = "",
) -> Receipt:
    """Mend the facts of a drive whose figures are not confirmed.

    Raises ``Stale``, :class:`NotNow`, :class:`Contradicted`; ``KeyUsedBefore`` as ever.
    """

    def write(submission: Submission) -> Drive:
        current = lock(Drive.objects.with_page(), drive.pk, version=version)
        if current.life_state not in FACTS_OPEN:
            raise NotNow(current.life_state, "edit")
        before = drive_cells(current)
        _put_facts(current, facts, timezone.localdate(submission.at))
        _ask_about_doubles(current, by, answers or {}, submission)
        leave_change(
            current, by=by, action="edit-drive", before=before, after=drive_cells(current),
            reason=reason, submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([drive.pk, version, _digest(facts), reason])
    return once(key=key, by=by, action="edit-drive", digest=digest, write=write)


def join_duplicate(
    *, by: Actor, key: UUID, drive: Drive, version: int | None, head: Drive | None, reason: str
) -> Receipt:
    """Say that ``drive`` is a second record of ``head``: both are kept, only the head counts.
    ``head=None`` undoes it. Records joined with ``drive`` before go with it to the new head.

    Raises ``Stale``, ``KeyUsedBefore``, and :class:`Missing` for a drive joined with itself.
    """

    def write(submission: Submission) -> Drive:
        current = lock(Drive.objects.with_page(), drive.pk, version=version)
        first = head.duplicate_of or head if head else None
        if first is not None and first.pk == current.pk:
            raise Missing("other-drive")
        for record in [current, *(current.duplicates.all() if first else ())]:
            before = drive_cells(record)
            record.duplicate_of = first
            record.save(update_fields=["duplicate_of"])
            leave_change(
                record,
                by=by,
                action="join-duplicate" if first else "separate-duplicate",
                before=before,
                after=drive_cells(record),
                reason=reason,
                submission=submission,
            )
        return current

    digest = digest_of([drive.pk, version, head.pk if head else None, reason])
    return once(key=key, by=by, action="join-duplicate", digest=digest, write=write)


def _digest(facts: DriveFacts) -> str:
    return digest_of({name: str(value) for name, value in vars(facts).items()})


def _put_facts(drive: Drive, facts: DriveFacts, today: date) -> None:
    """Write the facts and all that follows from them; the caller holds the transaction."""
    for name in COLUMNS:
        setattr(drive, name, getattr(facts, name))
    drive.slogans = list(facts.slogans)
    drive.host, drive.host_words = facts.host.record, facts.host.words
    drive.venue, drive.venue_words = facts.venue.record, facts.venue.words
    drive.venue_lender = facts.venue_lender.record
    drive.venue_lender_words = facts.venue_lender.words
    derive(drive, recorded_on=today)
    drive.save()
    drive.campaigns.set(facts.campaigns)
    _put_bodies(drive, Partner, facts.partners)
    _put_bodies(drive, Receiving, facts.receivers)


def derive(drive: Drive, *, recorded_on: date) -> None:
    """Fill the columns that follow from the facts: who sees the drive, where it is sorted."""
    home = drive.area or drive.keeper.area
    drive.home_area = home
    drive.province_then = home.province_then
    drive.province_now = home.province_now
    drive.sort_day = sort_day(drive.when, year=drive.year, recorded_on=recorded_on)


def _put_bodies(
    drive: Drive, model: type[Partner] | type[Receiving], bodies: Sequence[BodyName]
) -> None:
    """Keep the rows that are still named, so that figures on them stay; add and remove the rest."""
    wanted = {_body_key(body.record, body.words): body for body in bodies if body}
    for row in model.objects.filter(drive=drive).select_related("organisation"):
        if wanted.pop(_body_key(row.organisation, row.words), None) is None:
            row.delete()
    for body in wanted.values():
        model.objects.create(drive=drive, organisation=body.record, words=body.words)


def _body_key(record: object, words: str) -> tuple[int | None, str]:
    return (getattr(record, "pk", None), words)


def _ask_about_doubles(
    drive: Drive, by: Actor, answers: Mapping[str, str], submission: Submission
) -> None:
    """The same area and day as another drive is asked about once, and the answer kept."""
    keep_answers(drive, by, answers, at=submission.at)
    if (finding := double_of(drive)) and not drive.answers.filter(rule=finding.rule).exists():
        raise Contradicted([finding])


def double_of(drive: Drive) -> Finding | None:
    """The unlikely finding that another record tells of the same area and day."""
    if drive.duplicate_of_id or not Drive.objects.likely_same_as(drive).exists():
        return None
    return Finding(
        "same-area-and-day",
        False,
        gettext_noop(
            "Another drive of the same area on the same day is already recorded."
            " If this is another drive, please say so."
        ),
        ("when",),
    )


def keep_answers(drive: Drive, by: Actor, answers: Mapping[str, str], *, at: datetime) -> None:
    """Keep what was answered to questions, one answer a question."""
    for rule, why in answers.items():
        if why.strip():
            Answer.objects.update_or_create(
                drive=drive, rule=rule, defaults={"why": why.strip(), "at": at, "by_id": by.id}
            )
