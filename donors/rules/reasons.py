"""One reason why a person may not give, and what of it everybody may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from donors.rules.findings import Finding
from donors.rules.limits import CIRCULAR
from words.dates import format_day
from words.sentences import gettext_noop


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason not to give. ``sentence`` is a msgid with ``%(name)s`` places for ``params``: a
    clause without capital and stop, so that several stand after one colon.

    ``until`` is the first day on which it no longer holds, None when no day is known;
    ``permanent``: it never ends. A ``medical`` one is read by those who may see health; ``public``
    is what everybody else may read: of a medical one the day alone, without rule or reason.
    """

    rule: str
    sentence: str
    params: Mapping[str, str] = field(default_factory=dict)
    source: str = CIRCULAR
    until: date | None = None
    permanent: bool = False
    medical: bool = False

    @property
    def public(self) -> Finding:
        if self.medical:
            return not_today(self.until)
        return Finding(self.rule, self.sentence, self.params)


NOT_TODAY: Final = gettext_noop("You cannot donate today. Thank you for coming.")
NOT_TODAY_BUT_FROM: Final = gettext_noop("You cannot donate today. You can donate from %(day)s.")


def not_today(able_from: date | None) -> Finding:
    """What may be said to everybody: not today, and from when again where a day is known."""
    if able_from is None:
        return Finding("not-today", NOT_TODAY)
    return Finding("not-today", NOT_TODAY_BUT_FROM, {"day": format_day(able_from)})
