"""What this room says of donors on pages of the room below: that two files stand on one drive's
list, and all that is kept of a person at drives."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from donors import disclosure, join_notes
from donors.disclosure import Section
from donors.models import Donor
from drives.models import Drive
from ledger.scope import Scope
from units.models import Registration, Unit
from words.dates import format_day, format_when
from words.moments import moment_text


def register_donor_notes() -> None:
    """Called once, when the app is ready."""
    join_notes.register(at_one_drive)
    disclosure.register(at_drives)


def at_one_drive(files: Collection[UUID], others: Collection[UUID]) -> list[str]:
    """One sentence for each drive on whose list both people stand."""
    there = Registration.objects.filter(donor__in=list(others)).values("drive")
    mine = Registration.objects.filter(donor__in=list(files), drive__in=there).values("drive")
    return [
        _(
            "Both files are on the list of one drive (%(day)s). Both entries stay there, and are"
            " counted as they were recorded."
        )
        % {"day": format_when(drive.when)}
        for drive in Drive.objects.filter(pk__in=mine).order_by("sort_day", "pk")
    ]


def at_drives(scope: Scope, files: Sequence[Donor]) -> list[Section]:
    """Drives and bags within the own scope; what was measured stays with the establishment."""
    people = Registration.objects.visible_to(scope).filter(donor__in=files)
    bags = Unit.objects.visible_to(scope).valid().filter(donor__in=files)
    return [
        Section(
            _("At drives"),
            [
                (moment_text(row.state_at), f"{row.drive.title}: {row.get_state_display()}")
                for row in people.select_related("drive").order_by("state_at", "pk")
            ],
        ),
        Section(
            _("Donations"),
            [
                (
                    format_day(bag.given_on),
                    ", ".join(
                        filter(
                            None,
                            [
                                bag.get_component_display(),
                                f"{bag.volume} ml" if bag.volume else "",
                                bag.bag_code,
                                bag.certificate_no,
                            ],
                        )
                    ),
                )
                for bag in bags.order_by("given_on", "pk")
            ],
        ),
    ]
