"""What is medical on the desk: for administrators who may know the health of donors as well."""

from typing import Any, TypeVar

from django.db import models
from django.http import HttpRequest

from ledger.desk import ScopedAdmin
from ledger.scope import Scope, Verb

Row = TypeVar("Row", bound=models.Model)


class HealthAdmin(ScopedAdmin[Row]):
    """Shown and changed where both verbs are allowed; nothing is added here."""

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return super().has_view_permission(request, obj) and self.scope(request).may(Verb.HEALTH)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.scope(request).may(Verb.HEALTH) and super().has_change_permission(request, obj)

    def changeable(self, scope: Scope) -> Any:
        return self.all_visible(scope).filter(withdrawn_at=None)
