"""Reactions of donors: the groups and kinds of the Standard for Surveillance of Complications
Related to Blood Donation (ISBT, IHN, AABB, December 2014), severity and imputability.

Names are msgids: callers show ``gettext(name)``.
"""

from dataclasses import dataclass
from enum import Enum

from words.sentences import gettext_noop


class Group(Enum):
    """Groups A to F of the standard."""

    LOCAL = "local"
    VASOVAGAL = "vasovagal"
    APHERESIS = "apheresis"
    ALLERGIC = "allergic"
    CARDIOVASCULAR = "cardiovascular"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reaction by its place in the standard ("A1.1")."""

    code: str
    group: Group
    name: str


GROUPS: list[tuple[str, str]] = [
    (Group.LOCAL.value, gettext_noop("local symptoms")),
    (Group.VASOVAGAL.value, gettext_noop("vasovagal reaction")),
    (Group.APHERESIS.value, gettext_noop("related to apheresis")),
    (Group.ALLERGIC.value, gettext_noop("allergic reaction")),
    (Group.CARDIOVASCULAR.value, gettext_noop("major cardiovascular event")),
    (Group.OTHER.value, gettext_noop("other complication")),
]

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("A1.1", Group.LOCAL, gettext_noop("haematoma (bruise)")),
        Kind("A1.2", Group.LOCAL, gettext_noop("arterial puncture")),
        Kind("A1.3", Group.LOCAL, gettext_noop("delayed bleeding")),
        Kind("A2.1", Group.LOCAL, gettext_noop("nerve injury or irritation")),
        Kind("A2.2", Group.LOCAL, gettext_noop("other arm pain")),
        Kind("A3.1", Group.LOCAL, gettext_noop("superficial thrombophlebitis")),
        Kind("A3.2", Group.LOCAL, gettext_noop("cellulitis")),
        Kind("A4.1", Group.LOCAL, gettext_noop("deep venous thrombosis")),
        Kind("A4.2", Group.LOCAL, gettext_noop("arteriovenous fistula")),
        Kind("A4.3", Group.LOCAL, gettext_noop("compartment syndrome")),
        Kind("A4.4", Group.LOCAL, gettext_noop("pseudoaneurysm of the brachial artery")),
        Kind("B1", Group.VASOVAGAL, gettext_noop("without loss of consciousness")),
        Kind("B2", Group.VASOVAGAL, gettext_noop("with loss of consciousness")),
        Kind("B3", Group.VASOVAGAL, gettext_noop("with loss of consciousness and injury")),
        Kind("C1", Group.APHERESIS, gettext_noop("citrate reaction")),
        Kind("C2", Group.APHERESIS, gettext_noop("haemolysis")),
        Kind("C3", Group.APHERESIS, gettext_noop("air embolism")),
        Kind("C4", Group.APHERESIS, gettext_noop("infiltration")),
        Kind("D1", Group.ALLERGIC, gettext_noop("local allergic reaction")),
        Kind("D2", Group.ALLERGIC, gettext_noop("generalised (anaphylactic) reaction")),
        Kind("E1", Group.CARDIOVASCULAR, gettext_noop("acute cardiac symptoms")),
        Kind("E2", Group.CARDIOVASCULAR, gettext_noop("myocardial infarction")),
        Kind("E3", Group.CARDIOVASCULAR, gettext_noop("cardiac arrest")),
        Kind("E4", Group.CARDIOVASCULAR, gettext_noop("transient ischaemic attack")),
        Kind("E5", Group.CARDIOVASCULAR, gettext_noop("cerebrovascular accident")),
        Kind("E6", Group.CARDIOVASCULAR, gettext_noop("death")),
        Kind("F1", Group.OTHER, gettext_noop("other reaction")),
    )
}

# Grades of the donor severity grading tool (AABB, endorsed by ISBT and IHN).
SEVERITIES: list[tuple[int, str]] = [
    (1, gettext_noop("1: mild, eased without treatment")),
    (2, gettext_noop("2: moderate, medical advice or treatment needed")),
    (3, gettext_noop("3: severe, hospital or lasting harm")),
    (4, gettext_noop("4: life-threatening")),
    (5, gettext_noop("5: death")),
]

# How surely the donation caused it.
IMPUTABILITIES: list[tuple[str, str]] = [
    ("definite", gettext_noop("definite")),
    ("probable", gettext_noop("probable")),
    ("possible", gettext_noop("possible")),
    ("unlikely", gettext_noop("unlikely")),
]


def kinds_of(group: Group) -> tuple[Kind, ...]:
    """The kinds of ``group`` in the order of the standard."""
    return tuple(kind for kind in KINDS.values() if kind.group is group)
