"""Handovers in words: states, tables of volumes and blood groups, the lines of a list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from donors.models import Donor
from units.models import Handover, HandoverLine, Unit
from units.presenters.people import Standing, sentence
from units.querysets.handovers import Tally
from units.rules.handovers import HandoverState
from units.rules.reasons import Reason
from words.moments import moment_text
from words.numbers import format_number

GROUPS = tuple(Donor.BloodGroup.values)
Finding = HandoverLine.Finding

STANDINGS: dict[HandoverState, Standing] = {
    HandoverState.OPEN: Standing(_("list being made"), "", "pencil"),
    HandoverState.SENT: Standing(_("waits for the receiver's count"), "info", "send"),
    HandoverState.CONFIRMED: Standing(_("received as listed"), "ok", "check-circle"),
    HandoverState.DISPUTED: Standing(_("differences named"), "warn", "exclamation-triangle"),
}
WITHDRAWN = Standing(_("withdrawn"), "", "x-lg")
SHORT_FINDINGS = {
    Finding.MISSING: _("not received"),
    Finding.EXTRA: _("not on the list"),
    Finding.OTHER_VOLUME: _("other volume"),
    Finding.DAMAGED: _("damaged"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to one scan or press of a button, always in the same place."""

    kicker: StrOrPromise
    title: str = ""
    lines: Sequence[str] = ()
    tone: str = "info"
    icon: str = "info-circle"
    status: int = 200


def refused(reason: Reason, status: int = 409) -> Said:
    """Why it was not done, in its sentence."""
    return Said(sentence(reason), tone="warn", icon="exclamation-triangle", status=status)


def standing_of(handover: Handover) -> Standing:
    return WITHDRAWN if handover.is_withdrawn else STANDINGS[handover.life_state]


def course_of(handover: Handover) -> list[str]:
    """What has happened to a list, a sentence each."""
    said: list[str] = []
    if handover.sent_at:
        sent = gettext("Handed over: %(at)s, %(name)s.")
        said.append(sent % {"at": moment_text(handover.sent_at), "name": handover.sent_by_name})
    if handover.answered_at:
        said.append(_answered(handover))
    if handover.withdrawn_at:
        gone = gettext("Withdrawn: %(at)s, %(name)s. Reason: %(reason)s")
        said.append(
            gone
            % {
                "at": moment_text(handover.withdrawn_at),
                "name": handover.withdrawn_by_name,
                "reason": handover.withdrawn_reason,
            }
        )
    return said


def _answered(handover: Handover) -> str:
    assert handover.answered_at is not None  # noqa: S101  (asked by the caller)
    values = {
        "at": moment_text(handover.answered_at),
        "name": handover.answered_by_name,
        "signatory": handover.receiver_signatory,
    }
    if handover.answered_on_paper:
        return (
            gettext("Recorded: %(at)s, %(name)s, from the paper signed by %(signatory)s.") % values
        )
    return gettext("Counted by the receiver: %(at)s, %(name)s.") % values


def ml_text(volume: int | None) -> str:
    return f"{format_number(volume)} ml" if volume is not None else gettext("volume not known")


def bags_text(bags: int) -> str:
    text = ngettext("%(bags)s bag", "%(bags)s bags", bags)
    return text % {"bags": format_number(bags)}


