"""Which handovers a person sees and answers, and which of their lines are listed."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from directory.models import Organisation
from drives.models import Drive, Receiving
from drives.querysets.drives import in_reach
from ledger.scope import Reach, Scope, Verb
from units.querysets.of_drive import OfDriveQuerySet

if TYPE_CHECKING:
    from units.models import Handover, HandoverLine  # noqa: F401  (name rows in annotations)


class HandoverQuerySet(OfDriveQuerySet["Handover"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of the drives a person sees; who sees a drive only as its receiver sees only the
        own organisation's."""
        if scope.whole_nation(Verb.SEE):
            return self
        condition = Q(pk__in=[])
        for place in scope.places(Verb.SEE):
            condition |= in_reach(place, "drive__")
        if kept := scope.organisations(Verb.SEE, Reach.KEPT):
            condition |= Q(drive__keeper__in=Organisation.below(kept))
        if received := scope.organisations(Verb.SEE, Reach.RECEIVED):
            condition |= _own(received)
        return self.filter(condition)

    def answerable_by(self, scope: Scope) -> Self:
        """Those given to the person's own organisation, or one below it."""
        if scope.whole_nation(Verb.RECEIVE):
            return self
        received = scope.organisations(Verb.RECEIVE, Reach.RECEIVED)
        return self.filter(_own(received)) if received else self.none()

    def editable_by(self, scope: Scope) -> Self:
        """The desk shows handovers and changes none: a handover has its own pages."""
        return self.none()

    def of_drive(self, drive: Drive) -> Self:
        return self.filter(drive=drive.pk)

    def valid(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def handed_over(self) -> Self:
        """Those that left the drive, answered or not."""
        return self.valid().filter(sent_at__isnull=False)

    def with_links(self) -> Self:
        """With all that a handover's page reads of links."""
        return self.select_related(
            "receiver", "drive__keeper", "drive__host", "drive__venue", "drive__venue_lender",
            "drive__area__parent__parent", "drive__area__province_now",
        )  # fmt: skip


def _own(receivers: tuple[int, ...]) -> Q:
    """Handovers to these organisations, as long as their drives name them as receivers."""
    own = Organisation.below(receivers)
    drives = Receiving.objects.filter(organisation__in=own).values("drive")
    return Q(receiver__in=own, drive__in=drives)


class HandoverLineQuerySet(models.QuerySet["HandoverLine"]):
    def on_list(self) -> Self:
        """The lines as they stand; of a withdrawn handover as they stood at its end."""
        return self.filter(Q(removed_at__isnull=True) | Q(removed_at=F("handover__withdrawn_at")))

    def given(self) -> Self:
        """The bags that were listed: without those the receiver found besides."""
        return self.on_list().exclude(finding="extra")

    def standing(self) -> Self:
        """Those not taken off."""
        return self.filter(removed_at__isnull=True)

    def with_links(self) -> Self:
        return self.select_related("unit")
