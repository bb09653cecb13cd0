"""What the list of drives costs, as ratios: ``python -m bench.pages [--rounds 60]``.

Two throw-away databases with all administrative units, one with 200 drives and one with 200.000,
are asked in turn through the whole handler by logged-in officers. Beside each page stands its
query-only view: the same middleware and queries, and an empty answer. SQLite in a temporary
folder, or with DATABASE_URL two new databases on that PostgreSQL, dropped at the end.
"""

import argparse
import io
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

SMALL, LARGE = 200, 200_000
HOSTS = 700
FIRST_DAY = date(2016, 12, 1)
DAYS = 3_640
ONE_IN_WITHOUT_RESULT = 10
BATCH = 5_000


def main() -> None:
    """Build both databases, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=60, help="how often each page is asked")
    parser.add_argument("--large", type=int, default=LARGE, help="drives in the large database")
    parser.add_argument(
        "--without-sums",
        action="store_true",
        help="never sum inline, so that both sizes do the same work",
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="giothong-bench-"))
    try:
        _set_up(folder)
        if options.without_sums:
            from drives.views import listing

            listing.MOST_SUMMED_INLINE = 0
        with _databases(folder, options.large) as use:
            _measure(use, options.rounds, options.large)
    finally:
        shutil.rmtree(folder)


def _set_up(folder: Path) -> None:
    os.environ["DATA_DIR"] = str(folder)
    os.environ.setdefault("SECRET_KEY", "for measuring only")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # As in production, without the compression that only delays the start.
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "bench.pages_urls"
    call_command("collectstatic", interactive=False, verbosity=0)


Use = Callable[[str], None]


@contextmanager
def _databases(folder: Path, large: int) -> Iterator[Use]:
    """Two databases that differ in the number of drives; the value makes one the default."""
    from django.db import connections

    wrappers: dict[str, Any] = {}
    admin = connections["default"]
    is_sqlite = admin.vendor == "sqlite"
    for name in ("small", "large"):
        wrapper = connections.create_connection("default")
        database = str(folder / f"{name}.sqlite3") if is_sqlite else f"giothong_bench_{name}"
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": database}
        wrappers[name] = wrapper

    def use(name: str) -> None:
        connections["default"] = wrappers[name]

    try:
        if not is_sqlite:
            _execute(admin, "CREATE DATABASE giothong_bench_small")
        use("small")
        _say("administrative units, organisations, officers")
        _fill_directory()
        wrappers["small"].close()
        if is_sqlite:
            shutil.copy(folder / "small.sqlite3", folder / "large.sqlite3")
        else:
            _execute(admin, "CREATE DATABASE giothong_bench_large TEMPLATE giothong_bench_small")
        for name, number in (("small", SMALL), ("large", large)):
            use(name)
            _say(f"{number} drives")
            _fill_drives(number)
            _execute(wrappers[name], "ANALYZE")
        yield use
    finally:
        for wrapper in wrappers.values():
            wrapper.close()
        if not is_sqlite:
            for name in wrappers:
                _execute(admin, f"DROP DATABASE IF EXISTS giothong_bench_{name}")
        admin.close()


def _execute(connection: Any, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _fill_directory() -> None:
    from django.core.management import call_command

    from accounts.models import Membership, User
    from directory.models import Area, Organisation, OrgBelow
    from ledger.scope import Role

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_areas", verbosity=0, stdout=io.StringIO())
    chance = random.Random(1)  # noqa: S311  (a repeatable data set)
    committee = Organisation.Kind.STEERING_COMMITTEE
    provinces = list(Area.objects.filter(level="province", valid_to=None).order_by("pk"))
    communes = list(Area.objects.filter(level="commune", valid_to=None).order_by("pk"))
    organisations = [
        Organisation(name=f"Ban Chỉ đạo vận động HMTN {area.name}", kind=committee, area=area)
        for area in (Area.nation(), *provinces)
    ] + [
        Organisation(name=f"UBND {area.name}", kind=Organisation.Kind.PEOPLES_COMMITTEE, area=area)
        for area in chance.sample(communes, HOSTS)
    ]
    Organisation.objects.bulk_create(organisations)
    OrgBelow.objects.bulk_create(OrgBelow(above=o, below=o, depth=0) for o in organisations)
    for username, province in (("nation", None), ("province", "Hải Phòng")):
        user = User.objects.create(username=username, full_name=username)
        body = organisations[0] if province is None else _of(organisations, province)
        Membership.objects.create(
            user=user, organisation=body, role=Role.CONFIRMER.value, valid_from=FIRST_DAY
        )


def _of(organisations: list[Any], province: str) -> Any:
    return next(o for o in organisations if province in o.area.name)


def _fill_drives(number: int) -> None:
    """Every province alike, but a third of the first 200 in the one whose officer looks."""
    from directory.models import Area, Organisation
    from drives.models import Drive, Result
    from drives.rules.states import State

    chance = random.Random(2)  # noqa: S311  (a repeatable data set)
    hosts = list(Organisation.objects.filter(kind="peoples_committee").order_by("pk"))
    areas = list(Area.objects.filter(level="commune").with_parents().order_by("pk"))
    local = [a for a in areas if a.province_now and "Hải Phòng" in a.province_now.name]
    states = [State.AWAITING, State.SUBMITTED, *[State.CONFIRMED] * 8]
    for start in range(0, number, BATCH):
        drives = []
        for place in range(start, min(start + BATCH, number)):
            area = chance.choice(local if place < SMALL and place % 3 == 0 else areas)
            host = chance.choice(hosts)
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            drives.append(
                Drive(
                    title=f"Ngày hội hiến máu tình nguyện đợt {place % 4 + 1} năm {day.year}",
                    state=chance.choice(states).value,
                    keeper=host,
                    host=host,
                    area=area,
                    home_area=area,
                    province_then=area.province_then,
                    province_now=area.province_now,
                    first_day=day,
                    last_day=day,
                    sort_day=day,
                    year=day.year,
                )
            )
        Drive.objects.bulk_create(drives)
        Result.objects.bulk_create(
            _result(drive, chance) for drive in drives if chance.randrange(ONE_IN_WITHOUT_RESULT)
        )


def _result(drive: Any, chance: random.Random) -> Any:
    from drives.models import Result
    from drives.rules.figures import Figure, Qualifier

    result = Result(drive=drive)
    over = Qualifier.OVER if chance.randrange(5) == 0 else Qualifier.EXACT
    result.attended = Figure(Decimal(chance.randrange(50, 900)), over)
    result.units = Figure(Decimal(chance.randrange(30, 600)))
    return result


# The views measured: name, what it is compared with, address on a database.
PAGE, QUERY = "/drives/", "/bench/query/"


def _measure(use: Use, rounds: int, large: int) -> None:
    asked: list[tuple[str, str, str, str]] = []
    clients: dict[tuple[str, str], Any] = {}
    for officer in ("nation", "province"):
        for database in ("small", "large"):
            use(database)
            clients[officer, database] = client = _client(officer)
            deep = _deep(officer)
            asked += [
                (officer, database, "first", ""),
                (officer, database, "deep", f"?after={deep}"),
                (officer, database, "search", "?q=kien+thuy"),
            ]
            _cpu(client, PAGE)
    seconds: dict[tuple[str, str, str, str], list[float]] = {}
    for turn in range(rounds + 3):
        for officer, database, depth, query in asked:
            use(database)
            for kind, url in (("page", PAGE), ("query", QUERY)):
                spent = _cpu(clients[officer, database], f"{url}{query}")
                if turn >= 3:
                    seconds.setdefault((officer, database, depth, kind), []).append(spent)
    _report({key: statistics.median(values) for key, values in seconds.items()}, large)


def _client(username: str) -> Any:
    from django.test import Client

    from accounts.models import User

    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, backend="accounts.backends.FoldedUsernameBackend")
    return client


def _deep(username: str) -> str:
    """The token after four fifths of what the officer sees."""
    from accounts.models import User
    from accounts.scopes import scope_of
    from drives.models import Drive

    scope = scope_of(User.objects.get(username=username), FIRST_DAY + timedelta(days=DAYS))
    drives = Drive.objects.visible_to(scope).order_by("-sort_day", "-id")
    row = drives[max(drives.count() * 4 // 5 - 51, 0)]
    return f"{row.sort_day}~{row.pk}"


def _cpu(client: Any, url: str) -> float:
    start = time.process_time()
    answer = client.get(url)
    spent = time.process_time() - start
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}: nothing to measure")
    return spent


def _report(median: dict[tuple[str, str, str, str], float], large: int) -> None:
    """Ratios, with the milliseconds of CPU they are made of."""
    _say("")
    _say(f"{'officer':9} {'page':6} {'drives':>8} {'page ms':>8} {'query ms':>9} {'ratio':>6}")
    for officer, database, depth, kind in median:
        if kind == "page":
            page = median[officer, database, depth, "page"]
            query = median[officer, database, depth, "query"]
            number = SMALL if database == "small" else large
            _say(
                f"{officer:9} {depth:6} {number:>8} {page * 1000:>8.2f} {query * 1000:>9.2f}"
                f" {page / query:>6.2f}"
            )
    _say("")
    for officer in ("nation", "province"):
        base = median[officer, "small", "first", "page"]
        for depth in ("first", "deep", "search"):
            grown = median[officer, "large", depth, "page"] / base
            _say(f"{officer:9} {depth:6} page of {large} : first page of {SMALL} = {grown:.2f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
