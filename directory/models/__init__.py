"""Who and where: areas with their lives, organisations, venues."""

from directory.models.area import Area
from directory.models.organisation import Organisation, OrgBelow
from directory.models.venue import Venue

__all__ = ["Area", "OrgBelow", "Organisation", "Venue"]
