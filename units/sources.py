"""The names of a drive as a source of its result sheet."""

from django.utils.translation import gettext_lazy as _

from drives import sources
from drives.models import Drive
from units.models import Registration
from units.querysets.counts import figures_of_names


def register_sources() -> None:
    """Called once, when the app is ready."""
    sources.register(
        sources.Source(
            slug="names",
            title=_("take the figures from the names"),
            filled=_(
                "These figures were taken from the list of names and are not saved yet. Look at"
                " them, then save."
            ),
            offered=_has_names,
            figures=figures_of_names,
        )
    )


def _has_names(drive: Drive) -> bool:
    return Registration.objects.of_drive(drive).exists()
