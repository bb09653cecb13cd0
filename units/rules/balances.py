"""Balances at closing: what was brought to a drive and what became of it. Bags by volume, gifts by
kind, certificates by their serials: brought − given out − spoiled − taken back = 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from units.rules.reasons import Reason
from units.rules.serials import SerialRange, joined, overlaps, without
from words.numbers import format_number
from words.sentences import gettext_noop, quoted

_LISTED = 5


@dataclass(frozen=True, slots=True)
class Balance:
    """One line of a balance. ``brought`` None: nobody counted what was brought."""

    brought: int | None
    used: int = 0
    spoiled: int = 0
    returned: int = 0

    @property
    def difference(self) -> int | None:
        """Positive: so many are missing; negative: so many more than were brought."""
        if self.brought is None:
            return None
        return self.brought - self.used - self.spoiled - self.returned


def balance(
    brought: Mapping[int, int],
    drawn: Mapping[int, int],
    spoiled: Mapping[int, int],
    returned: Mapping[int, int],
) -> dict[int, Balance]:
    """The bags of each volume in ml, smallest volume first."""
    volumes = sorted({*brought, *drawn, *spoiled, *returned})
    return {
        volume: Balance(
            brought.get(volume),
            drawn.get(volume, 0),
            spoiled.get(volume, 0),
            returned.get(volume, 0),
        )
        for volume in volumes
    }


def bag_reasons(lines: Mapping[int, Balance]) -> list[Reason]:
    """What does not come out even, volume by volume."""
    return [
        reason
        for volume, line in lines.items()
        if (reason := _uneven(line, _BAGS, "bags", "volume", format_number(volume)))
    ]


def gift_reason(label: str, line: Balance) -> Reason | None:
    """What does not come out even of one kind of gift, or of certificates without serials."""
    return _uneven(line, _GIFTS, "gifts", "label", quoted(label))


_Sentences = tuple[str, str, str]
_BAGS: _Sentences = (
    gettext_noop("Nobody noted how many bags of %(volume)s ml were brought."),
    gettext_noop("Missing: %(count)s bags of %(volume)s ml."),
    gettext_noop("%(count)s bags of %(volume)s ml more than were brought."),
)
_GIFTS: _Sentences = (
    gettext_noop("Nobody noted how many were brought: %(label)s."),
    gettext_noop("Missing: %(count)s (%(label)s)."),
    gettext_noop("%(count)s more than were brought (%(label)s)."),
)


def _uneven(line: Balance, say: _Sentences, what: str, key: str, name: str) -> Reason | None:
    difference = line.difference
    if difference == 0 or (difference is None and not line.used and not line.spoiled):
        return None
    if difference is None:
        return Reason(f"{what}-not-counted", say[0], {key: name})
    rule, sentence = (f"{what}-missing", say[1]) if difference > 0 else (f"{what}-extra", say[2])
    return Reason(rule, sentence, {key: name, "count": format_number(abs(difference))})


def serial_reasons(
    brought: Sequence[SerialRange],
    given_out: Sequence[SerialRange],
    spoiled: Sequence[SerialRange] = (),
    returned: Sequence[SerialRange] = (),
) -> list[Reason]:
    """What does not come out even of certificates, serial by serial: brought twice, used twice,
    used but never brought, and those nobody can account for."""
    used = [*joined(given_out), *joined(spoiled), *joined(returned)]
    findings = (
        ("serials-brought-twice", overlaps(brought), gettext_noop(
            "These serials are noted as brought twice: %(serials)s.")),
        ("serials-given-twice", overlaps(given_out), gettext_noop(
            "These serials were given out twice: %(serials)s.")),
        ("serials-in-two-places", overlaps(used), gettext_noop(
            "These serials are in two places (given out, spoiled, taken back): %(serials)s.")),
        ("serials-not-brought", without(used, brought), gettext_noop(
            "These serials were not among those brought: %(serials)s.")),
        ("serials-missing", without(brought, used), gettext_noop(
            "%(count)s serials are missing: %(serials)s.")),
    )  # fmt: skip
    return [
        Reason(rule, sentence, {"serials": said(ranges), "count": _count(ranges)})
        for rule, ranges, sentence in findings
        if ranges
    ]


def said(ranges: Sequence[SerialRange]) -> str:
    """The ranges as people read them, the first few of many."""
    words = ", ".join(str(one) for one in ranges[:_LISTED])
    return words if len(ranges) <= _LISTED else f"{words}, …"


def _count(ranges: Sequence[SerialRange]) -> str:
    return format_number(sum(len(one) for one in ranges))
