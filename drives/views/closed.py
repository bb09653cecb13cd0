"""What a form says of a record that was withdrawn."""

from django.utils.translation import gettext as _

from drives.actions.refusals import IsWithdrawn
from drives.models.withdrawal import Withdrawable
from ledger.saving import Refusals


def why_closed(record: Withdrawable) -> str:
    """Empty where the record takes changes."""
    return _sentence() if record.is_withdrawn else ""


def _sentence() -> str:
    return _("This record was withdrawn. Restore it first.")


WITHDRAWN: Refusals = {IsWithdrawn: lambda form, _refusal: form.add_error(None, _sentence())}
