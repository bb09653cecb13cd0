"""The drive day: who came, what was measured, which bag was filled, where it went."""

from units.models.balance import BagBalance, Balance, GiftRate, SerialBalance
from units.models.day import DriveDay
from units.models.handover import Handover, HandoverCount, HandoverLine
from units.models.paper import PaperLine, PaperSheet
from units.models.registration import Registration, Step
from units.models.screening import Reaction, Screening
from units.models.unit import Unit

__all__ = [
    "BagBalance",
    "Balance",
    "DriveDay",
    "GiftRate",
    "Handover",
    "HandoverCount",
    "HandoverLine",
    "PaperLine",
    "PaperSheet",
    "Reaction",
    "Registration",
    "Screening",
    "SerialBalance",
    "Step",
    "Unit",
]
