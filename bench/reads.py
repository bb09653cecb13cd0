"""Finding donors, and the lists of a drive."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.donors import Use, medians, milliseconds, report
from bench.names import FREQUENT
from bench.population import say

FIRST_VISITS = 40


def measure(use: Use, rounds: int) -> None:
    """Print what look-ups, searches and lists cost on both databases."""
    from donors.models import Donor, Paper
    from donors.querysets.borders import Border
    from donors.querysets.search import NameSearch
    from units.models import Registration

    chance = random.Random(4)  # noqa: S311  (a repeatable choice)
    drives = {name: _drives(use, name) for name in ("small", "large")}
    hashes = {name: _hashes(use, name, chance) for name in ("small", "large")}

    def number(database: str) -> Callable[[], object]:
        wanted = chance.choice(hashes[database])
        papers = Paper.objects.filter(hmac=wanted)
        return lambda: list(Donor.objects.filter(pk__in=papers.values("donor")))

    def prefix(database: str) -> Callable[[], object]:
        word = chance.choice(["ngu", "pham", "hoang", "tr", "dan"])
        return lambda: NameSearch([word], Border(nation=True)).page()

    def people(database: str) -> Callable[[], object]:
        drive = chance.choice(drives[database])
        rows = Registration.objects.filter(drive=drive).with_links().order_by("sort_key", "id")
        return lambda: list(rows[:50])

    def waiting(database: str) -> Callable[[], object]:
        drive = chance.choice(drives[database])
        rows = Registration.objects.filter(drive=drive, state="arrived").order_by("state_at")
        return lambda: list(rows[:50])

    found = medians(
        use,
        {
            "a donor by the whole number": number,
            "the first 50 of a name's beginning": prefix,
            "the people of a drive, first 50": people,
            "those who wait at a desk": waiting,
        },
        rounds,
    )
    report("read", found)

    def search(words: str) -> Callable[[str], Callable[[], object]]:
        asked = NameSearch(words.split(), Border(nation=True))
        return lambda database: lambda: (asked.page(), asked.total())

    report(
        "any words: first 50 in order and the exact total",
        medians(use, {words: search(words) for words in FREQUENT}, max(rounds // 3, 5)),
    )
    _first_visits(use)


def _drives(use: Use, database: str) -> list[int]:
    from drives.models import Drive

    use(database)
    return list(Drive.objects.order_by("?").values_list("pk", flat=True)[:400])


def _hashes(use: Use, database: str, chance: random.Random) -> list[Any]:
    from donors.models import Paper

    use(database)
    last = Paper.objects.order_by("-pk").values_list("pk", flat=True)[0]
    ids = [chance.randrange(1, last) for _ in range(300)]
    return [bytes(row) for row in Paper.objects.filter(pk__in=ids).values_list("hmac", flat=True)]


def _first_visits(use: Use) -> None:
    """The bags of a drive with the names of who gave: a first visit against the one after it, on
    drives that were not asked for before."""
    import statistics

    from drives.models import Drive
    from units.models import Unit

    say(f"\n{'the bags of a drive with names':44} {'first ms':>9} {'again ms':>9} {'ratio':>6}")
    for database in ("small", "large"):
        use(database)
        drives = Drive.objects.order_by("-pk").values_list("pk", flat=True)[:FIRST_VISITS]
        first, again = [], []
        for drive in list(drives):
            bags = Unit.objects.valid().filter(drive=drive).select_related("registration")
            first.append(milliseconds(partial(list, bags.order_by("id"))))
            again.append(milliseconds(partial(list, bags.order_by("id"))))
        one, other = statistics.median(first), statistics.median(again)
        say(f"{database:44} {one:>9.2f} {other:>9.2f} {one / other:>6.2f}")
