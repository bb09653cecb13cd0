from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonorsConfig(AppConfig):
    name = "donors"
    verbose_name = _("Donors")

    def ready(self) -> None:
        """Give keys of donors a way to be renewed."""
        from donors.actions import keys
        from donors.models import Donor
        from ledger.seals import register_reindex, register_wrapped

        register_wrapped(Donor, "data_key")
        register_reindex(keys.papers_of_old_keys, keys.bring_papers)
        register_reindex(keys.phones_of_old_keys, keys.bring_phones)
