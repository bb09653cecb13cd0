"""Measurements as they are typed at the screening desk: whether they can be at all.

Whether a person may give with them is said elsewhere (``donors.rules.measurements``). A value in
another unit is not refused but asked about: "12,5" for haemoglobin is 125 g/l if it was g/dl.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from units.rules.reasons import Reason
from words.numbers import NotANumber, format_number, parse_number
from words.sentences import gettext_noop, quoted


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, understood: the value, or why there is none. With a reason that asks,
    ``value`` is what was probably meant. An empty text has neither."""

    value: Decimal | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Plausible:
    """The values a measurement can have, and those it has in another unit, ``times`` too small."""

    rule: str
    least: int
    most: int
    impossible: str
    decimals: int = 0
    other_unit: tuple[Decimal, Decimal] | None = None
    asks: str = ""


_TIMES: Final = 10
WEIGHT: Final = Plausible(
    "weight",
    30,
    200,
    gettext_noop("A weight of %(typed)s kg cannot be; it is between %(least)s and %(most)s kg."),
    decimals=1,
)
SYSTOLIC: Final = Plausible(
    "systolic",
    50,
    260,
    gettext_noop(
        "A systolic pressure of %(typed)s mmHg cannot be; it is between %(least)s and %(most)s."
    ),
    other_unit=(Decimal(8), Decimal(26)),
    asks=gettext_noop("Is the systolic pressure %(meant)s mmHg? %(typed)s seems to be in cmHg."),
)
DIASTOLIC: Final = Plausible(
    "diastolic",
    30,
    160,
    gettext_noop(
        "A diastolic pressure of %(typed)s mmHg cannot be; it is between %(least)s and %(most)s."
    ),
    other_unit=(Decimal(4), Decimal(16)),
    asks=gettext_noop("Is the diastolic pressure %(meant)s mmHg? %(typed)s seems to be in cmHg."),
)
PULSE: Final = Plausible(
    "pulse",
    30,
    220,
    gettext_noop("A pulse of %(typed)s a minute cannot be; it is between %(least)s and %(most)s."),
)
HAEMOGLOBIN: Final = Plausible(
    "haemoglobin",
    40,
    250,
    gettext_noop(
        "A haemoglobin of %(typed)s g/l cannot be; it is between %(least)s and %(most)s g/l."
    ),
    other_unit=(Decimal(4), Decimal(25)),
    asks=gettext_noop("Is the haemoglobin %(meant)s g/l? %(typed)s seems to be in g/dl."),
)
MEASUREMENTS: Final[dict[str, Plausible]] = {
    one.rule: one for one in (WEIGHT, SYSTOLIC, DIASTOLIC, PULSE, HAEMOGLOBIN)
}

# "52.5" from a keypad without a comma: no weight or haemoglobin has so many digits otherwise.
_POINT: Final = re.compile(r"\A\s*([0-9]{1,3})\.([0-9]{1,2})\s*\Z", re.ASCII)
_PRESSURES: Final = re.compile(r"\s*([0-9.,]+)\s*[/\\-]\s*([0-9.,]+)\s*", re.ASCII)


def read_measurement(typed: str, of: Plausible) -> Typed:
    """The value of one measurement in its unit."""
    if not typed.strip():
        return Typed()
    try:
        value = parse_number(_POINT.sub(r"\1,\2", typed))
    except NotANumber as refused:
        return Typed(reason=Reason(refused.rule, refused.sentence, refused.params))
    if of.least <= value <= of.most and _has_decimals(value, of.decimals):
        return Typed(value)
    words = {"typed": format_number(value)}
    if of.other_unit and of.other_unit[0] <= value <= of.other_unit[1]:
        meant = value * _TIMES
        if _has_decimals(meant, of.decimals) and of.least <= meant <= of.most:
            words |= {"meant": format_number(meant)}
            return Typed(meant, Reason(f"{of.rule}-in-another-unit", of.asks, words, asks=True))
    if of.least <= value <= of.most:
        return Typed(
            reason=Reason(
                f"{of.rule}-decimals",
                gettext_noop("“%(typed)s” has more decimals than are measured here."),
                {"typed": quoted(typed)},
            )
        )
    words |= {"least": format_number(of.least), "most": format_number(of.most)}
    return Typed(reason=Reason(f"{of.rule}-impossible", of.impossible, words))


def _has_decimals(value: Decimal, most: int) -> bool:
    return value == round(value, most)


def read_pressures(typed: str) -> tuple[Typed, Typed]:
    """Both pressures out of one cell, "120/80"; a single number is the systolic one."""
    found = _PRESSURES.fullmatch(typed)
    systolic, diastolic = (found[1], found[2]) if found else (typed, "")
    return read_measurement(systolic, SYSTOLIC), read_measurement(diastolic, DIASTOLIC)


def pressures_refusal(systolic: Decimal | None, diastolic: Decimal | None) -> Reason | None:
    """Why these two cannot belong together, or None."""
    if systolic is None or diastolic is None or diastolic < systolic:
        return None
    return Reason(
        "diastolic-not-below-systolic",
        gettext_noop(
            "The diastolic pressure (%(diastolic)s) is not below the systolic (%(systolic)s)."
            " Please check the two."
        ),
        {"systolic": format_number(systolic), "diastolic": format_number(diastolic)},
    )
