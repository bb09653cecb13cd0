"""Two files side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from donors.models import Donor
from donors.presenters.people import birth_text
from donors.querysets.duplicates import Pair
from donors.querysets.people import opened
from donors.querysets.whole import Whole
from donors.rules.eligibility import NextDate, Outlook
from words.dates import format_day
from words.folding import fold
from words.moments import moment_text
from words.numbers import format_number


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair of a list."""

    newer: Donor
    older: Donor
    newer_born: str
    older_born: str
    reasons: Sequence[str]
    strong: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of both files; ``differs`` where both say something, and not the same."""

    label: str
    one: str
    other: str
    differs: bool


def pair_row(pair: Pair) -> PairRow:
    return PairRow(
        newer=pair.newer,
        older=pair.older,
        newer_born=birth_text(pair.newer),
        older_born=birth_text(pair.older),
        reasons=[_(reason.sentence) for reason in pair.reasons],
        strong=pair.reasons[0].strong,
    )


def side_by_side(one: Donor, other: Donor) -> list[Line]:
    """All that both files say, phone and papers masked."""
    texts = [_texts(donor) for donor in (one, other)]
    return [
        Line(label, text, texts[1][label], _differs(text, texts[1][label]))
        for label, text in texts[0].items()
        if text or texts[1][label]
    ]


def _differs(one: str, other: str) -> bool:
    return bool(one and other) and fold(one) != fold(other)


def _texts(donor: Donor) -> dict[str, str]:
    sealed = opened(donor)
    given = [format_number(donor.given)]
    if donor.last_given:
        given.append(_("last on %(day)s") % {"day": format_day(donor.last_given)})
    declared = donor.declared_count
    return {
        _("Full name"): donor.name,
        _("Born"): birth_text(donor),
        _("Sex"): donor.get_sex_display(),
        _("Identity papers"): ", ".join(f"{p.kind} {p.masked}" for p in sealed.papers),
        _("Phone"): sealed.phone,
        _("Address"): sealed.address,
        _("Area"): str(donor.area or ""),
        _("Organisation"): donor.organisation_name,
        _("Occupation"): donor.occupation,
        _("Blood group"): donor.get_blood_group_display(),
        _("Donations recorded"): ", ".join(given),
        _("Donations before this system"): "" if declared is None else format_number(declared),
        _("Kept by"): str(donor.keeper),
        _("Entered"): moment_text(donor.entered_at),
    }


def outlook_text(outlook: NextDate | None, today: object) -> str:
    """From when the person may give again, in one sentence that anybody may read."""
    if outlook is None or outlook.outlook is Outlook.UNKNOWN:
        return _("Not known: the day of the last donation is missing.")
    if outlook.outlook is Outlook.NEVER or outlook.day is None:
        return _("No day can be named. The blood establishment knows more.")
    if outlook.day == today:
        return _("Can give today.")
    return _("Can give again from %(day)s.") % {"day": format_day(outlook.day)}


@dataclass(frozen=True, slots=True)
class JoinedText:
    """What the joined person will have."""

    files: str
    donations: str
    deferrals: str
    next: str


def joined_text(whole: Whole, deferrals: int, outlook: str) -> JoinedText:
    donations = format_number(whole.recorded)
    if whole.declared:
        donations = _("%(recorded)s recorded, %(declared)s declared before") % {
            "recorded": donations,
            "declared": format_number(whole.declared),
        }
    return JoinedText(
        files=format_number(len(whole.files)),
        donations=donations,
        deferrals=format_number(deferrals),
        next=outlook,
    )
