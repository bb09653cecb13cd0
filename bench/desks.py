"""A scan at the reception desk against an empty page, and a paper list of 345 lines against the
inserts it makes."""

import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from bench.donors import Use, medians, milliseconds, report
from bench.names import names
from bench.population import say

LINES = 345
COLUMNS = ("name", "men", "women", "paper", "group", "v350", "bag")
DAY_BEFORE_ALL = date(2016, 12, 1)


@dataclass
class Desk:
    """A recorder of one commune in front of a drive of today, with people on its list."""

    client: Any
    user: Any
    drive: Any
    codes: list[str]


def measure(use: Use, rounds: int) -> None:
    from django.conf import settings
    from django.urls import reverse

    settings.ROOT_URLCONF = "bench.donors_urls"
    desks = {}
    for database in ("small", "large"):
        use(database)
        desks[database] = _desk(rounds + 4)

    def scan(database: str) -> Callable[[], object]:
        desk = desks[database]
        address = reverse("units:reception", args=[desk.drive.pk])
        post = {"key": str(uuid4()), "asked": desk.codes.pop()}
        return lambda: _asked(desk.client.post(address, post))

    def empty(database: str) -> Callable[[], object]:
        return lambda: _asked(desks[database].client.get("/bench/empty/"))

    found = medians(use, {"a scan at the reception": scan, "an empty page": empty}, rounds)
    report("desk", found)
    for database in ("small", "large"):
        ratio = found["a scan at the reception", database] / found["an empty page", database]
        say(f"a scan : an empty page, {database} = {ratio:.2f}")
    for database in ("small", "large"):
        use(database)
        _paper_list(desks[database], max(rounds // 6, 3), database)


def _asked(answer: Any) -> None:
    if answer.status_code != 200:
        raise SystemExit(f"answered {answer.status_code}: nothing to measure")


def _desk(people: int) -> Desk:
    from django.test import Client
    from django.utils.timezone import localdate, now

    from accounts.models import Membership, User
    from directory.models import Organisation
    from donors.models import Donor
    from donors.rules.codes import shown_code
    from donors.seed import load_rules
    from drives.actions.drives import DriveFacts, record_drive
    from drives.models import Drive
    from ledger.actor import SYSTEM
    from ledger.scope import Role
    from units.actions.registrations import register_many
    from units.models import Registration, Unit
    from words.dates import Days

    load_rules()
    today = localdate()
    body = Organisation.objects.filter(kind="peoples_committee").order_by("pk")[0]
    user = User.objects.create(username=f"desk.{uuid4()}", full_name="Cán bộ đo", is_active=True)
    Membership.objects.create(
        user=user, organisation=body, role=Role.RECORDER.value, valid_from=DAY_BEFORE_ALL
    )
    facts = DriveFacts(title="Ngày đo", keeper=body, area=body.area, when=Days(today, today))
    answers = {"same-area-and-day": "đo"}
    receipt = record_drive(by=SYSTEM, key=uuid4(), facts=facts, answers=answers)
    drive = Drive.objects.with_page().get(pk=receipt.target_id)
    # The codes of invented donors are no real ones: those who come are given some.
    donors = list(Donor.objects.filter(keeper=body).order_by("pk")[:people])
    for donor in donors:
        donor.code = _code()
        donor.last_given, donor.last_component, donor.given = None, "", 0
        donor.save(update_fields=["code", "last_given", "last_component", "given"])
    Unit.objects.filter(donor__in=[donor.pk for donor in donors]).update(withdrawn_at=now())
    register_many(by=SYSTEM, key=uuid4(), drive=drive, donors=donors)
    listed = Registration.objects.filter(drive=drive).select_related("donor")
    client = Client()
    client.force_login(user, backend="accounts.backends.FoldedUsernameBackend")
    return Desk(client, user, drive, [shown_code(row.donor.code) for row in listed])


def _code() -> str:
    from donors.rules.codes import new_code

    return new_code(random.SystemRandom())


def _paper_list(desk: Desk, rounds: int, database: str) -> None:
    from django.db import transaction

    spent, raw = [], []
    for turn in range(rounds):
        inserts: list[tuple[str, Any]] = []
        with transaction.atomic():
            spent.append(_save_list(desk, turn, inserts))
            transaction.set_rollback(True)
        with transaction.atomic():
            raw.append(milliseconds(partial(_insert, inserts)))
            transaction.set_rollback(True)
    one, other = statistics.median(spent), statistics.median(raw)
    say(
        f"{LINES} lines saved : their inserts alone, {database} = {one / other:.2f}"
        f" ({one:.0f} ms : {other:.0f} ms, {len(inserts)} statements)"
    )


def _save_list(desk: Desk, turn: int, inserts: list[tuple[str, Any]]) -> float:
    from django.db import connection
    from django.utils.timezone import localdate

    from accounts.scopes import scope_of
    from exchange.grids import Posted
    from ledger.actor import SYSTEM
    from ledger.keys import new_id
    from units.actions.paper.lines import kept_lines, put_lines
    from units.actions.paper.reading import read_sheet
    from units.actions.paper.saving import Answer, Want, Wish, save_sheet
    from units.actions.paper.sheets import SheetFacts, open_sheet
    from units.models import PaperSheet

    facts = SheetFacts(label=f"Danh sách {turn}", day=localdate(), columns=COLUMNS)
    receipt = open_sheet(by=SYSTEM, key=new_id(), drive=desk.drive, facts=facts)
    sheet = PaperSheet.objects.select_related("drive__keeper", "receiver").get(pk=receipt.target_id)
    chance = random.Random(turn)  # noqa: S311  (a repeatable list)
    people = enumerate(names(LINES, chance), start=1)
    lines = [
        Posted(id=new_id(), number=n, cells=_line(n, name, sex), key=uuid4())
        for n, (name, sex) in people
    ]
    put_lines(by=SYSTEM, sheet=sheet, lines=lines)
    scope = scope_of(desk.user, localdate())

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            inserts.append((sql, params))
        return execute(sql, params, many, context)

    def save(wish: Wish) -> None:
        save_sheet(by=SYSTEM, scope=scope, key=new_id(), sheet=sheet, wish=wish)

    # Invented people share names and years: what the list asks is answered beforehand.
    asked = read_sheet(desk.drive, sheet, kept_lines(sheet), scope=scope).questions
    wish = Wish(want=Want.GOOD, answer=Answer.SAVE if asked else Answer.NONE, questions=asked)
    with connection.execute_wrapper(keep):
        return milliseconds(lambda: save(wish))


def _line(n: int, name: str, sex: str) -> dict[str, str]:
    """Somebody who gave 350 ml; the numbers are nobody's."""
    return {
        "name": name,
        "women" if sex == "female" else "men": str(1970 + n % 30),
        "paper": f"031{1 if sex == 'female' else 0}{(70 + n % 30) % 100:02}{n:06}",
        "group": f"Thôn {n % 9 + 1}",
        "v350": "x",
        "bag": f"DO{n:05}",
    }


def _insert(inserts: list[tuple[str, Any]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in inserts:
            cursor.execute(sql, params)