# The table of volumes and groups.


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One volume: its bags by group in the order of the heads, all of them, and what the receiver
    counted where it did."""

    label: str
    cells: Sequence[str]
    total: str
    received: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class TallyTable:
    """Bags of a list by volume and blood group; without heads where no group is known."""

    heads: Sequence[str]
    rows: Sequence[TallyRow]
    foot: Sequence[str]
    bags: int
    millilitres: int
    received: str = ""
    counted: bool = False


def tally_table(
    tally: Tally, received: Mapping[int | None, int | None] | None = None
) -> TallyTable:
    """``received``: what the receiver counted by volume, once it answered."""
    counted = {v: n for v, n in (received or {}).items() if n is not None}
    groups = _groups(tally)
    volumes = sorted({*tally.by_volume, *(v for v, n in counted.items() if n)}, key=_last_none)
    rows = [_row(tally, volume, groups, counted) for volume in volumes]
    return TallyTable(
        heads=[group or gettext("not known") for group in groups],
        rows=rows,
        foot=[_figure(sum(_cell(tally, v, group) for v in volumes)) for group in groups],
        bags=tally.bags,
        millilitres=sum((v or 0) * n for v, n in tally.by_volume.items()),
        received=format_number(sum(counted.values())) if counted else "",
        counted=bool(counted),
    )


def _groups(tally: Tally) -> list[str]:
    known = {group for _volume, group in tally.listed}
    if not known - {""}:
        return []
    ordered = [group for group in GROUPS if group in known]
    unknown = "" in known or tally.uncoded.total()
    return [*ordered, ""] if unknown else ordered


def _row(
    tally: Tally, volume: int | None, groups: Sequence[str], counted: Mapping[int | None, int]
) -> TallyRow:
    total, found = tally.by_volume[volume], counted.get(volume)
    return TallyRow(
        label=ml_text(volume),
        cells=[_figure(_cell(tally, volume, group)) for group in groups],
        total=format_number(total),
        received="" if found is None else format_number(found),
        differs=found is not None and found != total,
    )


def _cell(tally: Tally, volume: int | None, group: str) -> int:
    return tally.listed[volume, group] + (0 if group else tally.uncoded[volume])


def _figure(number: int) -> str:
    return format_number(number) if number else ""


def _last_none(volume: int | None) -> tuple[bool, int]:
    return volume is None, volume or 0


# The lines.


@dataclass(frozen=True, slots=True)
class LineRow:
    """One bag of a list. ``condition``: what is to be said of it on the paper; ``finding``: what
    the receiver found; ``since``: what became of the bag after it was listed."""

    pk: int
    number: int
    code: str
    volume: str
    group: str
    condition: str
    finding: str
    finding_code: str
    note: str
    since: str
    checked: str
    is_extra: bool


def line_rows(lines: Sequence[HandoverLine], first: int = 1) -> list[LineRow]:
    """The lines in words, numbered from ``first``; each comes with its bag."""
    return [_line(line, number) for number, line in enumerate(lines, start=first)]


def _line(line: HandoverLine, number: int) -> LineRow:
    return LineRow(
        pk=line.pk,
        number=number,
        code=line.bag_code,
        volume=ml_text(line.volume),
        group=line.blood_group,
        condition=_condition(line),
        finding=finding_text(line),
        finding_code=line.finding,
        note=line.note,
        since=_since(line),
        checked=moment_text(line.checked_at) if line.checked_at else "",
        is_extra=line.is_extra,
    )


def _condition(line: HandoverLine) -> str:
    said = []
    if line.unit is not None and line.unit.component != Unit.Component.WHOLE.value:
        said.append(str(line.unit.get_component_display()))
    if line.drawn_volume is not None:
        short = gettext("short draw, %(volume)s ml")
        said.append(short % {"volume": format_number(line.drawn_volume)})
    return capfirst("; ".join(said))


def finding_text(line: HandoverLine) -> str:
    """ "other volume: 450 ml"; nothing where nothing differs."""
    if not line.finding:
        return ""
    words = str(SHORT_FINDINGS[Finding(line.finding)])
    return f"{words}: {ml_text(line.found_volume)}" if line.found_volume is not None else words


def _since(line: HandoverLine) -> str:
    """What the bag says by now, where that is something else."""
    bag = line.unit
    if bag is None:
        return ""
    if bag.withdrawn_at is not None:
        return gettext("withdrawn since")
    now = []
    if bag.bag_code != line.bag_code:
        now.append(bag.bag_code or gettext("without a code"))
    if bag.volume != line.volume:
        now.append(ml_text(bag.volume))
    return gettext("now %(facts)s") % {"facts": ", ".join(now)} if now else ""


def counted_otherwise(
    expected: Counter[int | None], received: Mapping[int | None, int | None]
) -> list[str]:
    """The volumes of which the receiver counted more or less than the bags named explain."""
    said = []
    for volume in sorted(received, key=_last_none):
        number = received[volume]
        if number is None or number == expected[volume]:
            continue
        more = number > expected[volume]
        text = (
            gettext("%(volume)s: %(bags)s more than the list, code not said")
            if more
            else gettext("%(volume)s: %(bags)s fewer than the list, code not said")
        )
        bags = bags_text(abs(number - expected[volume]))
        said.append(text % {"volume": ml_text(volume), "bags": bags})
    return said


@dataclass(frozen=True, slots=True)
class ReceiverRow:
    """One receiver of a drive on the page of its handovers. ``waiting``: its bags on no list."""

    name: str
    receiving: int | None = None
    handover: Handover | None = None
    standing: Standing | None = None
    table: TallyTable | None = None
    course: Sequence[str] = field(default_factory=tuple)
    waiting: int = 0
