"""What the acts on a handover share: it is held, steps are refused by name, bags are counted."""

from collections import Counter
from collections.abc import Collection

from ledger.actions import lock
from ledger.cells import Cell, Cells, plain
from units.actions.refusals import Refused
from units.actions.steps import REASON_MISSING
from units.models import Handover, HandoverCount, HandoverLine
from units.rules.handovers import HANDOVER_STEPS, HandoverState, Side, handover_refusal
from units.rules.reasons import Reason
from words.sentences import gettext_noop

WITHDRAWN = Reason(
    "handover-withdrawn", gettext_noop("This handover was withdrawn; open another one.")
)
BATCH = 500
CELLS = (
    "state", "box_label", "temperature", "left_at", "arrived_at", "giver_signatory",
    "receiver_signatory", "notes", "answer_notes", "withdrawn_at",
)  # fmt: skip


def handover_cells(handover: Handover) -> Cells:
    """What a handover says beside its bags."""
    cells = {name: plain(getattr(handover, name)) for name in CELLS}
    return cells | {"answered_on_paper": handover.answered_on_paper or None}


def answer_cells(handover: Handover) -> Cells:
    """The same with what the receiver counted and found, bag by bag. Two queries."""
    received = {
        _volume_key(row.volume): row.received
        for row in handover.counts.all()
        if row.received is not None
    }
    found = handover.lines.standing().exclude(finding="").order_by("position")
    return handover_cells(handover) | {
        "received": plain(received),
        "findings": [finding_cell(line) for line in found],
    }


def finding_cell(line: HandoverLine) -> Cell:
    """One difference as a Change keeps it."""
    return {
        "bag": line.bag_code,
        "volume": line.volume,
        "finding": line.finding,
        "found": line.found_volume,
        "note": line.note,
    }


def line_cell(line: HandoverLine) -> str:
    """A bag in a Change: "G123498654321, 350 ml"."""
    volume = f"{line.volume} ml" if line.volume else ""
    return ", ".join(filter(None, [line.bag_code, volume])) or "–"


def _volume_key(volume: int | None) -> str:
    return str(volume or "")


def hold(handover: Handover, *, version: int | None = None) -> Handover:
    """The handover held for this transaction and read again. Raises ``Stale``."""
    return lock(Handover.objects.with_links(), handover.pk, version=version)


def refuse_step(current: Handover, name: str, sides: Collection[Side]) -> None:
    """Raises Refused where the step cannot be taken now, or belongs to the other side."""
    if current.is_withdrawn:
        raise Refused(WITHDRAWN)
    reason = handover_refusal(current.life_state, HANDOVER_STEPS[name], sides)
    if reason is not None:
        raise Refused(reason)


def refuse_without_reason(name: str, reason: str) -> None:
    """Raises Refused where a step backward says no reason."""
    if HANDOVER_STEPS[name].needs_reason and not reason.strip():
        raise Refused(REASON_MISSING)


def hold_open(handover: Handover, *, version: int | None = None) -> Handover:
    """The same, while bags may still be put on its list. Raises Refused, ``Stale``."""
    current = hold(handover, version=version)
    refuse_step(current, "send", {Side.GIVER})
    return current


def hold_sent(handover: Handover) -> Handover:
    """The same, while the receiver may name what differs. Raises Refused."""
    current = hold(handover)
    refuse_step(current, "dispute", {Side.RECEIVER})
    return current


def next_position(handover: Handover) -> int:
    last = handover.lines.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def say_of(line: HandoverLine) -> None:
    """Write on a line what its bag says now."""
    bag = line.unit
    if bag is not None:
        line.bag_code, line.volume = bag.bag_code, bag.volume
        line.drawn_volume, line.blood_group = bag.drawn_volume, bag.blood_group


def recount(handover: Handover) -> dict[int | None, HandoverCount]:
    """Keep how many bags of each volume are given, listed or not; by volume."""
    listed = Counter(handover.lines.given().values_list("volume", flat=True))
    rows = {row.volume: row for row in handover.counts.all()}
    for volume in {*listed, *rows}:
        row = rows.setdefault(volume, HandoverCount(handover=handover, volume=volume))
        given = listed[volume] + row.uncoded
        if row._state.adding or row.given != given:
            row.given = given
            row.save()
    return rows


def clear_answer(current: Handover) -> None:
    """Take everything off that the receiver has said of a list; its Change keeps it."""
    current.answered_at, current.answered_by_name = None, ""
    current.answered_on_paper = False
    current.counts.update(received=None)


def step_to(current: Handover, state: HandoverState) -> None:
    current.state = state.value
