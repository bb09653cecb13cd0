"""The application of the room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Spreadsheets in, documents and codes out. Knows no drive and no donor."""

    name = "exchange"
    label = "exchange"
