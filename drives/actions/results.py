"""Recording a result sheet: its figures, breakdowns, receivers' units and participations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.utils import timezone

from drives.actions.drives import BodyName, keep_answers
from drives.actions.moves import take_step
from drives.actions.refusals import Contradicted, NotNow
from drives.cells import result_cells
from drives.models import Drive, Part, Participation, Receiving, Result, Tolerance
from drives.rules.contradictions import Circumstances, Finding, contradictions
from drives.rules.days import surely_to_come
from drives.rules.figures import Figure
from drives.rules.sheets import FIGURES, Basis, PartKind, Sheet
from drives.rules.states import State, result_is_open
from ledger.actions import Receipt, Stale, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission

EARLIER_DRIVES = 12


@dataclass(frozen=True, kw_only=True)
class ParticipationRow:
    """One body that sent people, as the host types it."""

    body: BodyName
    target: int | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ResultFacts:
    """A whole sheet as typed; what is left out is unknown. ``receivings`` maps ids of the drive's
    receivers to the units they took."""

    standing: str = Result.Standing.PRELIMINARY.value
    figures: Mapping[str, Figure] = field(default_factory=dict)
    parts: Mapping[PartKind, Mapping[str, Figure]] = field(default_factory=dict)
    receivings: Mapping[int, Figure] = field(default_factory=dict)
    rows: Sequence[ParticipationRow] = ()
    units_basis: str = Basis.NOT_SAID.value
    stated_rule: str = ""
    ml_reported: Figure | None = None
    percents: Sequence[str] = ()
    as_of: str = ""
    reporter: str = ""
    receiver_representative: str = ""
    reactions: str = ""
    notes: str = ""

    @property
    def sheet(self) -> Sheet:
        return Sheet(
            figures=self.figures,
            parts=self.parts,
            basis=Basis(self.units_basis),
            ml_reported=self.ml_reported,
            receivings=tuple(self.receivings.values()),
        )


WORDS = (
    "standing", "units_basis", "stated_rule", "ml_reported", "as_of", "reporter",
    "receiver_representative", "reactions", "notes",
)  # fmt: skip


def record_result(
    *,
    by: Actor,
    key: UUID,
    drive: Drive,
    version: int,
    facts: ResultFacts,
    answers: Mapping[str, str] | None = None,
    submit: bool = False,
    reason: str = "",
) -> Receipt:
    """Save the sheet of a drive, and with ``submit`` send it up in the same transaction.

    ``version`` is the result's version when the form was opened, 0 for none yet. Raises
    ``Stale``; :class:`Contradicted` with every impossible finding, or with the unlikely ones that
    ``answers`` (rule id → why) leaves open; :class:`NotNow` where the sheet is closed.
    """
    digest = digest_of([drive.pk, version, str(facts), dict(answers or {}), submit, reason])

    def write(submission: Submission) -> Result:
        current = lock(Drive.objects.all(), drive.pk, version=None)
        result = Result.objects.filter(drive=current).first() or Result(drive=current)
        if result.version != version:
            raise Stale(result, version)
        if not result_is_open(current.life_state, preliminary=_preliminary(result)):
            raise NotNow(current.life_state, "result")
        before = result_cells(result) if result.pk else {}
        keep_answers(current, by, answers or {}, at=submission.at)
        if findings := open_findings(current, facts.sheet, submission):
            raise Contradicted(findings)
        _put(result, facts)
        leave_change(
            result, by=by, action="record-result", before=before,
            after=result_cells(Result.objects.get(pk=result.pk)), reason=reason,
            submission=submission,
        )  # fmt: skip
        if current.life_state in (State.PLANNED, State.REGISTERING):
            take_step(current, "hold", by=by, at=submission.at)
        if submit and current.life_state is not State.SUBMITTED:
            take_step(current, "submit", by=by, at=submission.at)
        return result

    return once(key=key, by=by, action="record-result", digest=digest, write=write)


def _preliminary(result: Result) -> bool:
    return result.standing == Result.Standing.PRELIMINARY.value


def open_findings(drive: Drive, sheet: Sheet, submission: Submission) -> list[Finding]:
    """What blocks this sheet: the impossible findings, else the unlikely ones without an answer."""
    around = Circumstances(
        day_is_to_come=surely_to_come(drive.when, timezone.localdate(submission.at)),
        usual_units=usual_units(drive),
        tolerance=tolerance_of(drive),
    )
    findings = contradictions(sheet, around)
    if impossible := [finding for finding in findings if finding.impossible]:
        return impossible
    answered = set(drive.answers.values_list("rule", flat=True))
    return [finding for finding in findings if finding.rule not in answered]


def tolerance_of(drive: Drive) -> Decimal:
    """The share of a difference that is not asked about, as it is set for the drive's day and its
    province of today; nothing where nobody set one."""
    share = Tolerance.objects.share_on(drive.sort_day, drive.province_now_id)
    return Circumstances().tolerance if share is None else share


def usual_units(drive: Drive) -> Decimal | None:
    """The median units of the host's last drives, None when there are fewer than three."""
    if drive.host_id is None:
        return None
    earlier = (
        Result.objects.filter(drive__host=drive.host_id, units_n__gt=0)
        .exclude(drive=drive)
        .order_by("-drive__sort_day")
        .values_list("units_n", flat=True)[:EARLIER_DRIVES]
    )
    known = [Decimal(units) for units in earlier if units is not None]
    return median(known) if len(known) >= 3 else None


def _put(result: Result, facts: ResultFacts) -> None:
    """Write the sheet with its parts; the caller holds the transaction."""
    for name in WORDS:
        setattr(result, name, getattr(facts, name))
    result.percents = list(facts.percents)
    for name in FIGURES:
        setattr(result, name, facts.figures.get(name))
    result.save()
    _put_parts(result, facts.parts)
    _put_rows(result.drive, facts.rows)
    for receiving in Receiving.objects.filter(drive=result.drive):
        receiving.units = facts.receivings.get(receiving.pk)
        receiving.save(update_fields=["units_n", "units_q"])


def _put_parts(result: Result, parts: Mapping[PartKind, Mapping[str, Figure]]) -> None:
    known = {(part.kind, part.code): part for part in result.parts.all()}
    for kind, lines in parts.items():
        for code, figure in lines.items():
            part = known.pop((kind.value, code), None)
            part = part or Part(result=result, kind=kind.value, code=code)
            part.n = figure
            part.save()
    for part in known.values():
        part.delete()


def _put_rows(drive: Drive, rows: Sequence[ParticipationRow]) -> None:
    """Rows keep their place on the sheet; the Change keeps what a shorter sheet leaves out."""
    known = {row.position: row for row in Participation.objects.filter(drive=drive)}
    for position, typed in enumerate(rows, start=1):
        row = known.pop(position, None) or Participation(drive=drive, position=position)
        row.organisation, row.words = typed.body.record, typed.body.words
        row.target = typed.target
        for name in Participation.FIGURES:
            setattr(row, name, typed.figures.get(name))
        row.save()
    for row in known.values():
        row.delete()
