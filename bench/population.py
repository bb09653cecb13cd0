"""A nation of invented donors on PostgreSQL: files, custodies, drives, registrations and bags, laid
in set by set with the indexes down, so that ten million donors take minutes."""

import io
import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.names import names
from donors.rules.names import given_first_key
from donors.rules.search import spaced_name

PEOPLE_A_DRIVE = 150
SEED = 3
# Whose indexes are taken down while the rows are laid in.
TABLES = (
    "donors_foldedname", "donors_donor", "donors_paper", "donors_custody", "drives_drive",
    "units_registration", "units_unit",
)  # fmt: skip
# The id of the n-th record in order of time, shaped like the ids the house gives.
ID_OF = (
    "(lpad(to_hex(1700000000000 + {n}), 12, '0') || '7' || lpad(to_hex({n} % 4096), 3, '0')"
    " || '8' || lpad(to_hex({salt} * 100000000 + {n}), 15, '0'))::uuid"
)


def id_of(salt: int, n: str = "n") -> str:
    """SQL of the n-th id; ``salt`` keeps the kinds of records apart."""
    return ID_OF.format(n=n, salt=salt)


DONOR, REGISTRATION, UNIT = 1, 2, 3


def populate(connection: Any, donors: int) -> None:
    """Fill the default database, whose areas and organisations are there, with ``donors``."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with _without_indexes(cursor):
            _draw_names(cursor, donors)
            _bodies(cursor)
            _files(cursor)
            _drives(cursor, donors)
        cursor.execute("SET session_replication_role = origin")
        say("  analyse")
        cursor.execute("VACUUM ANALYZE")


def _draw_names(cursor: Any, donors: int) -> None:
    say(f"  {donors} names")
    cursor.execute("CREATE TEMP TABLE drawn (n int, name text, sex text)")
    cursor.execute("CREATE TEMP TABLE spelled (name text, spaced text, sort_key text)")
    seen: set[str] = set()

    def rows() -> Iterator[str]:
        chance = random.Random(SEED)  # noqa: S311  (a repeatable data set)
        for n, (name, sex) in enumerate(names(donors, chance), start=1):
            seen.add(name)
            yield f"{n}\t{name}\t{sex}\n"

    _copy(cursor, "drawn", rows())
    spelled = (f"{name}\t{spaced_name(name)}\t{given_first_key(name)}\n" for name in sorted(seen))
    _copy(cursor, "spelled", spelled)
    cursor.execute("ANALYZE drawn, spelled")
    cursor.execute(
        "INSERT INTO donors_foldedname (spaced, bearers)"
        " SELECT spaced, count(*) FROM drawn JOIN spelled USING (name) GROUP BY spaced"
    )


def _bodies(cursor: Any) -> None:
    """Commune bodies by number, so that the n-th donor has one."""
    cursor.execute(
        "CREATE TEMP TABLE body AS SELECT row_number() OVER (ORDER BY o.id) - 1 AS place, o.id,"
        " o.area_id, a.province_now_id AS province FROM directory_organisation o"
        " JOIN directory_area a ON a.id = o.area_id WHERE o.kind = 'peoples_committee'"
    )
    cursor.execute("CREATE TEMP TABLE bodies AS SELECT count(*)::int AS number FROM body")


def _files(cursor: Any) -> None:
    say("  files, papers, custodies")
    cursor.execute(
        f"""
        INSERT INTO donors_donor (id, version, code, name, sort_key, name_key_id, birth_date,
            birth_year, sex, occupation, area_id, organisation_words, blood_group,
            blood_group_source, declared_evidence, keeper_id, entered_at, data_key, phone_sealed,
            phone_hmac, phone_index_version, last_given, last_component, given)
        SELECT {id_of(DONOR)}, 1, lpad(to_hex(n), 9, '0'), d.name, s.sort_key, f.id,
            date '1965-01-01' + (n % 14600 * 7919 % 14600), extract(year from date '1965-01-01'
            + (n % 14600 * 7919 % 14600)), d.sex, '', b.area_id, '', '', '', '', b.id, now(),
            sha256(n::text::bytea), sha256(n::text::bytea), sha256((n || 'phone')::bytea), 1,
            date '2026-01-01' - (n % 700), 'whole', 1
        FROM drawn d JOIN spelled s USING (name) JOIN donors_foldedname f ON f.spaced = s.spaced
        CROSS JOIN bodies JOIN body b ON b.place = n::bigint * 7919 % number
        """  # noqa: S608  (only constants of this file)
    )
    cursor.execute(
        f"""
        INSERT INTO donors_paper (donor_id, kind, sealed, hmac, index_version, hint)
        SELECT {id_of(DONOR)}, 'cccd', sha256(n::text::bytea), sha256((n || 'paper')::bytea), 1,
            lpad((n % 1000)::text, 3, '0') FROM drawn
        """  # noqa: S608  (only constants of this file)
    )
    cursor.execute(
        """
        INSERT INTO donors_custody (donor_id, organisation_id, how, since, name_key_id,
            birth_year, province_now_id, first_in_province)
        SELECT d.id, d.keeper_id, 'registered', now(), d.name_key_id, d.birth_year, b.province, true
        FROM donors_donor d JOIN body b ON b.id = d.keeper_id
        """
    )


def _drives(cursor: Any, donors: int) -> None:
    """Each donor registered once, at a drive of the own commune; three of four gave."""
    say("  drives, registrations, bags")
    drives = max(donors // PEOPLE_A_DRIVE, 1)
    cursor.execute(
        """
        INSERT INTO drives_drive (version, title, folded, kind, state, keeper_id, host_id,
            host_words, venue_lender_words, area_id, venue_words, home_area_id, province_then_id,
            province_now_id, first_day, last_day, sort_day, session, hours, year, slogans,
            plan_number, plan_issuer, source_address, source_words, notes)
        SELECT 1, 'Ngày hội hiến máu số ' || k, 'ngay hoi hien mau so ' || k, 'gathered',
            'confirmed', b.id, b.id, '', '', b.area_id, '', b.area_id, b.province, b.province,
            day, day, day, '', '', extract(year from day), '[]', '', '', '', '', ''
        FROM generate_series(1, %s) k CROSS JOIN bodies JOIN body b ON b.place = k %% number
        CROSS JOIN LATERAL (SELECT date '2016-12-01' + (k * 7919 %% 3640) AS day) days
        """,
        [drives],
    )
    cursor.execute(
        "CREATE TEMP TABLE held AS SELECT id, keeper_id, first_day, row_number() OVER (PARTITION BY"
        " keeper_id ORDER BY id) - 1 AS place, count(*) OVER (PARTITION BY keeper_id) AS number"
        " FROM drives_drive"
    )
    cursor.execute("ANALYZE held")
    cursor.execute(
        f"""
        CREATE TEMP TABLE came AS SELECT row_number() OVER (ORDER BY h.id, d.id) AS n,
            h.id AS drive, h.first_day AS day, h.keeper_id, d.id AS donor, d.name, d.sort_key
        FROM drawn JOIN donors_donor d ON d.id = {id_of(DONOR)}
        JOIN held h ON h.keeper_id = d.keeper_id
            AND h.place = ('x' || right(md5(drawn.n::text), 7))::bit(28)::int % h.number
        """  # noqa: S608  (only constants of this file)
    )
    cursor.execute(
        f"""
        INSERT INTO units_registration (id, version, drive_id, donor_id, name, folded, sort_key,
            source, group_words, queue_no, state, state_at, left_why)
        SELECT {id_of(REGISTRATION)}, 1, drive, donor, came.name, ltrim(s.spaced), came.sort_key,
            'list', '', row_number() OVER (PARTITION BY drive ORDER BY n),
            CASE WHEN n % 4 = 0 THEN 'arrived' ELSE 'donated' END, day + time '08:00', ''
        FROM came JOIN spelled s ON s.name = came.name ORDER BY n
        """  # noqa: S608  (only constants of this file)
    )
    cursor.execute(
        f"""
        INSERT INTO units_unit (id, version, registration_id, drive_id, donor_id, given_on, year,
            bag_code, certificate_no, component, volume, short_reason, blood_group,
            collected_by_name, withdrawn_reason)
        SELECT {id_of(UNIT)}, 1, {id_of(REGISTRATION)}, drive, donor, day,
            extract(year from day), 'T' || n, '', 'whole', 350, '', '', '', ''
        FROM came WHERE n % 4 <> 0 ORDER BY n
        """  # noqa: S608  (only constants of this file)
    )


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Take down the indexes that no constraint owns, and build them again at the end."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " JOIN pg_class t ON t.oid = indrelid WHERE t.relname = ANY(%s) AND NOT indisunique",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    say("  indexes")
    for _name, definition in indexes:
        cursor.execute(definition)


def _copy(cursor: Any, table: str, lines: Iterable[str]) -> None:
    cursor.copy_from(_Lines(lines), table)


class _Lines(io.TextIOBase):
    """Lines made while they are read, as COPY wants them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._left = ""

    def read(self, size: int | None = -1) -> str:
        wanted = 1 << 16 if size is None or size < 0 else size
        parts, length = [self._left], len(self._left)
        for line in self._lines:
            parts.append(line)
            length += len(line)
            if length >= wanted:
                break
        text = "".join(parts)
        self._left = text[wanted:]
        return text[:wanted]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
