"""The application of the room."""

from django.apps import AppConfig


class WordsConfig(AppConfig):
    """Vietnamese on paper: folding, sort keys, numbers and days as people type them."""

    name = "words"
    label = "words"
