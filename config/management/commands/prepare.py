"""Makes an instance ready to serve, in one process; ./run skips it when nothing has changed."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from donors.seed import load_rules
from ledger.instance_keys import prepare_keys
from units.seed import load_gift_rates


class Command(BaseCommand):
    """Migrates, makes the keys of an embedded instance, loads the areas and the rules of
    giving, loads the demo if asked, collects static files. Repeatable.

    With ``--demo`` what load_demo prints (the accounts) is kept in DATA_DIR/demo_accounts, so that
    a later start can print it without Django.
    """

    help = "Migrates, loads areas, rules and, if asked, the demo, and collects static files."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo as well")

    def handle(self, *args: Any, **options: Any) -> None:
        demo: bool = options["demo"]
        if demo and not settings.DEMO:
            message = "The demo is loaded only on a demo instance (DEMO=1)."
            raise CommandError(message)
        data_dir = Path(settings.DATA_DIR)
        self._step("database")
        call_command("migrate", interactive=False, verbosity=0)
        if demo:
            self._refuse_a_real_database(data_dir)
        self._step("keys")
        try:
            prepare_keys(settings.SEALING_KEYS_FILE)
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
        self._step("areas")
        call_command("load_areas", verbosity=0, stdout=io.StringIO())
        self._step("rules")
        load_rules()
        load_gift_rates()
        if demo:
            self._step("demo")
            accounts = io.StringIO()
            call_command("load_demo", stdout=accounts)
            (data_dir / "demo_accounts").write_text(accounts.getvalue(), encoding="utf-8")
        self._step("static files")
        call_command("collectstatic", interactive=False, verbosity=0)

    def _refuse_a_real_database(self, data_dir: Path) -> None:
        """A database that has users but never had the demo from here may be somebody's real one."""
        if (data_dir / "demo_accounts").exists():
            return
        if get_user_model()._default_manager.exists():
            message = "This database already has users: the demo is not loaded into it."
            raise CommandError(message)

    def _step(self, name: str) -> None:
        self.stdout.write(f"  {name}")
        self.stdout.flush()
