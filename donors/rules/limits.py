"""Who may give and how much, in numbers: dated data, read into one picture of a day."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple, Self

from donors.rules.people import Sex


class Component(StrEnum):
    """What is given; all but whole blood are taken by apheresis."""

    WHOLE = "whole"
    RED_CELLS = "red_cells"
    PLASMA = "plasma"
    PLATELETS = "platelets"


class MissingLimits(LookupError):
    """A day without all its limits. None is left out in silence; ``codes`` names them."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits valid on one day. Each attribute is a code with underscores for hyphens; the
    units are those of ``LIMIT_SEEDS``. "Least" and "most" belong to what is allowed, "below"
    does not."""

    age_least: Decimal
    age_most: Decimal
    weight_least_female: Decimal
    weight_least_male: Decimal
    light_weight_below: Decimal
    volume_most_light: Decimal
    volume_most_per_kg: Decimal
    volume_most: Decimal
    apheresis_weight_least: Decimal
    apheresis_volume_most: Decimal
    apheresis_heavy_weight_least: Decimal
    apheresis_volume_most_heavy: Decimal
    haemoglobin_least: Decimal
    haemoglobin_least_large: Decimal
    large_volume_over: Decimal
    systolic_least: Decimal
    systolic_below: Decimal
    diastolic_least: Decimal
    diastolic_below: Decimal
    pulse_least: Decimal
    pulse_most: Decimal
    interval_whole: Decimal
    interval_red_cells: Decimal
    interval_plasma: Decimal
    interval_platelets: Decimal

    @classmethod
    def from_values(cls, values: Mapping[str, Decimal]) -> Self:
        """Read the limits of one day by their codes; codes nobody knows are left aside.

        Raises MissingLimits.
        """
        codes = {field.name: field.name.replace("_", "-") for field in fields(cls)}
        if missing := [code for code in codes.values() if code not in values]:
            raise MissingLimits(missing)
        return cls(**{name: Decimal(values[code]) for name, code in codes.items()})

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> Self:
        """Read back what ``as_json`` kept beside a decision."""
        return cls.from_values({code: Decimal(value) for code, value in kept.items()})

    def as_json(self) -> dict[str, str]:
        """The values by code, as text without idle zeros, for the record of a decision."""
        return {
            field.name.replace("_", "-"): f"{getattr(self, field.name).normalize():f}"
            for field in fields(self)
        }

    def interval(self, last: Component) -> int:
        """Days that must pass after ``last`` was given."""
        days: Decimal = getattr(self, f"interval_{last.value}")
        return math.ceil(days)

    def weight_least(self, sex: Sex | None) -> Decimal:
        """The least weight for whole blood in kg; of an unknown sex, the lower of the two."""
        if sex is Sex.FEMALE:
            return self.weight_least_female
        if sex is Sex.MALE:
            return self.weight_least_male
        return min(self.weight_least_female, self.weight_least_male)


CIRCULAR: Final = "Thông tư 26/2013/TT-BYT"


class LimitSeed(NamedTuple):
    """A limit as it is first loaded. ``certainty``: S read in the published text, K not checked."""

    code: str
    value: Decimal
    unit: str
    certainty: str
    name_vi: str
    name_en: str
    source: str = CIRCULAR


def _seed(
    code: str, value: int, unit: str, certainty: str, name_vi: str, name_en: str
) -> LimitSeed:
    return LimitSeed(code, Decimal(value), unit, certainty, name_vi, name_en)


LIMIT_SEEDS: Final[tuple[LimitSeed, ...]] = (
    _seed("age-least", 18, "years", "S", "Tuổi thấp nhất", "Least age"),
    _seed("age-most", 60, "years", "S", "Tuổi cao nhất", "Greatest age"),
    _seed("weight-least-female", 42, "kg", "S",
          "Cân nặng thấp nhất của nữ, máu toàn phần", "Least weight of women, whole blood"),
    _seed("weight-least-male", 45, "kg", "S",
          "Cân nặng thấp nhất của nam, máu toàn phần", "Least weight of men, whole blood"),
    _seed("light-weight-below", 45, "kg", "S",
          "Người nhẹ cân: dưới", "Light people: below"),
    _seed("volume-most-light", 250, "ml", "S",
          "Thể tích nhiều nhất của người nhẹ cân", "Greatest volume of light people"),
    _seed("volume-most-per-kg", 9, "ml/kg", "S",
          "Thể tích nhiều nhất trên mỗi kg cân nặng", "Greatest volume for each kg of weight"),
    _seed("volume-most", 500, "ml", "S",
          "Thể tích máu toàn phần nhiều nhất", "Greatest volume of whole blood"),
    _seed("apheresis-weight-least", 50, "kg", "S",
          "Cân nặng thấp nhất khi gạn tách", "Least weight for apheresis"),
    _seed("apheresis-volume-most", 500, "ml", "S",
          "Thể tích gạn tách nhiều nhất", "Greatest volume by apheresis"),
    _seed("apheresis-heavy-weight-least", 60, "kg", "S",
          "Cân nặng để gạn tách nhiều hơn: từ", "Weight for more by apheresis: from"),
    _seed("apheresis-volume-most-heavy", 650, "ml", "S",
          "Thể tích gạn tách nhiều nhất khi đủ cân nặng đó",
          "Greatest volume by apheresis from that weight"),
    _seed("haemoglobin-least", 120, "g/l", "K", "Huyết sắc tố thấp nhất", "Least haemoglobin"),
    _seed("haemoglobin-least-large", 125, "g/l", "K",
          "Huyết sắc tố thấp nhất khi hiến thể tích lớn", "Least haemoglobin for a large volume"),
    _seed("large-volume-over", 350, "ml", "K",
          "Thể tích lớn: trên", "A large volume: more than"),
    _seed("systolic-least", 100, "mmHg", "K",
          "Huyết áp tâm thu thấp nhất", "Least systolic pressure"),
    _seed("systolic-below", 160, "mmHg", "K",
          "Huyết áp tâm thu: dưới", "Systolic pressure: below"),
    _seed("diastolic-least", 60, "mmHg", "K",
          "Huyết áp tâm trương thấp nhất", "Least diastolic pressure"),
    _seed("diastolic-below", 100, "mmHg", "K",
          "Huyết áp tâm trương: dưới", "Diastolic pressure: below"),
    _seed("pulse-least", 60, "1/min", "K", "Nhịp tim chậm nhất", "Slowest pulse"),
    _seed("pulse-most", 90, "1/min", "K", "Nhịp tim nhanh nhất", "Fastest pulse"),
    _seed("interval-whole", 84, "days", "S",
          "Khoảng cách sau khi hiến máu toàn phần", "Interval after whole blood"),
    _seed("interval-red-cells", 84, "days", "S",
          "Khoảng cách sau khi hiến hồng cầu gạn tách", "Interval after red cells by apheresis"),
    _seed("interval-plasma", 14, "days", "S",
          "Khoảng cách sau khi hiến huyết tương gạn tách", "Interval after plasma by apheresis"),
    _seed("interval-platelets", 14, "days", "S",
          "Khoảng cách sau khi hiến tiểu cầu gạn tách", "Interval after platelets by apheresis"),
)  # fmt: skip
