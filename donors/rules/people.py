"""A person as far as the rules need one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody; None is unknown. A birth date says more than a birth year."""

    birth_date: date | None = None
    birth_year: int | None = None
    sex: Sex | None = None

    @property
    def year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year
