"""Saving an open list in one transaction: every line becomes a donor (new or known), a
registration, a bag and a consent, and the text of the line is destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.actions import custody
from donors.actions.files import create_donors
from donors.actions.list_consents import put_list_consents
from donors.facts import DonorFacts, NewDonor, PaperFacts
from donors.models import Custody, Donor
from donors.rules.eligibility import LastGiven
from drives.models import Drive
from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.keys import new_id
from ledger.models import Submission
from ledger.scope import Scope
from units.actions.bags import NewUnit, put_units
from units.actions.days import day_of
from units.actions.enrolment import hold_donors
from units.actions.paper.entry import BATCH, Entry, enter
from units.actions.paper.lines import hold_open, kept_lines
from units.actions.paper.reading import LineReading, SheetReading, read_sheet
from units.actions.paper.refusals import NotAllGood, NothingGood, Unanswered
from units.actions.paper.sheets import sheet_cells
from units.models import PaperLine, PaperSheet, Registration
from units.querysets import histories
from units.querysets.groups import groups_of
from units.rules.paper_cells import Outcome, TypedLine
from units.rules.paper_entry import steps_of
from words.dates import format_when
from words.folding import fold

SAVE = "save-list"
Groups = dict[str, LinkOrWords[Organisation]]


class Want(Enum):
    """What becomes of the good lines where others are not: nothing is saved, or they are."""

    ALL = "all"
    GOOD = "good"


class Answer(Enum):
    """What is said of the lines about which something is asked."""

    NONE = ""
    SAVE = "save"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a list is to be saved; ``questions`` stands for those that were answered."""

    want: Want
    answer: Answer = Answer.NONE
    questions: str = ""


