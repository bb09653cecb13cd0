"""``manage.py load_areas``: the administrative units of both eras, repeatable."""

from typing import Any

from django.core.management.base import BaseCommand

from directory.actions.areas import load_areas
from directory.areas_csv import read_areas, read_successors


class Command(BaseCommand):
    help = "Load the administrative units of both eras from the committed CSV."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_areas(read_areas(), read_successors())
        self.stdout.write(f"{loaded.areas} areas, {loaded.successors} successor links")
