"""The desks of the drive day."""

from units.admin import bags, deferrals, people

__all__ = ["bags", "deferrals", "people"]
