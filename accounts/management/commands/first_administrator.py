"""The way into an empty instance."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils.timezone import now

from accounts import actions


class Command(BaseCommand):
    help = "Where nobody has an account: make the superuser admin and print a one-time link."

    def add_arguments(self, parser: CommandParser) -> None:
        port = os.environ.get("PORT", "8000")
        parser.add_argument(
            "--base-url",
            default=f"http://127.0.0.1:{port}",
            help="where the instance answers, for the link",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        first = actions.first_administrator(at=now())
        if first is None:
            self.stdout.write("There are accounts already; nothing was changed.")
            return
        user, token = first
        path = reverse("accounts:invitation", args=[token])
        self.stdout.write(f"Set the password of “{user.username}” here, once, within 7 days:")
        self.stdout.write(f"  {options['base_url'].rstrip('/')}{path}")
