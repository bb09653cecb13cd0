"""People who give: who they are, what they agreed to, what keeps them from giving."""

from donors.models.consent import Consent, ConsentText, PersonRequest, Purpose
from donors.models.custody import Custody
from donors.models.deferral import Deferral, DeferralReason
from donors.models.donor import Donor, FoldedName
from donors.models.honour import Honour, HonourTier
from donors.models.joins import Merge, NotSame
from donors.models.limit import Limit
from donors.models.paper import Paper

__all__ = [
    "Consent",
    "ConsentText",
    "Custody",
    "Deferral",
    "DeferralReason",
    "Donor",
    "FoldedName",
    "Honour",
    "HonourTier",
    "Limit",
    "Merge",
    "NotSame",
    "Paper",
    "PersonRequest",
    "Purpose",
]
