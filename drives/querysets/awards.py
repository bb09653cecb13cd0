"""Reads of awards: seen with their drive."""

from typing import TYPE_CHECKING, Self

from drives.querysets.drives import allowed, recordable
from drives.querysets.withdrawals import STANDING, Standing
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from drives.models import Award  # noqa: F401  (names the rows in an annotation)


class AwardQuerySet(Standing["Award"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of the drives a person sees; withdrawn ones only where the person may edit them."""
        seen = allowed(scope, Verb.SEE, "drive__")
        if seen is None:
            return self.none()
        written = recordable(scope, "drive__")
        if written is None:
            return self.filter(seen, STANDING)
        return self.filter(seen, STANDING | written) if written else self.filter(seen)
