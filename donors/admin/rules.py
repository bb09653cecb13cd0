"""Limits, reasons for deferral, tiers of honour and consent texts on the desk."""

from typing import Any, TypeVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from donors.actions.dated import LaterValue, TextInUse, add_consent_text, add_rule, edit_rule
from donors.models import ConsentText, DeferralReason, HonourTier, Limit
from donors.models.limit import Dated
from ledger.actions import Receipt
from ledger.desk import Given, Refused, ScopedAdmin
from ledger.requests import HouseRequest
from ledger.scope import Verb
from words.dates import format_day

Rule = TypeVar("Rule", bound=Dated)
NAMES = ["code", "name_vi", "name_en"]
LIFE = ["valid_from", "valid_to", "source", "certainty"]


class DatedAdmin(ScopedAdmin[Rule]):
    """A new value is added with its first day; a value is edited only to mend a slip."""

    list_filter = ["certainty"]
    ordering = ["code", "-valid_from", "pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.scope(request).whole_nation(Verb.ADMINISTER)

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> Any:
        return ["code"] if obj else []

    def keep(self, request: HouseRequest, obj: Rule, given: Given, change: bool) -> Receipt:
        names = [name for name in self.get_fields(request, obj) if name in given.values]
        facts = given.only(*names)
        if change:
            return edit_rule(
                by=request.actor, key=given.key, rule=obj, version=given.version, facts=facts,
                reason=given.reason,
            )  # fmt: skip
        try:
            return add_rule(by=request.actor, key=given.key, blank=self.model(), facts=facts)
        except LaterValue as refusal:
            sentence = gettext(
                "A value of this code already begins on %(day)s. The new one must begin later."
            )
            raise Refused(sentence % {"day": format_day(refusal.later.valid_from)}) from None


@admin.register(Limit)
class LimitAdmin(DatedAdmin[Limit]):
    list_display = ["shown_name", "value", "unit", "valid_from", "valid_to", "source", "certainty"]
    fields = [*NAMES, "value", "unit", *LIFE]

    @admin.display(description=_("limit"), ordering="code")
    def shown_name(self, limit: Limit) -> str:
        return limit.name


@admin.register(DeferralReason)
class DeferralReasonAdmin(DatedAdmin[DeferralReason]):
    list_display = ["shown_name", "group", "period", "valid_from", "valid_to", "certainty"]
    list_filter = ["group", "certainty"]
    fields = [*NAMES, "group", "months", "weeks", "days", "permanent", *LIFE]

    @admin.display(description=_("reason"), ordering="code")
    def shown_name(self, reason: DeferralReason) -> str:
        return reason.name

    @admin.display(description=_("waiting time"))
    def period(self, reason: DeferralReason) -> str:
        if reason.permanent:
            return gettext("for ever")
        if reason.months:
            return gettext("%(n)d months") % {"n": reason.months}
        if reason.weeks:
            return gettext("%(n)d weeks") % {"n": reason.weeks}
        return gettext("%(n)d days") % {"n": reason.days or 0}


@admin.register(HonourTier)
class HonourTierAdmin(DatedAdmin[HonourTier]):
    list_display = ["shown_name", "whom", "times", "province", "valid_from", "valid_to"]
    list_filter = ["whom", "certainty"]
    list_select_related = ["province"]
    fields = [*NAMES, "whom", "times", "province", *LIFE]

    @admin.display(description=_("tier"), ordering="times")
    def shown_name(self, tier: HonourTier) -> str:
        return tier.name

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.scope(request).may(Verb.ADMINISTER)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A province offers its own name only, and must be named by whoever is not the nation's."""
        scope = self.scope(request)
        provinces = Area.objects.filter(level="province")
        if not scope.whole_nation(Verb.ADMINISTER):
            kwargs["required"] = True
            own = [place.id for place in scope.places(Verb.ADMINISTER)]
            provinces = provinces.filter(pk__in=own)
        kwargs["queryset"] = provinces.order_by("folded")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(ConsentText)
class ConsentTextAdmin(ScopedAdmin[ConsentText]):
    list_display = ["purpose", "number", "valid_from"]
    list_filter = ["purpose"]
    ordering = ["purpose", "-number", "pk"]
    fields = ["purpose", "number", "words_vi", "words_en", "valid_from"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.scope(request).whole_nation(Verb.ADMINISTER)

    def get_readonly_fields(self, request: HttpRequest, obj: ConsentText | None = None) -> Any:
        return ["purpose", "number"] if obj else ["number"]

    def keep(self, request: HouseRequest, obj: ConsentText, given: Given, change: bool) -> Receipt:
        names = ["words_vi", "words_en", "valid_from"]
        if not change:
            facts = given.only("purpose", *names)
            return add_consent_text(by=request.actor, key=given.key, facts=facts)
        try:
            return edit_rule(
                by=request.actor, key=given.key, rule=obj, version=given.version,
                facts=given.only(*names), reason=given.reason,
            )  # fmt: skip
        except TextInUse:
            raise Refused(
                gettext(
                    "Donors have agreed to these words, so they stay. Add a new version instead."
                )
            ) from None
