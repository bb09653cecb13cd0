"""What was done, on the desk: to be read by the administrators of the nation."""

from django.contrib import admin

from ledger.desk import NationAdmin
from ledger.models import Access, Change, Submission


@admin.register(Change)
class ChangeAdmin(NationAdmin[Change]):
    list_display = ["at", "actor_name", "action", "target_label", "target_id", "version"]
    list_filter = ["target_label", "action"]
    list_select_related = ["submission"]
    search_fields = ["target_id", "submission__receipt"]
    fields = [
        "target_label", "target_id", "version", "at", "actor_name", "action", "reason", "cells",
        "submission",
    ]  # fmt: skip


@admin.register(Submission)
class SubmissionAdmin(NationAdmin[Submission]):
    list_display = ["receipt", "at", "actor_name", "action", "target_label", "target_id"]
    list_filter = ["action"]
    ordering = ["-at", "-pk"]
    search_fields = ["receipt"]
    fields = ["receipt", "at", "actor_name", "action", "target_label", "target_id", "key"]


@admin.register(Access)
class AccessAdmin(NationAdmin[Access]):
    list_display = ["at", "actor_name", "kind", "target_label", "target_id", "recipient"]
    list_filter = ["kind"]
    search_fields = ["target_id"]
    fields = [
        "at", "actor_name", "kind", "target_label", "target_id", "purpose", "recipient", "count",
    ]  # fmt: skip
