"""Drives and what belongs to them, on the desk."""

from drives.admin.drives import DriveAdmin
from drives.admin.records import AwardAdmin, CampaignAdmin, PeriodTotalAdmin
from drives.admin.results import ResultAdmin
from drives.admin.tolerances import ToleranceAdmin

__all__ = [
    "AwardAdmin",
    "CampaignAdmin",
    "DriveAdmin",
    "PeriodTotalAdmin",
    "ResultAdmin",
    "ToleranceAdmin",
]