def save_sheet(*, by: Actor, scope: Scope, key: UUID, sheet: PaperSheet, wish: Wish) -> Receipt:
    """Save what can be saved of an open list. Lines kept aside stay as they were typed; when none
    is left, the list's key is destroyed.

    Raises NothingGood, NotAllGood and Unanswered, which show each line; SheetClosed, DayClosed,
    ``KeyUsedBefore``, and BagRefused where another desk takes a code at this very moment.
    """

    def write(submission: Submission) -> PaperSheet:
        drive = sheet.drive
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        current = hold_open(sheet)
        current.drive, current.receiver = drive, sheet.receiver
        reading = read_sheet(drive, current, kept_lines(current), scope=scope)
        lines = _chosen(reading, wish)
        before = _cells(current)
        donors = _donors(lines, current, drive, by=by, submission=submission)
        entries = _entries(lines, donors, drive, current)
        rows = enter(
            entries, drive=drive, day=day, by=by, submission=submission,
            reason=gettext("Entered from the paper list “%(list)s”") % {"list": current.label},
        )  # fmt: skip
        put_units(
            [_bag(line, rows[line.entered.id], current) for line in lines if _gave(line)],
            by=by, at=submission.at, submission=submission,
        )  # fmt: skip
        if current.consent_signed:
            put_list_consents(
                list(donors.values()), given_on=current.day, by=by, at=submission.at,
                source_list=current.pk,
            )  # fmt: skip
        _close_lines(lines, rows)
        _put_foot(current, reading)
        if len(lines) == len(reading.people):
            _finish(current, submission)
        current.save()
        leave_change(
            current, by=by, action=SAVE, before=before, after=_cells(current),
            submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([sheet.pk, wish])
    return once(key=key, by=by, action=SAVE, digest=digest, write=write)


def _cells(sheet: PaperSheet) -> dict[str, object]:
    saved = sheet.lines.filter(registration__isnull=False).count()
    return sheet_cells(sheet) | {"saved": saved}


def _chosen(reading: SheetReading, wish: Wish) -> list[LineReading]:
    """The lines that are saved now."""
    if reading.bad and wish.want is Want.ALL:
        raise NotAllGood(reading)
    if reading.asking and (
        wish.answer is Answer.NONE
        or wish.questions != reading.questions
        or (wish.want is Want.ALL and wish.answer is Answer.ASIDE)
    ):
        raise Unanswered(reading)
    with_asked = wish.answer is Answer.SAVE
    lines = [
        line for line in reading.people if line.is_clean and (with_asked or not line.questions)
    ]
    # A list of which only totals and taken-out lines are left may be finished.
    if not lines and reading.people:
        raise NothingGood(reading)
    return lines


def _gave(line: LineReading) -> bool:
    return line.typed is not None and line.typed.outcome is Outcome.DONATED


# Donors.


def _donors(
    lines: Sequence[LineReading],
    sheet: PaperSheet,
    drive: Drive,
    *,
    by: Actor,
    submission: Submission,
) -> dict[UUID, Donor]:
    """The donor of each line, by the line's id: the known ones held, the others made."""
    known = Donor.objects.filter(pk__in=[line.used.id for line in lines if line.used])
    held = {donor.pk: donor for donor in hold_donors(known)}
    custody.take(list(held.values()), drive.keeper, Custody.How.REGISTERED.value, submission.at)
    groups = _groups(drive)
    new = {line.entered.id: new_id() for line in lines if line.used is None}
    made = create_donors(
        [
            NewDonor(new[line.entered.id], facts_of(line.typed, groups, sheet.label))
            for line in lines
            if line.used is None and line.typed is not None
        ],
        keeper=drive.keeper, by=by, submission=submission,
    )  # fmt: skip
    by_id = held | {donor.pk: donor for donor in made}
    return {
        line.entered.id: by_id[line.used.id if line.used else new[line.entered.id]]
        for line in lines
    }


def _groups(drive: Drive) -> Groups:
    return {fold(group.name): group.who for group in groups_of(drive)}


def group_of(words: str, groups: Groups) -> LinkOrWords[Organisation]:
    """The group of the drive that bears this name, else the words themselves."""
    return groups.get(fold(words)) or LinkOrWords(words=words)


def facts_of(line: TypedLine, groups: Groups, label: str) -> DonorFacts:
    """A new file from a line."""
    return DonorFacts(
        name=line.name,
        birth_date=line.birth.day if line.birth else None,
        birth_year=line.birth.year if line.birth else None,
        sex=line.sex.value if line.sex else "",
        occupation=line.occupation,
        papers=[PaperFacts(line.paper_kind.value, line.paper)] if line.paper_kind else [],
        phone=line.phone,
        address=line.address,
        organisation=group_of(line.group, groups),
        blood_group=line.blood_group,
        blood_group_source=Donor.GroupSource.TOLD.value if line.blood_group else "",
        declared_count=line.times,
        declared_evidence=_evidence(line, label),
        notes=line.note,
    )


def _evidence(line: TypedLine, label: str) -> str:
    """What the list tells of donations before this system."""
    if line.last_given is not None:
        last = {"list": label, "when": format_when(line.last_given)}
        return gettext("list “%(list)s”, last donation %(when)s") % last
    return gettext("list “%(list)s”") % {"list": label} if line.times else ""


# Registrations and bags.


def _entries(
    lines: Sequence[LineReading], donors: dict[UUID, Donor], drive: Drive, sheet: PaperSheet
) -> list[Entry]:
    known = [donors[line.entered.id] for line in lines if line.used is not None]
    there = _there(drive, known)
    last = histories.last_given_many([donor.pk for donor in known], on=sheet.day) if known else {}
    groups = _groups(drive)
    entries = []
    for line in lines:
        assert line.typed is not None  # noqa: S101  (only people are saved)
        donor = donors[line.entered.id]
        row = there.get(line.used.person) if line.used else None
        here = line.used.here if line.used else None
        entries.append(
            Entry(
                line=line.entered.id,
                donor=donor,
                steps=steps_of(line.typed.outcome, here),
                there=row,
                group=group_of(line.typed.group, groups),
                first_time=_first_time(donor, last.get(donor.pk), line.typed),
                # Of somebody new the file keeps it.
                note=line.typed.note if line.used else "",
            )
        )
    return entries


def _there(drive: Drive, donors: Sequence[Donor]) -> dict[UUID, Registration]:
    """The registrations of these people at the drive, under any of their files, held."""
    people = {donor.head_id or donor.pk for donor in donors}
    rows = Registration.objects.of_drive(drive).filter(
        Q(donor__in=people) | Q(donor__head__in=people)
    )
    held = rows.select_for_update(of=("self",)).select_related("donor", "organisation")
    found = {}
    for row in held.order_by("pk"):
        row.drive = drive
        found[row.donor.head_id or row.donor_id] = row
    return found


def _first_time(donor: Donor, last: LastGiven | None, line: TypedLine) -> bool | None:
    if donor.given or donor.declared_count or last is not None or line.times:
        return False
    return True if donor.declared_count == 0 or line.times == 0 else None


def _bag(line: LineReading, row: Registration, sheet: PaperSheet) -> NewUnit:
    assert line.typed is not None  # noqa: S101  (only people are saved)
    return NewUnit(
        id=new_id(),
        registration=row,
        given_on=sheet.day,
        volume=line.typed.volume,
        bag_code=line.typed.bag,
        receiver=sheet.receiver,
        certificate_no=line.typed.certificate,
        confirmed={one.reason.rule for one in line.questions},
    )


# The lines themselves.


def _close_lines(lines: Sequence[LineReading], rows: dict[UUID, Registration]) -> None:
    """Put the registration in the place of what was typed."""
    same = [pk for pk, row in rows.items() if row.pk == pk]
    PaperLine.objects.filter(pk__in=same).update(registration=F("id"), sealed=None, findings=[])
    others = [pk for pk, row in rows.items() if row.pk != pk]
    PaperLine.objects.bulk_update(
        [PaperLine(id=pk, registration=rows[pk], sealed=None, findings=[]) for pk in others],
        ["registration", "sealed", "findings"], batch_size=BATCH,
    )  # fmt: skip
    asked = [PaperLine(id=line.entered.id, findings=_asked(line)) for line in lines]
    PaperLine.objects.bulk_update(
        [line for line in asked if line.findings], ["findings"], batch_size=BATCH
    )


def _asked(line: LineReading) -> list[list[str]]:
    """What was asked and answered, without what was typed."""
    return [[one.cell.value if one.cell else "", one.reason.rule] for one in line.questions]


def _put_foot(sheet: PaperSheet, reading: SheetReading) -> None:
    """Keep what the foot of a pasted list says; its line goes."""
    foot = reading.foot
    if foot is None:
        return
    if sheet.foot_people is None:
        sheet.foot_people = foot.people
    if sheet.foot_units is None:
        sheet.foot_units = foot.units
    if not sheet.foot_volumes:
        sheet.foot_volumes = {str(volume): count for volume, count in foot.by_volume.items()}


def _finish(sheet: PaperSheet, submission: Submission) -> None:
    """No person is left in the list: forget what is."""
    sheet.state, sheet.data_key = PaperSheet.State.SAVED.value, None
    forget_lines(sheet, submission)


def forget_lines(sheet: PaperSheet, submission: Submission) -> None:
    """Take out what was not saved, and destroy its text."""
    left = sheet.lines.filter(sealed__isnull=False)
    left.filter(withdrawn_at__isnull=True).update(withdrawn_at=submission.at)
    left.update(sealed=None)
