from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    name = "config"


class DeskConfig(AdminConfig):
    """Django admin as the administrators' desk."""

    default_site = "accounts.desk.DeskSite"
