"""What finding donors and running a desk cost as a nation grows, as ratios:
``DATABASE_URL=postgres://… python -m bench.donors --scale 10000000 [--small 100000]``.

Makes two databases on that PostgreSQL, with 100.000 and with ``--scale`` invented donors, asks
both in turn, and drops them at the end (``--keep`` leaves them, to be asked again). Times are of
the clock, server and query set together, medians of ``--rounds``; a first visit is one to a drive
that nobody asked for since the server's start.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import pages
from bench.population import populate, say

SMALL = 100_000
Use = Callable[[str], None]


def main() -> None:
    """Build both databases, measure, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--scale", type=int, default=10_000_000, help="donors in the large one")
    parser.add_argument("--small", type=int, default=SMALL, help="donors in the small one")
    parser.add_argument("--rounds", type=int, default=30, help="how often each is asked")
    parser.add_argument("--keep", action="store_true", help="keep the databases for another run")
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("This is measured on PostgreSQL: set DATABASE_URL.")
    folder = Path(tempfile.mkdtemp(prefix="giothong-bench-"))
    os.environ.setdefault("GIOTHONG_KEYS", "1:" + ":".join(["A" * 43 + "="] * 2))
    try:
        pages._set_up(folder)
        with _databases({"small": options.small, "large": options.scale}, options.keep) as use:
            from bench import desks, reads

            reads.measure(use, options.rounds)
            desks.measure(use, options.rounds)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _databases(sizes: dict[str, int], keep: bool) -> Iterator[Use]:
    from django.db import connections

    admin, wrappers = connections["default"], {}
    for name, donors in sizes.items():
        wrapper = connections.create_connection("default")
        database = f"giothong_donors_{donors}"
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": database}
        wrappers[name] = wrapper

    def use(name: str) -> None:
        connections["default"] = wrappers[name]

    try:
        for name, donors in sizes.items():
            database = wrappers[name].settings_dict["NAME"]
            if not _exists(admin, database):
                say(f"{name}: {donors} donors")
                pages._execute(admin, f"CREATE DATABASE {database}")
                use(name)
                pages._fill_directory()
                populate(wrappers[name], donors)
        yield use
    finally:
        for wrapper in wrappers.values():
            wrapper.close()
            if not keep:
                database = wrapper.settings_dict["NAME"]
                pages._execute(admin, f"DROP DATABASE IF EXISTS {database}")
        admin.close()


def _exists(admin: Any, database: str) -> bool:
    with admin.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def medians(
    use: Use, works: dict[str, Callable[[str], Callable[[], object]]], rounds: int
) -> dict[tuple[str, str], float]:
    """Each work on both databases, turn by turn; ``works[name](database)`` makes one act."""
    spent: dict[tuple[str, str], list[float]] = {}
    for turn in range(rounds + 2):
        for name, make in works.items():
            for database in ("small", "large"):
                use(database)
                took = milliseconds(make(database))
                if turn >= 2:
                    spent.setdefault((name, database), []).append(took)
    return {key: statistics.median(values) for key, values in spent.items()}


def report(title: str, found: dict[tuple[str, str], float]) -> None:
    say(f"\n{title:44} {'small ms':>9} {'large ms':>9} {'ratio':>6}")
    for name in dict.fromkeys(name for name, _database in found):
        small, large = found[name, "small"], found[name, "large"]
        say(f"{name:44} {small:>9.2f} {large:>9.2f} {large / small:>6.2f}")


if __name__ == "__main__":
    main()
