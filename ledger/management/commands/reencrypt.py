"""Brings all that older keys sealed or indexed to the current keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.reencryption import Outcome, bring_digests, rewrap_column
from ledger.seals import reindexes, ring, wrapped_columns


class Command(BaseCommand):
    """Repeatable; one that was broken off is started again. Only after a run that ends well may an
    older key be taken out of GIOTHONG_KEYS."""

    help = "Wraps every data key with the newest master key and renews digests for look-up."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = ring()
        self.stdout.write(f"Master key {keys.master_version}, index key {keys.index_version}.")
        failed = 0
        for model, field in wrapped_columns():
            failed += self._tell(f"{model._meta.label}.{field}", rewrap_column(model, field))
        for reindex in reindexes():
            label = f"{reindex.pending().model._meta.label} (digests)"
            failed += self._tell(label, bring_digests(reindex))
        if failed:
            message = (
                f"{failed} rows could not be brought to the current keys: keep the older keys."
            )
            raise CommandError(message)
        older = [
            *(f"master key {version}" for version in sorted(keys.masters)[:-1]),
            *(f"index key {version}" for version in sorted(keys.indexes)[:-1]),
        ]
        if older:
            self.stdout.write(
                "Nothing is under an older key any more. If every process was started with the"
                " newest keys before this run, these may be taken out of GIOTHONG_KEYS: "
                + ", ".join(older)
            )

    def _tell(self, label: str, outcome: Outcome) -> int:
        self.stdout.write(f"  {label}: {outcome.written} of {outcome.seen} rows written anew")
        if outcome.failed:
            self.stderr.write(f"  {label}: {outcome.failed} failed, first {outcome.first_failed}")
        return outcome.failed
