"""What the screening desk measured, held against the limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from donors.rules.limits import Component, Limits
from donors.rules.people import Sex
from donors.rules.reasons import Reason
from donors.rules.volumes import greatest_volume, most_of_all
from words.numbers import format_number
from words.sentences import gettext_noop


@dataclass(frozen=True, slots=True)
class Measured:
    """What the screening desk measured; None is not measured. kg, mmHg, beats a minute, g/l."""

    weight: Decimal | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    regular: bool | None = None
    haemoglobin: Decimal | None = None


def _medical(rule: str, sentence: str, **numbers: Decimal | int) -> Reason:
    return Reason(rule, sentence, _shown(**numbers), medical=True)


def _shown(**numbers: Decimal | int) -> dict[str, str]:
    return {name: format_number(number) for name, number in numbers.items()}


def measured_reasons(
    sex: Sex | None, limits: Limits, component: Component, measured: Measured
) -> Iterator[Reason]:
    weight = measured.weight
    if weight is not None and component is Component.WHOLE and weight < limits.weight_least(sex):
        yield _medical(
            "weight-least",
            {
                Sex.FEMALE: gettext_noop("weighs %(weight)s kg; women need at least %(least)s kg"),
                Sex.MALE: gettext_noop("weighs %(weight)s kg; men need at least %(least)s kg"),
                None: gettext_noop("weighs %(weight)s kg; at least %(least)s kg are needed"),
            }[sex],
            weight=weight,
            least=limits.weight_least(sex),
        )
    least = limits.apheresis_weight_least
    if weight is not None and component is not Component.WHOLE and weight < least:
        yield _medical(
            "apheresis-weight-least",
            gettext_noop("weighs %(weight)s kg; apheresis needs at least %(least)s kg"),
            weight=weight,
            least=least,
        )
    yield from _pressures(limits, measured)
    yield from _pulse(limits, measured)
    haemoglobin = measured.haemoglobin
    if haemoglobin is not None and haemoglobin < limits.haemoglobin_least:
        yield _medical(
            "haemoglobin-least",
            gettext_noop("haemoglobin %(measured)s g/l; at least %(least)s g/l are needed"),
            measured=haemoglobin,
            least=limits.haemoglobin_least,
        )


def _pressures(limits: Limits, measured: Measured) -> Iterator[Reason]:
    for rule, value, least, below, sentence in (
        ("systolic", measured.systolic, limits.systolic_least, limits.systolic_below, gettext_noop(
            "systolic pressure %(measured)s mmHg; from %(least)s to under %(below)s is allowed")),
        ("diastolic", measured.diastolic, limits.diastolic_least, limits.diastolic_below,
         gettext_noop(
            "diastolic pressure %(measured)s mmHg; from %(least)s to under %(below)s is allowed")),
    ):  # fmt: skip
        if value is not None and not least <= value < below:
            yield _medical(rule, sentence, measured=value, least=least, below=below)


def _pulse(limits: Limits, measured: Measured) -> Iterator[Reason]:
    least, most = limits.pulse_least, limits.pulse_most
    if measured.pulse is not None and not least <= measured.pulse <= most:
        yield _medical(
            "pulse",
            gettext_noop("pulse %(measured)s a minute; from %(least)s to %(most)s is allowed"),
            measured=measured.pulse,
            least=least,
            most=most,
        )
    if measured.regular is False:
        yield _medical("pulse-regular", gettext_noop("the pulse is not regular"))


def volume_reasons(
    sex: Sex | None,
    limits: Limits,
    component: Component,
    measured: Measured,
    volume: int | None,
) -> Iterator[Reason]:
    """A volume above what weight and haemoglobin allow; where they forbid all giving, that was
    said already."""
    if volume is None:
        return
    weight, haemoglobin = measured.weight, measured.haemoglobin
    if weight is None:
        most = most_of_all(limits, component)
        if volume > most:
            sentence = gettext_noop("%(volume)s ml is too much; at most %(most)s ml")
            yield Reason("volume-most", sentence, _shown(volume=volume, most=most))
    else:
        most = greatest_volume(weight, limits, sex=sex, component=component)
        if 0 < most < volume:
            yield _medical(
                "volume-most",
                gettext_noop("%(volume)s ml is too much for %(weight)s kg; at most %(most)s ml"),
                volume=volume,
                weight=weight,
                most=most,
            )
    if (
        component is Component.WHOLE
        and haemoglobin is not None
        and volume > limits.large_volume_over
        and limits.haemoglobin_least <= haemoglobin < limits.haemoglobin_least_large
    ):
        yield _medical(
            "haemoglobin-least-large",
            gettext_noop(
                "haemoglobin %(measured)s g/l; more than %(large)s ml needs at least %(least)s g/l"
            ),
            measured=haemoglobin,
            large=limits.large_volume_over,
            least=limits.haemoglobin_least_large,
        )
