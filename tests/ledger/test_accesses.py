"""Looks at what is protected, and how often one person took them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ledger.actions import note_access
from ledger.actor import SYSTEM, Actor
from ledger.models import Access

pytestmark = pytest.mark.both
HOA, BINH = Actor(id=1, name="Phạm Thị Hoa"), Actor(id=2, name="Nguyễn Văn Bình")
Kind = Access.Kind


def test_only_this_persons_looks_of_this_kind_since_then_count(commune) -> None:
    since = timezone.now()
    for by, kind in ((HOA, Kind.NATION), (HOA, Kind.NATION), (HOA, Kind.REVEAL)):
        note_access(by=by, kind=kind, target=commune)
    note_access(by=BINH, kind=Kind.NATION, target=commune)
    note_access(by=SYSTEM, kind=Kind.EXPORT, target=commune, recipient="Sở Y tế", count=345)
    count = Access.objects.count_of
    assert count(kind=Kind.NATION, actor=HOA, since=since) == 2
    assert count(kind=Kind.REVEAL, actor=HOA, since=since) == 1
    assert count(kind=Kind.REVEAL, actor=BINH, since=since) == 0
    assert count(kind=Kind.EXPORT, actor=SYSTEM, since=since) == 1
    later = timezone.now() + timedelta(seconds=1)
    assert count(kind=Kind.NATION, actor=HOA, since=later) == 0


def test_counting_is_served_by_an_index(db) -> None:
    asked = Access.objects.filter(actor_id=1, kind=Kind.NATION, at__gte=timezone.now())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "access_by_actor" in asked.order_by().explain()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_fits_its_column_and_has_words(commune, kind) -> None:
    access = note_access(by=HOA, kind=kind, target=commune)
    access.refresh_from_db()
    assert access.kind == kind
    assert str(kind.label)
