from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("The drive day")

    def ready(self) -> None:
        """Add this room's tabs to a drive's page, and take part when donors are renamed."""
        from donors.actions import bearers
        from drives import gates
        from units.actions.names import put_name
        from units.donor_notes import register_donor_notes
        from units.donor_panel import register_donor_panel
        from units.gates import numbers_agree
        from units.handover_records import register_handover_records
        from units.list_records import register_list_records
        from units.panels import register_panels
        from units.paper_records import register_paper
        from units.records import register_records
        from units.sources import register_sources

        register_panels()
        register_list_records()
        register_handover_records()
        register_donor_panel()
        register_donor_notes()
        register_records()
        register_paper()
        register_sources()
        gates.register(numbers_agree)
        bearers.register(put_name)
