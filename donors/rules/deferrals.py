"""Why and how long a person waits before giving again."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from donors.rules.days import Block, add_months
from donors.rules.limits import CIRCULAR


@dataclass(frozen=True, slots=True)
class Period:
    """How long: exactly one of a number of calendar months, of weeks or of days, or for ever."""

    months: int | None = None
    weeks: int | None = None
    days: int | None = None
    permanent: bool = False

    def __post_init__(self) -> None:
        counts = [n for n in (self.months, self.weeks, self.days) if n is not None]
        if len(counts) + self.permanent != 1 or any(n < 1 for n in counts):
            raise ValueError("A period is one positive number, or for ever.")


def able_from(from_day: date, period: Period) -> date | None:
    """The first day on which one may give again after ``period`` from ``from_day``; None: never.

    Months are calendar months (31/08 + 6 months is 28/02 or 29/02), weeks are seven days.
    """
    if period.permanent:
        return None
    if period.months is not None:
        return add_months(from_day, period.months)
    return from_day + timedelta(weeks=period.weeks or 0, days=period.days or 0)


@dataclass(frozen=True, slots=True)
class Deferred:
    """One deferral of a person, in force on ``[from_day, able_from)``; without an end, for ever.

    ``code`` is its reason's, ``name`` the reason in the reader's language.
    """

    code: str
    name: str
    from_day: date
    able_from: date | None
    source: str = ""

    @property
    def block(self) -> Block:
        return Block(self.from_day, self.able_from)

    def holds_on(self, day: date) -> bool:
        return self.block.holds_on(day)


class Group(StrEnum):
    """Groups of reasons for reporting (WHO, Blood donor selection, 2012, chapters 4 to 7)."""

    GENERAL = "general"
    NON_COMMUNICABLE = "non-communicable"
    MEDICAL_OR_SURGICAL = "medical-or-surgical"
    INFECTION_AND_RISK = "infection-and-risk"


class DeferralSeed(NamedTuple):
    """A reason as it is first loaded. ``certainty``: S read in the published text, K not checked.
    "Since recovery" in a name says from which day its period runs; else it is the day of the
    event."""

    code: str
    group: Group
    period: Period
    name_vi: str
    name_en: str
    source: str
    certainty: str


_GENERAL, _NON_COMMUNICABLE, _MEDICAL, _INFECTION = Group
# Period, source and certainty, with the reasons they stand for.
_Terms = tuple[Period, str, str]
_YEAR: Final[_Terms] = Period(months=12), f"{CIRCULAR}, khoản 1 Điều 5", "S"
_HALF_YEAR: Final[_Terms] = Period(months=6), f"{CIRCULAR}, khoản 2 Điều 5", "S"
_FOUR_WEEKS: Final[_Terms] = Period(weeks=4), f"{CIRCULAR}, Điều 5", "S"
_SEVEN_DAYS: Final[_Terms] = Period(days=7), f"{CIRCULAR}, Điều 5", "S"
_FOR_EVER: Final[_Terms] = Period(permanent=True), CIRCULAR, "K"
_PRACTICE_FOUR_WEEKS: Final[_Terms] = Period(weeks=4), "Thực hành", "K"
# No waiting time is known for these: the doctor at the desk may set a later day.
_TODAY: Final[_Terms] = Period(days=1), "Thực hành", "K"

_REASONS: Final[tuple[tuple[_Terms, tuple[tuple[str, Group, str, str], ...]], ...]] = (
    (_YEAR, (
        ("surgery", _MEDICAL, "Phẫu thuật (từ khi hồi phục)", "Surgery (since recovery)"),
        ("malaria", _INFECTION, "Sốt rét (từ khi khỏi)", "Malaria (since recovery)"),
        ("syphilis", _INFECTION, "Giang mai (từ khi khỏi)", "Syphilis (since recovery)"),
        ("tuberculosis", _INFECTION, "Lao (từ khi khỏi)", "Tuberculosis (since recovery)"),
        ("tetanus", _INFECTION, "Uốn ván (từ khi khỏi)", "Tetanus (since recovery)"),
        ("encephalitis", _INFECTION, "Viêm não (từ khi khỏi)", "Encephalitis (since recovery)"),
        ("meningitis", _INFECTION, "Viêm màng não (từ khi khỏi)", "Meningitis (since recovery)"),
        ("rabies-vaccine-after-bite", _MEDICAL,
         "Tiêm vắc xin dại sau khi bị động vật cắn (từ mũi cuối)",
         "Rabies vaccine after a bite (since the last dose)"),
        ("blood-received", _MEDICAL,
         "Được truyền máu hoặc chế phẩm máu",
         "Having received blood or blood products"),
        ("birth-or-end-of-pregnancy", _GENERAL,
         "Sinh con hoặc chấm dứt thai nghén",
         "Birth or end of pregnancy"),
    )),
    (_HALF_YEAR, (
        ("tattoo", _INFECTION, "Xăm trổ trên da", "Tattoo"),
        ("piercing", _INFECTION, "Bấm dái tai, mũi, rốn hoặc nơi khác trên cơ thể", "Piercing"),
        ("blood-exposure", _INFECTION,
         "Phơi nhiễm với máu hoặc dịch cơ thể",
         "Exposure to blood or body fluids"),
        ("typhoid", _INFECTION, "Thương hàn (từ khi khỏi)", "Typhoid (since recovery)"),
        ("septicaemia", _INFECTION,
         "Nhiễm trùng huyết (từ khi khỏi)",
         "Septicaemia (since recovery)"),
        ("snakebite", _GENERAL, "Bị rắn cắn (từ khi khỏi)", "Snakebite (since recovery)"),
        ("phlebitis", _NON_COMMUNICABLE,
         "Viêm tắc tĩnh mạch hoặc động mạch (từ khi khỏi)",
         "Phlebitis or arteritis (since recovery)"),
        ("osteomyelitis", _INFECTION,
         "Viêm tuỷ xương (từ khi khỏi)",
         "Osteomyelitis (since recovery)"),
        ("pancreatitis", _NON_COMMUNICABLE,
         "Viêm tuỵ (từ khi khỏi)",
         "Pancreatitis (since recovery)"),
    )),
    (_FOUR_WEEKS, (
        ("gastroenteritis", _INFECTION,
         "Viêm dạ dày ruột (từ khi khỏi)",
         "Gastroenteritis (since recovery)"),
        ("urinary-infection", _INFECTION,
         "Viêm đường tiết niệu (từ khi khỏi)",
         "Urinary infection (since recovery)"),
        ("skin-infection", _INFECTION,
         "Viêm da nhiễm trùng (từ khi khỏi)",
         "Skin infection (since recovery)"),
        ("bronchitis", _INFECTION, "Viêm phế quản (từ khi khỏi)", "Bronchitis (since recovery)"),
        ("pneumonia", _INFECTION, "Viêm phổi (từ khi khỏi)", "Pneumonia (since recovery)"),
        ("measles", _INFECTION, "Sởi (từ khi khỏi)", "Measles (since recovery)"),
        ("pertussis", _INFECTION, "Ho gà (từ khi khỏi)", "Whooping cough (since recovery)"),
        ("mumps", _INFECTION, "Quai bị (từ khi khỏi)", "Mumps (since recovery)"),
        ("dengue", _INFECTION, "Sốt xuất huyết (từ khi khỏi)", "Dengue (since recovery)"),
        ("dysentery", _INFECTION, "Kiết lỵ (từ khi khỏi)", "Dysentery (since recovery)"),
        ("rubella", _INFECTION, "Rubella (từ khi khỏi)", "Rubella (since recovery)"),
        ("cholera", _INFECTION, "Tả (từ khi khỏi)", "Cholera (since recovery)"),
        ("vaccine-rubella", _MEDICAL, "Tiêm vắc xin rubella", "Vaccine against rubella"),
        ("vaccine-measles", _MEDICAL, "Tiêm vắc xin sởi", "Vaccine against measles"),
        ("vaccine-typhoid", _MEDICAL, "Dùng vắc xin thương hàn", "Vaccine against typhoid"),
        ("vaccine-cholera", _MEDICAL, "Dùng vắc xin tả", "Vaccine against cholera"),
        ("vaccine-mumps", _MEDICAL, "Tiêm vắc xin quai bị", "Vaccine against mumps"),
        ("vaccine-varicella", _MEDICAL, "Tiêm vắc xin thuỷ đậu", "Vaccine against varicella"),
        ("vaccine-bcg", _MEDICAL, "Tiêm vắc xin BCG (lao)", "BCG vaccine"),
    )),
    (_SEVEN_DAYS, (
        ("flu", _GENERAL, "Cúm (từ khi khỏi)", "Flu (since recovery)"),
        ("cold", _GENERAL, "Cảm lạnh (từ khi khỏi)", "Cold (since recovery)"),
        ("allergic-rhinitis", _NON_COMMUNICABLE,
         "Dị ứng mũi họng (từ khi khỏi)",
         "Allergic rhinitis (since recovery)"),
        ("sore-throat", _GENERAL, "Viêm họng (từ khi khỏi)", "Sore throat (since recovery)"),
        ("migraine", _NON_COMMUNICABLE, "Đau nửa đầu (từ khi khỏi)", "Migraine (since recovery)"),
        ("vaccine-other", _MEDICAL, "Tiêm vắc xin khác", "Other vaccine"),
    )),
    (_PRACTICE_FOUR_WEEKS, (
        ("low-haemoglobin", _GENERAL, "Huyết sắc tố thấp", "Low haemoglobin"),
    )),
    (_TODAY, (
        ("weight", _GENERAL, "Cân nặng chưa đủ", "Weight too low"),
        ("blood-pressure", _GENERAL,
         "Huyết áp ngoài giới hạn",
         "Blood pressure outside the limits"),
        ("pulse", _GENERAL,
         "Mạch ngoài giới hạn hoặc không đều",
         "Pulse outside the limits or irregular"),
        ("unfit-today", _GENERAL, "Sức khoẻ hôm nay chưa phù hợp", "Not fit today"),
    )),
    (_FOR_EVER, (
        ("hiv", _INFECTION, "Nhiễm HIV", "HIV infection"),
        ("hepatitis-b", _INFECTION, "Nhiễm virus viêm gan B", "Hepatitis B infection"),
        ("hepatitis-c", _INFECTION, "Nhiễm virus viêm gan C", "Hepatitis C infection"),
        ("transplant", _MEDICAL, "Đã ghép mô, tạng", "Transplant received"),
        ("addiction", _INFECTION, "Nghiện ma tuý", "Drug addiction"),
    )),
)  # fmt: skip

DEFERRAL_SEEDS: Final[tuple[DeferralSeed, ...]] = tuple(
    DeferralSeed(code, group, period, name_vi, name_en, source, certainty)
    for (period, source, certainty), reasons in _REASONS
    for code, group, name_vi, name_en in reasons
)
