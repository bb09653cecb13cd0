"""What was done, on the desk: to be read by the administrators of the nation."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ledger.desk import NationAdmin
from ledger.models import Access, Change, Submission
from ledger.records import action_text


def kind_text(label: str) -> str:
    """``drives.periodtotal`` in words."""
    try:
        return str(capfirst(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label  # of a model that is no more


class _WordedFilter(admin.AllValuesFieldListFilter):
    """A filter by the ids that rows hold, each put into words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        known = set(self.lookup_choices)
        for choice in super().choices(changelist):
            # With counts Django writes "record-drive (12)".
            value, mark, count = str(choice["display"]).partition(" (")
            words = self.words(value) if value in known else value
            yield {**choice, "display": f"{words}{mark}{count}"}

    def words(self, value: str) -> str:
        raise NotImplementedError


class KindFilter(_WordedFilter):
    def words(self, value: str) -> str:
        return kind_text(value)


class ActionFilter(_WordedFilter):
    def words(self, value: str) -> str:
        return str(capfirst(action_text(value)))


class _Worded:
    """Columns which put ids into words."""

    @admin.display(description=_("kind of record"), ordering="target_label")
    def record_kind(self, row: Change | Submission | Access) -> str:
        return kind_text(row.target_label)

    @admin.display(description=_("action"), ordering="action")
    def deed(self, row: Change | Submission) -> str:
        return str(capfirst(action_text(row.action)))


@admin.register(Change)
class ChangeAdmin(_Worded, NationAdmin[Change]):
    list_display = ["at", "actor_name", "deed", "record_kind", "target_id", "version"]
    list_filter = [("target_label", KindFilter), ("action", ActionFilter)]
    list_select_related = ["submission"]
    search_fields = ["target_id", "submission__receipt"]
    fields = [
        "record_kind", "target_id", "version", "at", "actor_name", "deed", "reason", "cells",
        "submission",
    ]  # fmt: skip
    readonly_fields = ["record_kind", "deed"]


@admin.register(Submission)
class SubmissionAdmin(_Worded, NationAdmin[Submission]):
    list_display = ["receipt", "at", "actor_name", "deed", "record_kind", "target_id"]
    list_filter = [("action", ActionFilter)]
    ordering = ["-at", "-pk"]
    search_fields = ["receipt"]
    fields = ["receipt", "at", "actor_name", "deed", "record_kind", "target_id", "key"]
    readonly_fields = ["record_kind", "deed"]


@admin.register(Access)
class AccessAdmin(_Worded, NationAdmin[Access]):
    list_display = ["at", "actor_name", "kind", "record_kind", "target_id", "recipient"]
    list_filter = ["kind"]
    search_fields = ["target_id"]
    fields = [
        "at", "actor_name", "kind", "record_kind", "target_id", "purpose", "recipient", "count",
    ]  # fmt: skip
    readonly_fields = ["record_kind"]
