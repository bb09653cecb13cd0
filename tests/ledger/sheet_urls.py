"""The addresses of the house, and those of the small editing page."""

from django.urls import include, path

from tests.ledger import sheets

urlpatterns = [
    path("sheets/new/", sheets.new, name="sheet-new"),
    path("sheets/new-only/", sheets.new_only, name="sheet-new-only"),
    path("sheets/<int:pk>/", sheets.edit, name="sheet-edit"),
    path("", include("config.urls")),
]
