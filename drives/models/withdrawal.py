"""Records that can be withdrawn: nothing is deleted, and all can be restored."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drives.fields import user_key
from ledger.models import Tracked


class Withdrawable(Tracked):
    """A record that was a mistake is withdrawn with a reason: it is shown as such to those who may
    edit it, and left out of sums, lists and pickers elsewhere."""

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_by = user_key(_("withdrawn by"))
    withdrawn_reason = models.CharField(
        _("reason of the withdrawal"), max_length=500, blank=True, editable=False
    )

    class Meta:
        abstract = True

    WITHDRAWAL = ("withdrawn_at", "withdrawn_by", "withdrawn_reason")

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


def withdrawal_constraint(model: str) -> models.CheckConstraint:
    """When and why, or neither."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
        | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
        name=f"{model}_withdrawn_with_reason",
    )
