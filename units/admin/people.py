"""People at drives and their examinations on the desk: read here, written at their own desks."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from directory.admin import ProvinceFilter
from ledger.desk import ReadOnlyAdmin, ScopedInline
from ledger.requests import HouseRequest
from ledger.scope import Verb
from units.admin.health import HealthAdmin
from units.models import Registration, Screening, Step
from units.presenters.people import KNOWN, SEEN
from units.rules.states import State


class StepInline(ScopedInline):
    """The way of a person: it tells a deferral from other ways of not giving."""

    model = Step
    fields = ["at", "from_state", "to_state", "desk", "actor_name", "reason"]
    readonly_fields = ["at", "from_state", "to_state", "desk", "actor_name", "reason"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        scope = cast(HouseRequest, request).scope
        return scope.may(Verb.ADMINISTER) and scope.may(Verb.HEALTH)


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin[Registration]):
    list_display = ["name", "donor", "drive", "source", "queue_no", "standing"]
    list_filter = ["source", ("drive__province_now", ProvinceFilter)]
    list_select_related = ["donor", "drive"]
    ordering = ["-drive__sort_day", "sort_key", "pk"]
    search_fields = ["folded", "drive__folded"]
    fields = [
        "drive", "donor", "name", "source", "organisation", "group_words", "expected_at",
        "queue_no", "standing", "first_time",
    ]  # fmt: skip
    inlines = [StepInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        knows = self.scope(request).may(Verb.HEALTH)
        return super().get_queryset(request).annotate(knows=Value(knows))

    @admin.display(description=_("state"))
    def standing(self, registration: Any) -> StrOrPromise:
        """``knows``, said by the query, is whether the reader may know the health of donors."""
        words = KNOWN if registration.knows else SEEN
        return words[State(registration.state)].words


@admin.register(Screening)
class ScreeningAdmin(HealthAdmin[Screening]):
    read_only = True
    list_display = ["registration", "examined_on", "decision", "allowed_volume", "examiner_name"]
    list_filter = ["decision", "component"]
    list_select_related = ["registration__donor", "registration__drive"]
    ordering = ["-examined_on", "-pk"]
    search_fields = ["registration__folded", "registration__drive__folded"]
    fields = [
        "registration", "examined_on", "component", "weight", "systolic", "diastolic", "pulse",
        "pulse_regular", "haemoglobin", "decision", "allowed_volume", "broken", "deferral",
        "stop_reason", "examiner_name", "withdrawn_at",
    ]  # fmt: skip
