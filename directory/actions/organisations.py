"""Adding and mending organisations, and the closure of who stands below whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from directory.models import Area, Organisation, OrgBelow
from directory.rules import Refusal, Standing, refusals
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, cells_of, digest_of, plain
from ledger.models import Submission

ADD = "add-organisation"
EDIT = "edit-organisation"
COLUMNS = (
    "name", "kind", "area", "parent", "valid_from", "valid_to", "address", "contact_name",
    "contact_phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationValues:
    """All that is said of an organisation; ``valid_to`` is the first day after its last."""

    name: str
    kind: str
    area: Area
    parent: Organisation | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: Sequence[Organisation] = ()
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""


class Refused(Exception):
    """The values cannot be; nothing was written."""

    def __init__(self, reasons: Sequence[Refusal]) -> None:
        super().__init__(", ".join(reason.rule for reason in reasons))
        self.reasons = list(reasons)


def reasons_against(organisation: int | None, values: OrganisationValues) -> list[Refusal]:
    """Why ``values`` cannot be written for the organisation with this id, None for a new one."""
    parent = values.parent
    above = OrgBelow.objects.filter(below=parent).values_list("above", flat=True) if parent else ()
    reaches = values.kind in Organisation.AUTHORITIES
    within = Area.objects.within(parent.area.place) if parent and reaches else None
    return refusals(
        Standing(
            own=organisation,
            valid_from=values.valid_from,
            valid_to=values.valid_to,
            above_parent=frozenset(above),
            successors=tuple(successor.pk for successor in values.successors),
            reaches=reaches,
            within_parent=within is None or within.filter(pk=values.area.pk).exists(),
        )
    )


def add_organisation(
    *, by: Actor, key: UUID, values: OrganisationValues, reason: str = ""
) -> Receipt:
    """Add an organisation. Raises :class:`Refused`, or ``KeyUsedBefore``."""

    def write(submission: Submission) -> Organisation:
        _refuse(None, values)
        organisation = Organisation(**_columns(values))
        organisation.save()
        organisation.successors.set(values.successors)
        _enter(organisation)
        leave_change(
            organisation,
            by=by,
            action=ADD,
            before={},
            after=organisation_cells(organisation),
            reason=reason,
            submission=submission,
        )
        return organisation

    digest = digest_of([values, reason])
    return once(key=key, by=by, action=ADD, digest=digest, write=write)


def edit_organisation(
    *,
    by: Actor,
    key: UUID,
    organisation: int,
    version: int | None,
    values: OrganisationValues,
    reason: str = "",
) -> Receipt:
    """Mend the organisation with this id, opened at ``version``; whoever stands below it moves with
    it. Raises :class:`Refused`, ``Stale`` or ``KeyUsedBefore``."""

    def write(submission: Submission) -> Organisation:
        _hold_tree_to_move(organisation, values.parent)
        record = lock(Organisation.objects.with_area(), organisation, version=version)
        _refuse(organisation, values)
        before, parent_before = organisation_cells(record), record.parent_id
        for column, value in _columns(values).items():
            setattr(record, column, value)
        record.save()
        record.successors.set(values.successors)
        if record.parent_id != parent_before:
            _move(record)
        leave_change(
            record,
            by=by,
            action=EDIT,
            before=before,
            after=organisation_cells(record),
            reason=reason,
            submission=submission,
        )
        return record

    digest = digest_of([organisation, version, values, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def organisation_cells(organisation: Organisation) -> Cells:
    """The whole record with its successors."""
    successors = organisation.successors.order_by("folded", "pk")
    return cells_of(organisation) | {"successors": plain(successors)}


def _refuse(organisation: int | None, values: OrganisationValues) -> None:
    if reasons := reasons_against(organisation, values):
        raise Refused(reasons)


def _columns(values: OrganisationValues) -> dict[str, object]:
    return {column: getattr(values, column) for column in COLUMNS}


def _hold_tree_to_move(organisation: int, parent: Organisation | None) -> None:
    """Hold every organisation for a move: two at once could otherwise close a circle."""
    stays = Organisation.objects.filter(pk=organisation, parent=parent).exists()
    if not stays:
        rows = Organisation.objects.select_for_update().order_by("pk")
        list(rows.values_list("pk", flat=True))


def _enter(organisation: Organisation) -> None:
    """Enter a new organisation into the closure: below itself and below all above its parent."""
    OrgBelow.objects.create(above=organisation, below=organisation, depth=0)
    _hang(organisation)


def _move(organisation: Organisation) -> None:
    """Hang the whole branch of ``organisation`` below its parent of now."""
    branch = OrgBelow.objects.filter(above=organisation).values_list("below", flat=True)
    within = list(branch)
    OrgBelow.objects.filter(below__in=within).exclude(above__in=within).delete()
    _hang(organisation)


def _hang(organisation: Organisation) -> None:
    above = list(
        OrgBelow.objects.filter(below=organisation.parent_id).values_list("above", "depth")
        if organisation.parent_id
        else ()
    )
    branch = list(OrgBelow.objects.filter(above=organisation).values_list("below", "depth"))
    OrgBelow.objects.bulk_create(
        [
            OrgBelow(above_id=upper, below_id=lower, depth=up + 1 + down)
            for upper, up in above
            for lower, down in branch
        ],
        batch_size=500,
    )
