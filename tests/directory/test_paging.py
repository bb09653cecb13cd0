"""Keyset pages: walking on and back over any data gives the sorted list."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Venue
from directory.paging import page_of
from ledger.models import Submission
from tests.factories import HAI_PHONG, area

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NAMES = st.lists(st.text("abđĐ ~%_'ỷZ😀9", min_size=1, max_size=4).filter(str.strip), max_size=23)


def venues(names: list[str]) -> list[Venue]:
    home = area(HAI_PHONG)
    return Venue.objects.bulk_create([Venue(name=name, area=home) for name in names])


def walk(size: int, **options: Any) -> list[list[Venue]]:
    """All pages, forward; walking back from the last must give the same ones."""
    pages = [page_of(Venue.objects.all(), column="folded", size=size, **options)]
    while pages[-1].next:
        pages.append(
            page_of(
                Venue.objects.all(), column="folded", size=size, after=pages[-1].next, **options
            )
        )
    back = pages[-1]
    for page in reversed(pages[:-1]):
        assert back.previous
        back = page_of(
            Venue.objects.all(), column="folded", size=size, before=back.previous, **options
        )
        assert back == page
    assert not back.previous
    return [list(page.rows) for page in pages]


@given(names=NAMES, size=st.integers(1, 7), descending=st.booleans())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_walking_forward_and_back_gives_the_sorted_list(
    areas: None, names: list[str], size: int, descending: bool
) -> None:
    Venue.objects.all().delete()
    made = venues(names)
    pages = walk(size, descending=descending)
    ordered = sorted(made, key=lambda v: (v.folded.encode(), v.pk), reverse=descending)
    assert [row for page in pages for row in page] == ordered
    assert all(len(page) == size for page in pages[:-1])


def test_the_token_of_a_hidden_column_is_the_id_alone(areas: None) -> None:
    made = venues(["b", "a", "a", "c", "d"])
    pages = walk(2, by_id=True)
    assert [row.name for page in pages for row in page] == ["a", "a", "b", "c", "d"]
    first = page_of(Venue.objects.all(), column="folded", size=2, by_id=True)
    assert first.next == str(first.rows[-1].pk)
    # Whoever may not see the row learns nothing of where it stands.
    hidden = Venue.objects.exclude(pk=made[3].pk)
    token = str(made[3].pk)
    page = page_of(hidden, column="folded", size=2, by_id=True, after=token)
    assert page == page_of(hidden, column="folded", size=2, by_id=True)


@given(
    rows=st.lists(st.tuples(st.uuids(), st.integers(0, 3)), max_size=15, unique_by=lambda r: r[0]),
    size=st.integers(1, 5),
    descending=st.booleans(),
    by_id=st.booleans(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_records_with_uuids_are_paged_by_moment_and_id(
    db: None, rows: list[tuple[UUID, int]], size: int, descending: bool, by_id: bool
) -> None:
    Submission.objects.all().delete()
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for number, (key, hours) in enumerate(rows):
        Submission.objects.create(
            key=key, at=noon + timedelta(hours=hours), receipt=f"GH-{number}", action="test"
        )
    options: dict[str, Any] = {
        "column": "at", "size": size, "descending": descending, "by_id": by_id,
    }  # fmt: skip
    pages = [page_of(Submission.objects.all(), **options)]
    while pages[-1].next:
        pages.append(page_of(Submission.objects.all(), after=pages[-1].next, **options))
    shown = [row.pk for page in pages for row in page.rows]
    assert shown == [key for key, _ in sorted(rows, key=lambda r: (r[1], r[0]), reverse=descending)]
    for earlier, page in pairwise(pages):
        assert page_of(Submission.objects.all(), before=page.previous, **options) == earlier


@pytest.mark.parametrize("token", ["x", "~", "~x", "2026-11-22 12:00:00+00:00~7", "no day~"])
def test_a_token_without_a_uuid_gives_the_first_page(db: None, token: str) -> None:
    Submission.objects.create(
        key=UUID(int=7), at=datetime(2026, 11, 22, tzinfo=UTC), receipt="GH-1", action="test"
    )
    first = page_of(Submission.objects.all(), column="at")
    assert page_of(Submission.objects.all(), column="at", after=token) == first
    by_id = page_of(Submission.objects.all(), column="at", after=unquote(token), by_id=True)
    assert by_id == first


def test_rows_added_meanwhile_move_no_page(areas: None) -> None:
    venues(["b", "c", "d", "e"])
    first = page_of(Venue.objects.all(), column="folded", size=2)
    venues(["a"])
    second = page_of(Venue.objects.all(), column="folded", size=2, after=first.next)
    assert [row.name for row in second.rows] == ["d", "e"]


@pytest.mark.parametrize(
    "token", ["x", "~", "a~b", "a~-1", "a~" + "9" * 19, "%00~1", "~~~", "a~1~", "é~²"]
)
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_token_that_says_nothing_gives_the_first_page(areas: None, token: str, side: str) -> None:
    venues(["a", "b", "c"])
    sides: Any = {side: token}
    page = page_of(Venue.objects.all(), column="folded", size=2, **sides)
    assert [row.name for row in page.rows] == ["a", "b"]
    assert page.next
    assert not page.previous


def test_a_token_past_the_end_gives_an_empty_page(areas: None) -> None:
    venues(["a"])
    assert page_of(Venue.objects.all(), column="folded", after="zzz~1").rows == []


def test_a_whole_page_and_no_more_has_no_next(areas: None) -> None:
    venues(["a", "b"])
    page = page_of(Venue.objects.all(), column="folded", size=2)
    assert (page.next, page.previous) == ("", "")
