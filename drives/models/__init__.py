"""Campaigns, drives, results, participations, period totals, awards, tolerances."""

from drives.models.award import Award
from drives.models.campaign import Campaign
from drives.models.drive import Answer, Drive, Move, Partner, Receiving
from drives.models.participation import Participation
from drives.models.period_total import PeriodTotal
from drives.models.result import Part, Result
from drives.models.tolerance import Tolerance

__all__ = [
    "Answer",
    "Award",
    "Campaign",
    "Drive",
    "Move",
    "Part",
    "Participation",
    "Partner",
    "PeriodTotal",
    "Receiving",
    "Result",
    "Tolerance",
]
