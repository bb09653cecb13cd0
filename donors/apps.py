from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class DonorsConfig(AppConfig):
    name = "donors"
    verbose_name = _("Donors")

    def ready(self) -> None:
        """Give donors their history pages and cards, their keys a way to be renewed, and their
        custodies the province in which an organisation lies."""
        from directory.models import Organisation
        from donors.actions import custody, keys
        from donors.cards import register_cards
        from donors.care_records import register_care
        from donors.models import Donor
        from donors.panels import Panel, register
        from donors.presenters.custodies import read_custodies
        from donors.records import register_records
        from ledger.seals import register_reindex, register_wrapped

        register_records()
        register_care()
        register_cards()
        register(Panel("custody", 80, "donors/_custodies.html", read_custodies))
        register_wrapped(Donor, "data_key")
        register_reindex(keys.papers_of_old_keys, keys.bring_papers)
        register_reindex(keys.phones_of_old_keys, keys.bring_phones)
        post_save.connect(
            custody.organisation_saved, sender=Organisation, dispatch_uid="donors.custody"
        )
