"""Reads of registrations: a drive's list and each desk's."""

from typing import TYPE_CHECKING

from units.querysets.of_drive import OfDriveQuerySet

if TYPE_CHECKING:
    from units.models import Registration  # noqa: F401  (names the rows in an annotation)


class RegistrationQuerySet(OfDriveQuerySet["Registration"]):
    pass
