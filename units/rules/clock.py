"""Hours of a day as they are typed at a desk: 9:05, 9h05, 9 giờ 5, 0905, 9h."""

import re
import unicodedata
from datetime import time
from typing import Final

from words.folding import fold
from words.sentences import NotUnderstood, gettext_noop, quoted

_LONGEST: Final = 20
_HOUR: Final = re.compile(
    r"([0-9]{1,2}) ?(?:[:h.,]|gio) ?([0-9]{1,2})? ?(?:phut)?|([0-9]{1,2})([0-9]{2})", re.ASCII
)


class NotAnHour(NotUnderstood):
    """Typed words which are no hour of a day."""


def read_clock(text: str) -> time:
    """The hour that ``text`` means. Raises :class:`NotAnHour`."""
    folded = fold(unicodedata.normalize("NFKC", text)).strip() if len(text) <= _LONGEST else ""
    found = _HOUR.fullmatch(folded)
    if found:
        hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise NotAnHour(
        "not-an-hour",
        gettext_noop("“%(typed)s” is not understood as an hour. Write it as in 9:05 or 14h30."),
        {"typed": quoted(text)},
    )
