from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrivesConfig(AppConfig):
    name = "drives"
    verbose_name = _("Blood drives")

    def ready(self) -> None:
        """Give the records of this room their history pages."""
        from drives.records import register_records

        register_records()
