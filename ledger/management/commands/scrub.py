"""Rewrites the database's files, so that erased values are in none of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ledger.forgetting import scrub


class Command(BaseCommand):
    help = (
        "Rewrites every table, so that nothing erased is left in the database's files."
        " Locks each table while it does; run it at night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not scrub(connection, whole=True):
            message = "Somebody is reading just now: some is left in the -wal file. Try again."
            raise CommandError(message)
        self.stdout.write("Nothing erased is left in the database's files.")
