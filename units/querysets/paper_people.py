"""The files that the lines of a paper list may tell of: those whom the own organisations know, and
everybody on the list of the drive. Of anybody else nothing is read."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from donors.models import Custody, Donor, Paper
from donors.querysets.borders import Border, border_of
from donors.rules.codes import shown_code
from donors.rules.likeness import Known
from donors.rules.people import Sex
from donors.rules.search import spaced_name
from donors.sealed import paper_hmac, paper_hmacs, phone_hmac, phone_hmacs
from drives.models import Drive
from ledger.scope import Scope
from units.models import Registration
from units.rules.paper_cells import TypedLine
from units.rules.paper_people import Candidate, Described, Papers
from units.rules.states import State
from words.dates import format_day
from words.folding import fold

# A list that is alike so many files is not read line by line.
MOST_FILES: Final = 5_000
COLUMNS: Final = (
    "pk", "head", "name_key__spaced", "birth_date", "birth_year", "sex", "phone_hmac",
    "restricted_at", "name", "code",
)  # fmt: skip


def described(line: TypedLine) -> Described:
    """A typed line, for comparison."""
    number = paper_hmac(line.paper) if line.paper else None
    return Described(
        Known(
            name=spaced_name(line.name),
            birth_date=line.birth.day if line.birth else None,
            birth_year=line.birth.year if line.birth else None,
            sex=line.sex,
            phone=phone_hmac(line.phone) if line.phone else None,
            papers=frozenset({("", number)} if number else ()),
        ),
        frozenset({(line.paper_kind.value, number)} if number and line.paper_kind else ()),
    )


def candidates(drive: Drive, scope: Scope, lines: Sequence[TypedLine]) -> list[Candidate]:
    """Every file that one of the lines may tell of, within ``scope`` and on the list of ``drive``.
    Six queries, however many lines: the border's two, files, papers, and who stands here."""
    named = [line for line in lines if line.name]
    if not named:
        return []
    # What a file holds under an older index key is compared under the newest.
    newest = _newest(named)
    files = _files(drive, border_of(scope), named)
    papers = _papers([row["pk"] for row in files], newest)
    here = _here(drive, {row["head"] or row["pk"] for row in files})
    near = set(
        Custody.objects.filter(
            organisation=drive.keeper_id, donor__in=[row["pk"] for row in files]
        ).values_list("donor", flat=True)
    )
    return [
        Candidate(
            id=row["pk"],
            person=row["head"] or row["pk"],
            described=_described(row, papers.get(row["pk"], frozenset()), newest),
            near=row["pk"] in near,
            restricted=row["restricted_at"] is not None,
            here=state,
            here_at=at,
            name=row["name"],
            birth=format_day(row["birth_date"])
            if row["birth_date"]
            else str(row["birth_year"] or ""),
            code=shown_code(row["code"]),
        )
        for row in files
        for state, at in [here.get(row["head"] or row["pk"], (None, None))]
    ]


def _newest(lines: Iterable[TypedLine]) -> dict[bytes, bytes]:
    newest: dict[bytes, bytes] = {}
    for line in lines:
        if line.paper:
            newest |= dict.fromkeys(paper_hmacs(line.paper), paper_hmac(line.paper))
        if line.phone:
            newest |= dict.fromkeys(phone_hmacs(line.phone), phone_hmac(line.phone))
    return newest


def _files(drive: Drive, border: Border, lines: Sequence[TypedLine]) -> list[dict[str, Any]]:
    """Each part of the union is read by an index of its own; together they are a few hundred."""
    names = {spaced_name(line.name) for line in lines}
    numbers = [digest for line in lines if line.paper for digest in paper_hmacs(line.paper)]
    phones = [digest for line in lines if line.phone for digest in phone_hmacs(line.phone)]
    days = {line.birth.day for line in lines if line.birth and line.birth.day}
    years = {line.birth.year for line in lines if line.birth}
    known = Custody.objects.all() if border.nation else border.custodies()
    named = known.filter(name_key__spaced__in=names)
    near = Custody.objects.filter(organisation=drive.keeper_id, name_key__spaced__in=names)
    listed = Registration.objects.of_drive(drive).filter(folded__in={fold(n.name) for n in lines})
    parts = [
        Paper.objects.filter(hmac__in=numbers).order_by().values("donor"),
        Donor.objects.filter(phone_hmac__in=phones, name_key__spaced__in=names).values("pk"),
        named.filter(donor__birth_date__in=days).order_by().values("donor"),
        near.filter(donor__birth_year__in=years).order_by().values("donor"),
        listed.order_by().values("donor"),
    ]
    ids = parts[0].union(*parts[1:])
    there = Registration.objects.of_drive(drive).filter(donor=OuterRef("pk"))
    rows = Donor.objects.filter(pk__in=ids, erased_at__isnull=True)
    if not border.nation:
        rows = rows.filter(Exists(known.filter(donor=OuterRef("pk"))) | Exists(there))
    return list(rows.order_by("pk").values(*COLUMNS)[:MOST_FILES])


def _papers(ids: Sequence[UUID], newest: dict[bytes, bytes]) -> dict[UUID, Papers]:
    found: dict[UUID, set[tuple[str, bytes]]] = {}
    for donor, kind, hmac in Paper.objects.filter(donor__in=ids).values_list(
        "donor", "kind", "hmac"
    ):
        digest = bytes(hmac)
        found.setdefault(donor, set()).add((kind, newest.get(digest, digest)))
    return {donor: frozenset(papers) for donor, papers in found.items()}


def _here(drive: Drive, people: set[UUID]) -> dict[UUID, tuple[State, Any]]:
    """Where these people, under any of their files, stand at the drive."""
    rows = Registration.objects.of_drive(drive).filter(
        Q(donor__in=people) | Q(donor__head__in=people)
    )
    return {
        head or donor: (State(state), at)
        for donor, head, state, at in rows.values_list("donor", "donor__head", "state", "state_at")
    }


def _described(row: dict[str, Any], papers: Papers, newest: dict[bytes, bytes]) -> Described:
    phone = bytes(row["phone_hmac"]) if row["phone_hmac"] is not None else None
    return Described(
        Known(
            name=row["name_key__spaced"] or "",
            birth_date=row["birth_date"],
            birth_year=row["birth_year"],
            sex=Sex(row["sex"]) if row["sex"] else None,
            phone=newest.get(phone, phone) if phone else None,
            papers=frozenset(("", number) for _kind, number in papers),
        ),
        papers,
    )
