"""The desks of the drive day."""

from units.admin import bags, deferrals, handovers, people

__all__ = ["bags", "deferrals", "handovers", "people"]
