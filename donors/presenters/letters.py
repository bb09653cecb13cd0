"""Letters of thanks: what stands in each, for one donor or for all donors of a drive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from directory.models import Organisation
from donors.models import Donor
from exchange.documents import Signature
from words.dates import format_day
from words.numbers import format_number


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """One letter. ``given`` and ``times`` are whole sentences, empty where nothing is known."""

    name: str
    given: str
    times: str


def letter_of(donor: Donor, *, donations: int, last_day: date | None, occasion: str = "") -> Letter:
    """The letter to one donor; ``occasion`` is the drive in words, as "ngày hội hiến máu …"."""
    given = ""
    if occasion and last_day:
        given = _("On %(day)s you gave blood at %(occasion)s.") % {
            "day": format_day(last_day),
            "occasion": occasion,
        }
    elif last_day:
        given = _("On %(day)s you gave blood of your own free will.") % {
            "day": format_day(last_day)
        }
    times = ""
    if donations > 1:
        times = _("So far you have given blood %(times)s times.") % {
            "times": format_number(donations)
        }
    return Letter(donor.name, given, times)


def letters_context(
    letters: Sequence[Letter], organisation: Organisation, day: date
) -> dict[str, object]:
    """What ``donors/letters.html`` shows, for ``document_response`` and ``pdf_response``."""
    return {
        "letters": letters,
        "organisation": str(organisation),
        "superior": str(organisation.parent) if organisation.parent else "",
        "place_and_day": _("%(place)s, day %(day)d month %(month)d year %(year)d")
        % {
            "place": organisation.area.name,
            "day": day.day,
            "month": day.month,
            "year": day.year,
        },
        "signatures": [Signature(_("On behalf of the organizers"))],
    }
