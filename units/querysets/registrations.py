"""Reads of registrations: a drive's list and each desk's."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import Count, Q

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.models import Donor
from drives.models import Drive
from units.querysets.of_drive import OfDriveQuerySet
from units.rules.states import State
from words.folding import words_of

if TYPE_CHECKING:
    from units.models import Registration  # noqa: F401  (names the rows in an annotation)


class RegistrationQuerySet(OfDriveQuerySet["Registration"]):
    def of_drive(self, drive: Drive) -> Self:
        return self.filter(drive=drive.pk)

    def of_person(self, donor: Donor) -> Self:
        """Those of all files of the person."""
        return self.filter(donor__in=Donor.objects.cluster_of(donor).values("pk"))

    def of_donors(self, donors: Iterable[UUID]) -> Self:
        return self.filter(donor__in=list(donors))

    def in_states(self, *states: State) -> Self:
        return self.filter(state__in=[state.value for state in states])

    def matching(self, text: str) -> Self:
        """Every typed word begins a word of the folded name, in any order."""
        found = self
        for word in words_of(text):
            found = found.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
        return found

    def in_group(self, group: str) -> Self:
        """Those who count for a group as the filter's choices name it: ``o<id>`` an organisation,
        ``w<words>`` plain words, ``-`` nobody."""
        if group == "-":
            return self.filter(organisation__isnull=True, group_words="")
        if group.startswith("o") and group[1:].isdecimal() and len(group) < 18:
            return self.filter(organisation=int(group[1:]))
        return self.filter(organisation__isnull=True, group_words=group[1:])

    def hour_of_group(self, group: LinkOrWords[Organisation]) -> datetime | None:
        """The hour for which this group was last registered; None for nobody in particular."""
        if not group:
            return None
        own = self.filter(organisation=group.record, group_words=group.words)
        told = own.exclude(expected_at=None).order_by("-state_at")
        return told.values_list("expected_at", flat=True).first()

    def with_links(self) -> Self:
        """With all that a row shows."""
        return self.select_related("donor", "organisation")

    def for_rows(self) -> Self:
        """With the columns of a row of a list, and no others."""
        return self.select_related("donor", "organisation").only(
            "drive", "name", "group_words", "expected_at", "queue_no", "state", "state_at",
            "organisation__name", "donor__code", "donor__birth_date", "donor__birth_year",
        )  # fmt: skip

    def latest_at_reception(self) -> Self:
        """Those who were given a queue number, the latest first."""
        return self.filter(queue_no__isnull=False).order_by("-queue_no")

    def counts(self) -> dict[State, int]:
        """How many stand in each state; states without anybody are left out."""
        rows = self.order_by().values_list("state").annotate(people=Count("pk"))
        return {State(state): people for state, people in rows}

    def newest_change(self) -> datetime | None:
        """When the last of these took a step: whether a desk's list is still the same."""
        return self.order_by("-state_at").values_list("state_at", flat=True).first()
