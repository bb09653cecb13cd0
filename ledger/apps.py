from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = _("What was done")

    def ready(self) -> None:
        """Refuse to start with keys that are no keys."""
        from ledger.seals import has_ring

        has_ring()
