"""What in a result sheet cannot be, and what is unlikely enough to ask about once.

Each rule has an id, a sentence and the cells it speaks of. Impossible findings block; unlikely
ones are asked once, and the answer is kept. Bounds are compared soundly: "over 450" against 400
exact is impossible, against 500 it is fine; "about" never contradicts anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from drives.rules.figures import Figure, Qualifier
from drives.rules.sheets import FIGURES, WHOLE_OF_PART, Basis, PartKind, Sheet
from words.sentences import gettext_noop

MANY_TIMES = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction. ``sentence`` is a msgid with ``%(name)s`` places for ``params``, whose
    figures the caller puts into words; the first of ``cells`` is where it is shown."""

    rule: str
    impossible: bool
    sentence: str
    cells: tuple[str, ...]
    params: dict[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the sheet is held against besides itself. ``usual_units``: the median of the host's
    earlier drives. ``tolerance``: the share of a difference that is not worth a question."""

    day_is_to_come: bool = False
    usual_units: Decimal | None = None
    tolerance: Decimal = Decimal(0)


def contradictions(sheet: Sheet, around: Circumstances) -> list[Finding]:
    """Every finding, impossible ones first, in the order of the sheet."""
    found = [finding for rule in RULES for finding in rule(sheet, around)]
    return sorted(found, key=lambda finding: not finding.impossible)


Rule = Callable[[Sheet, Circumstances], Iterator[Finding]]

# Of each pair the first can never exceed the second.
_WITHIN = (
    ("attended", "donated", gettext_noop(
        "More people donated (%(part)s) than attended (%(whole)s). Please check one of the two.")),
    ("attended", "examined", gettext_noop(
        "More people were examined (%(part)s) than attended (%(whole)s)."
        " Please check one of the two.")),
    ("attended", "not_given", gettext_noop(
        "More people could not donate (%(part)s) than attended (%(whole)s)."
        " Please check one of the two.")),
    ("examined", "donated", gettext_noop(
        "More people donated (%(part)s) than were examined (%(whole)s)."
        " Please check one of the two.")),
    ("donated", "first_time", gettext_noop(
        "First-time donors (%(part)s) are more than all donors (%(whole)s)."
        " Please check one of the two.")),
    ("donated", "repeat", gettext_noop(
        "Repeat donors (%(part)s) are more than all donors (%(whole)s)."
        " Please check one of the two.")),
    ("donated", "women", gettext_noop(
        "Women (%(part)s) are more than all donors (%(whole)s). Please check one of the two.")),
    ("donated", "men", gettext_noop(
        "Men (%(part)s) are more than all donors (%(whole)s). Please check one of the two.")),
)  # fmt: skip


def day_to_come(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    if around.day_is_to_come and (sheet.figures or any(sheet.parts.values())):
        first = next((name for name in FIGURES if name in sheet.figures), "units")
        yield Finding(
            "day-to-come",
            True,
            gettext_noop("The day of this drive is still to come: there is no result yet."),
            (first,),
        )


def part_within_whole(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    """A group of people is never larger than the group it is taken from."""
    for whole_name, part_name, sentence in _WITHIN:
        part, whole = sheet.figure(part_name), sheet.figure(whole_name)
        if part and whole and part.surely_more_than(whole):
            yield Finding(
                f"{part_name}-within-{whole_name}".replace("_", "-"),
                True,
                sentence,
                (part_name, whole_name),
                {"part": part, "whole": whole},
            )


def pairs_within_donated(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    """First-time and repeat, women and men together are never more than all donors."""
    donated = sheet.figure("donated")
    for one, other, rule, sentence in (
        ("first_time", "repeat", "first-and-repeat-within-donated", gettext_noop(
            "First-time and repeat donors together (%(part)s) are more than all donors"
            " (%(whole)s). Please check them.")),
        ("women", "men", "women-and-men-within-donated", gettext_noop(
            "Women and men together (%(part)s) are more than all donors (%(whole)s)."
            " Please check them.")),
    ):  # fmt: skip
        first, second = sheet.figure(one), sheet.figure(other)
        if not (donated and first and second) or _forecast(first, second):
            continue
        both = first + second
        if both.surely_more_than(donated):
            yield Finding(rule, True, sentence, (one, other), {"part": both, "whole": donated})


def given_and_not_given_within_attended(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    donated, not_given = sheet.figure("donated"), sheet.figure("not_given")
    attended = sheet.figure("attended")
    if not (donated and not_given and attended) or _forecast(donated, not_given):
        return
    both = donated + not_given
    if both.surely_more_than(attended):
        yield Finding(
            "donated-and-not-given-within-attended",
            True,
            gettext_noop(
                "Donors and those who could not donate together (%(part)s) are more than all who"
                " attended (%(whole)s). Please check them."
            ),
            ("not_given", "donated", "attended"),
            {"part": both, "whole": attended},
        )


def parts_within_whole(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    """Bags by volume, groups of people, blood groups, reasons: never more than their total."""
    for kind, whole_name in WHOLE_OF_PART.items():
        whole, parts = sheet.figure(whole_name), sheet.parts_total(kind).figure
        if whole_name == "units" and sheet.basis is Basis.CONVERTED:
            continue  # converted units are not bags: nothing to compare
        if whole and parts and parts.surely_more_than(whole):
            yield Finding(
                f"{kind.value}-parts-within-{whole_name}".replace("_", "-"),
                True,
                gettext_noop(
                    "The parts add up to %(part)s, more than the total of %(whole)s."
                    " Please check them."
                ),
                (kind.value, whole_name),
                {"part": parts, "whole": whole},
            )


def receivings_within_units(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    units = sheet.figure("units")
    figures = [f for f in sheet.receivings if f.qualifier is not Qualifier.FORECAST]
    if not units or not figures:
        return
    received = sum(figures[1:], start=figures[0])
    if received.surely_more_than(units):
        yield Finding(
            "receivings-within-units",
            True,
            gettext_noop(
                "The receivers together took %(part)s units, more than the %(whole)s of this"
                " sheet. Please check them."
            ),
            ("receivings", "units"),
            {"part": received, "whole": units},
        )


def fraction_of_a_person(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    """Only converted units may have a fraction."""
    for name, figure in sheet.figures.items():
        if figure.value == figure.value.to_integral_value():
            continue
        if name != "units":
            yield Finding(
                "whole-people",
                True,
                gettext_noop("%(part)s is not a whole number."),
                (name,),
                {"part": figure},
            )
        elif sheet.basis is not Basis.CONVERTED:
            yield Finding(
                "whole-bags",
                True,
                gettext_noop(
                    "%(part)s units cannot be bags. If they are converted units, please choose"
                    " “converted” as their basis."
                ),
                ("units",),
                {"part": figure},
            )


def bags_differ_from_donors(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    """One donor gives one bag; only bags are compared with donors."""
    units, donated = sheet.figure("units"), sheet.figure("donated")
    if not units or not donated or sheet.basis is Basis.CONVERTED:
        return
    if _differ(units, donated, around.tolerance):
        yield Finding(
            "bags-differ-from-donors",
            False,
            gettext_noop(
                "There are %(donors)s donors but %(units)s units of blood."
                " If that is right, please say why."
            ),
            ("units", "donated"),
            {"donors": donated, "units": units},
        )


def ml_differs_from_sum(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    """Reported millilitres against bags by volume, where every bag has its volume."""
    ml, counted = sheet.ml_reported, sheet.millilitres
    if not ml or not counted or sheet.volumes_are_partial:
        return
    if _differ(ml, counted, around.tolerance):
        yield Finding(
            "ml-differs-from-sum",
            False,
            gettext_noop(
                "The bags make %(counted)s ml, but %(reported)s ml are reported."
                " If that is right, please say why."
            ),
            ("ml_reported",),
            {"counted": counted, "reported": ml},
        )


def most_turned_away(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    not_given, attended = sheet.figure("not_given"), sheet.figure("attended")
    if not_given and attended and not_given.low * 2 > attended.high:
        yield Finding(
            "most-turned-away",
            False,
            gettext_noop(
                "%(part)s of %(whole)s people could not donate, more than half."
                " If that is right, please say why."
            ),
            ("not_given",),
            {"part": not_given, "whole": attended},
        )


def ten_times_the_usual(sheet: Sheet, around: Circumstances) -> Iterator[Finding]:
    """A slip of a digit: ten times what the host's drives usually give."""
    units, usual = sheet.figure("units"), around.usual_units
    if units and usual and units.value >= usual * MANY_TIMES:
        yield Finding(
            "ten-times-the-usual",
            False,
            gettext_noop(
                "%(units)s units are ten times what this host's drives usually give (%(usual)s)."
                " If that is right, please say why."
            ),
            ("units",),
            {"units": units, "usual": Figure(usual)},
        )


RULES: tuple[Rule, ...] = (
    day_to_come,
    part_within_whole,
    given_and_not_given_within_attended,
    pairs_within_donated,
    parts_within_whole,
    receivings_within_units,
    fraction_of_a_person,
    bags_differ_from_donors,
    ml_differs_from_sum,
    most_turned_away,
    ten_times_the_usual,
)


def _forecast(*figures: Figure) -> bool:
    return any(figure.qualifier is Qualifier.FORECAST for figure in figures)


def _differ(one: Figure, other: Figure, tolerance: Decimal) -> bool:
    """Whether two figures that should be equal surely are not, beyond the tolerance."""
    if not one.surely_differs_from(other):
        return False
    if not (one.is_exact and other.is_exact):
        return True
    return abs(one.value - other.value) > other.value * tolerance


__all__ = ["Circumstances", "Finding", "PartKind", "contradictions"]
