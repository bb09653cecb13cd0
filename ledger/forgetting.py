"""Making sure that what was erased is gone from the database's own files, as far as that is in the
database's power; docs/privacy.md says what is left to its operator."""

import logging

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)


def scrub(
    connection: BaseDatabaseWrapper, *erased_from: type[models.Model], whole: bool = False
) -> bool:
    """Rewrite what held erased values; True when nothing was in the way.

    SQLite: the whole file anew, and an empty ``-wal`` beside it. ``secure_delete`` alone is not
    enough: when a page of an index is split, copies of its old entries stay in the gap.

    PostgreSQL: VACUUM and ANALYZE of the tables of ``erased_from`` (without any: of all), so that
    neither dead rows, their indexes nor the planner's samples hold the values; single bytes may
    stay in the gaps of a file until they are written over, unless ``whole`` rewrites the tables,
    which locks each meanwhile.

    Raises TransactionManagementError inside a transaction: the erasure has to be committed first.
    """
    if connection.in_atomic_block:
        message = "scrub() belongs after the transaction that erased"
        raise transaction.TransactionManagementError(message)
    if connection.vendor == "sqlite":
        return _scrub_sqlite(connection)
    names = [connection.ops.quote_name(model._meta.db_table) for model in erased_from]
    options = "FULL, ANALYZE" if whole else "ANALYZE, INDEX_CLEANUP ON"
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ({options}) {', '.join(names)}")
    return True


def _scrub_sqlite(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        # Waits for readers as long as for any lock; they may still be in the way after that.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _frames, _written = cursor.fetchone()
    if busy:
        logger.warning("Erased values may still be in the -wal file; run manage.py scrub later.")
    return not busy


def scrub_after_commit(using: str, *erased_from: type[models.Model]) -> None:
    """Scrub once the transaction of the erasure is committed, which stands even if that fails."""

    def scrub_now() -> None:
        scrub(transaction.get_connection(using), *erased_from)

    transaction.on_commit(scrub_now, using=using, robust=True)
