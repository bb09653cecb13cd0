"""What is done with donors' files, to be looked at on the desk: each has its own page, on which it
is written and taken back."""

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donors.models import Consent, Custody, Donor, Honour, Merge, NotSame, PersonRequest
from ledger.desk import ReadOnlyAdmin
from ledger.scope import Scope

Row = TypeVar("Row", bound=models.Model)


class OfDonorAdmin(ReadOnlyAdmin[Row]):
    """Rows about donors, seen with one of them."""

    donors: ClassVar[tuple[str, ...]] = ("donor",)
    ordering = ["-pk"]
    search_fields = ["donor__name_key__spaced"]

    def all_visible(self, scope: Scope) -> Any:
        seen = Donor.objects.visible_to(scope).values("pk")
        either = Q()
        for path in self.donors:
            either |= Q(**{f"{path}__in": seen})
        return self.model._default_manager.filter(either)


@admin.register(Custody)
class CustodyAdmin(OfDonorAdmin[Custody]):
    list_display = ["donor", "organisation", "how", "since"]
    list_filter = ["how"]
    list_select_related = ["donor", "organisation"]
    fields = ["donor", "organisation", "how", "since", "province_now"]


@admin.register(Consent)
class ConsentAdmin(OfDonorAdmin[Consent]):
    list_display = ["donor", "purpose", "method", "given_on", "collector_name", "withdrawn_at"]
    list_filter = ["purpose", "method"]
    list_select_related = ["donor"]
    fields = [
        "donor", "purpose", "text", "method", "given_on", "at", "collector_name", "withdrawn_at",
        "withdrawn_by_name",
    ]  # fmt: skip


@admin.register(PersonRequest)
class PersonRequestAdmin(ReadOnlyAdmin[PersonRequest]):
    list_display = ["donor", "kind", "received_on", "due_on", "state", "keeper"]
    list_filter = ["kind", "state"]
    list_select_related = ["donor", "keeper"]
    ordering = ["due_on", "pk"]
    search_fields = ["donor__name_key__spaced", "keeper__folded"]
    fields = [
        "donor", "kind", "keeper", "received_on", "acknowledge_by", "due_on", "acknowledged_on",
        "closed_on", "state", "answer",
    ]  # fmt: skip


@admin.register(Merge)
class MergeAdmin(OfDonorAdmin[Merge]):
    donors = ("donor", "into")
    list_display = ["donor", "into", "at", "actor_name", "with_consent", "undone_at"]
    list_filter = ["with_consent"]
    list_select_related = ["donor", "into"]
    search_fields = ["donor__name_key__spaced", "into__name_key__spaced"]
    fields = [
        "donor", "into", "at", "actor_name", "reason", "with_consent", "undone_at",
        "undone_by_name", "undone_reason",
    ]  # fmt: skip


@admin.register(NotSame)
class NotSameAdmin(OfDonorAdmin[NotSame]):
    donors = ("one", "other")
    list_display = ["one", "other", "at", "actor_name", "undone_at"]
    list_select_related = ["one", "other"]
    search_fields = ["one__name_key__spaced", "other__name_key__spaced"]
    fields = [
        "one", "other", "at", "actor_name", "reason", "undone_at", "undone_by_name",
        "undone_reason",
    ]  # fmt: skip


@admin.register(Honour)
class HonourAdmin(OfDonorAdmin[Honour]):
    list_display = ["donor", "shown_tier", "given_on", "decision", "withdrawn_at"]
    list_select_related = ["donor", "tier"]
    fields = [
        "donor", "tier", "given_on", "decision", "recorded_at", "recorded_by_name",
        "withdrawn_at", "withdrawn_reason",
    ]  # fmt: skip

    @admin.display(description=_("tier"))
    def shown_tier(self, honour: Honour) -> str:
        return honour.tier.name
