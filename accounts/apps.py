from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts import middleware  # noqa: F401  (connects the stamp of each login)
        from accounts.records import register_records

        register_records()
