"""Moments as people say them, in local time and in the language of the page."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from words.dates import format_day


def moment_text(at: datetime, *, now: datetime | None = None) -> str:
    """``14:05 ngày 30/11/2024``; on the day of ``now`` only ``14:05``."""
    local = timezone.localtime(at) if at.tzinfo else at
    clock = f"{local:%H:%M}"
    if now is not None and local.date() == timezone.localdate(now):
        return clock
    return gettext("%(clock)s on %(day)s") % {"clock": clock, "day": format_day(local.date())}
