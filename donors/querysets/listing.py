"""One list of donors, whatever it is asked by."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from directory.paging import page_of
from donors.models import Donor
from donors.querysets.borders import Border
from donors.querysets.newest import newest, newest_of, within
from donors.querysets.search import PAGE_SIZE, Hits, NameSearch
from donors.rules.question import Question
from ledger.scope import Scope

MOST_COUNTED: Final = 2_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list. ``total`` is None where it is not counted; ``is_more`` says that it is
    only the lower bound."""

    hits: Hits
    total: int | None = None
    is_more: bool = False
    by_name: bool = False


def listed(
    question: Question,
    conditions: Q,
    border: Border,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
) -> Listed:
    """All donors within ``border`` by words, by ``conditions``, by both, or newest first."""
    if not conditions and question.words:
        search = NameSearch(question.words, border, question.year)
        hits = search.page(after=after, before=before)
        return Listed(hits, search.total(), by_name=True)
    if not conditions:
        hits = newest_of(border, after=after, before=before)
        total = border.custodies().count() if border.counts_once else None
        return Listed(hits, total)
    rows = within(border).filter(conditions)
    for word in question.words:
        rows = rows.filter(name_key__spaced__contains=f" {word}")
    if question.year:
        rows = rows.filter(birth_year=question.year)
    if question.words:
        page = page_of(
            rows.only("pk", "sort_key"), column="sort_key", by_id=True,
            after=str(after or ""), before=str(before or ""),
        )  # fmt: skip
        hits = Hits([row.pk for row in page.rows], _id(page.next), _id(page.previous))
    else:
        hits = newest(rows, "pk", after=after, before=before)
    total = rows.order_by()[: MOST_COUNTED + 1].count()
    is_more = total > MOST_COUNTED
    return Listed(hits, min(total, MOST_COUNTED), is_more, by_name=bool(question.words))


def exactly(question: Question, scope: Scope) -> Listed:
    """Those with this number, phone or code whom the scope sees."""
    seen = Donor.objects.visible_to(scope)
    rows = [seen.with_number(number) for number in question.numbers]
    if question.phone:
        rows.append(seen.with_phone(question.phone))
    if question.code:
        rows.append(seen.with_code(question.code))
    ids = {pk for each in rows for pk in each.order_by().values_list("pk", flat=True)[:PAGE_SIZE]}
    return Listed(Hits(sorted(ids, reverse=True)[:PAGE_SIZE]), len(ids))


def donors_of(hits: Hits) -> list[Donor]:
    """The donors of a page in its order, with all that a row of a list reads."""
    found = Donor.objects.for_list().in_bulk(list(hits.ids))
    return [found[pk] for pk in hits.ids if pk in found]


def _id(token: str) -> UUID | None:
    return UUID(token) if token else None
