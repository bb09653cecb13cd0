"""What was erased is gone from the database's own files too."""

import random
import sqlite3
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.timezone import now

from ledger import forgetting
from ledger.forgetting import scrub, scrub_after_commit
from ledger.models import Change, Submission
from tests.house.nowhere import assert_nowhere, places_of

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
ERASED = "Giàng Thị Mỷ Nhớ"


def write_and_erase(seed: int) -> None:
    """Changes of odd lengths, so that pages of their index split in the middle, and then emptied.
    With SQLite 3.40 some of these seeds leave copies in the gaps of pages, in spite of
    ``secure_delete``."""
    chance = random.Random(seed)  # noqa: S311 - lengths, not secrets
    Change.objects.bulk_create(
        Change(
            target_label=f"{'x' * chance.randint(0, 30)}{ERASED}{number}",
            target_id="y" * chance.randint(0, 30),
            version=seed + 1,
            at=now(),
            actor_name=ERASED,
            action="toy",
            cells={},
        )
        for number in range(500)
    )
    Change._base_manager.update(target_label=Cast("pk", CharField()), actor_name="")


@pytest.mark.parametrize("seed", [4, 11, 12])
def test_after_a_scrub_the_erased_is_nowhere(seed: int) -> None:
    write_and_erase(seed)
    assert scrub(connection, Change)
    assert_nowhere(ERASED)


@pytest.mark.parametrize("whole", [False, True])
def test_samples_and_logs_of_writes_are_scrubbed_too(whole: bool) -> None:
    with connection.cursor() as cursor:
        write_and_erase(1)
        Change._base_manager.update(reason=ERASED)
        cursor.execute("ANALYZE")
        Change._base_manager.update(reason="")
    assert places_of(ERASED)  # in the -wal file, or in what ANALYZE sampled
    assert scrub(connection, whole=whole)
    assert_nowhere(ERASED)
    assert Change.objects.count() == 500


def test_an_erasure_is_scrubbed_once_it_is_committed(monkeypatch) -> None:
    scrubbed: list[object] = []
    monkeypatch.setattr(forgetting, "scrub", lambda *what: scrubbed.append(what))
    with transaction.atomic():
        scrub_after_commit("default", Change, Submission)
        assert not scrubbed
    assert scrubbed == [(connection, Change, Submission)]

    def taken_back() -> None:
        with transaction.atomic():
            scrub_after_commit("default", Change)
            raise KeyError

    with pytest.raises(KeyError):
        taken_back()
    assert len(scrubbed) == 1


def test_an_erasure_stands_even_if_the_scrub_fails(monkeypatch, caplog) -> None:
    def fails(*what: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(forgetting, "scrub", fails)
    with transaction.atomic():
        write_and_erase(1)
        scrub_after_commit("default", Change)
    assert Change.objects.count() == 500
    assert "Error calling" in caplog.text


def test_a_scrub_inside_a_transaction_is_a_mistake() -> None:
    with (
        pytest.raises(transaction.TransactionManagementError, match="after the transaction"),
        transaction.atomic(),
    ):
        scrub(connection, Change)


def test_the_command_scrubs_the_whole_database(capsys) -> None:
    write_and_erase(11)
    call_command("scrub")
    assert "Nothing erased is left" in capsys.readouterr().out
    assert_nowhere(ERASED)


@pytest.fixture
def reader() -> Iterator[None]:
    """Somebody who began to read before the erasure and does not stop."""
    write_and_erase(1)
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM ledger_change").fetchone()
    yield
    other.close()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's -wal file")
def test_a_reader_in_the_way_is_told(reader, caplog) -> None:
    Change._base_manager.update(reason="later")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=1")
    assert not scrub(connection)
    assert "run manage.py scrub later" in caplog.text
    with pytest.raises(CommandError, match="Try again"):
        call_command("scrub")
    connection.close()  # and with it the impatience
