"""Facts of drives put into words; nothing here reads the database or the clock."""

from drives.presenters.rows import DriveRow, area_text, drive_rows
from drives.presenters.wording import (
    ListDay,
    Step,
    drives_text,
    figure_text,
    left_out,
    list_day,
    period_text,
    range_text,
    share_text,
    state_tone,
    steps,
    total_text,
    unknown_text,
    when_text,
)

__all__ = [
    "DriveRow",
    "ListDay",
    "Step",
    "area_text",
    "drive_rows",
    "drives_text",
    "figure_text",
    "left_out",
    "list_day",
    "period_text",
    "range_text",
    "share_text",
    "state_tone",
    "steps",
    "total_text",
    "unknown_text",
    "when_text",
]
