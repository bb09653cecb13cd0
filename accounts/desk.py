"""The administrators' desk: Django admin, scoped."""

from django.contrib.admin import AdminSite


class DeskSite(AdminSite):
    """The one admin site."""
