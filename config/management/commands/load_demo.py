"""``manage.py load_demo``: both published events with their organizers and officers, and a drive of
today with its people; repeatable."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.demo.bodies import load_bodies
from config.demo.day import load_day
from config.demo.events import load_events
from config.demo.people import accounts, load_people
from donors.seed import load_rules
from ledger.scope import Role

ROLES = {
    Role.RECORDER: "cán bộ nhập liệu",
    Role.CONFIRMER: "cán bộ tổng hợp",
    Role.RECEIVER: "cơ sở tiếp nhận máu",
    Role.VIEWER: "người xem",
    Role.ADMINISTRATOR: "quản trị",
}


class Command(BaseCommand):
    help = "Load the demo. Reads DEMO_PASSWORD; only on a demo instance (DEMO=1)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD", "")
        if not settings.DEMO or not password:
            raise CommandError("The demo needs DEMO=1 and DEMO_PASSWORD.")
        bodies = load_bodies()
        people = load_people(bodies, password)
        load_events(bodies, people)
        load_rules()
        load_day(bodies, people, timezone.localdate())
        for account in accounts(bodies):
            role = ROLES[account.role]
            self.stdout.write(f"{account.username:<20} {role} · {account.organisation.name}")
