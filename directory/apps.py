from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Who and where")

    def ready(self) -> None:
        """Give organisations and venues their history pages."""
        from directory.cells import cell_label, cell_text
        from directory.models import Organisation, Venue
        from ledger.records import Record, name_action, register

        def page_of(record: Any) -> str:
            return reverse(f"directory:{record._meta.model_name}", args=[record.pk])

        for model in (Organisation, Venue):
            register(
                Record(
                    model=model,
                    fetch=model.objects.visible_to,
                    page=page_of,
                    cell_label=cell_label(model),
                    cell_text=cell_text(model),
                )
            )
        name_action("add-organisation", _("organisation added"))
        name_action("edit-organisation", _("organisation mended"))
        name_action("add-venue", _("venue added"))
        name_action("edit-venue", _("venue mended"))
