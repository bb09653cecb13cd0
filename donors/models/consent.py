"""What donors agreed to, and what they asked of those who keep their data (Law 91/2025/QH15)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from donors.models.donor import Donor
from donors.querysets.consents import ConsentQuerySet, ConsentTextQuerySet
from donors.querysets.requests import PersonRequestQuerySet
from ledger.models import Tracked
from words.fields import FoldedField


class Purpose(models.TextChoices):
    """Each has a box of its own, never ticked beforehand."""

    TAKING_PART = "taking_part", _("taking part in blood donation")
    HONOURS = "honours", _("publication of honours")
    PHOTOS = "photos", _("photos")
    RECALL = "recall", _("messages that invite to give again")


class ConsentText(Tracked):
    """One version of the words a donor agrees to; a version that was used stays as it is."""

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    number = models.PositiveSmallIntegerField(_("version of the text"))
    words_vi = models.TextField(_("words in Vietnamese"))
    words_en = models.TextField(_("words in English"))
    folded = FoldedField(source="words_vi")
    valid_from = models.DateField(_("valid from"))

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-number"]
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "number"], name="consenttext_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.number})"

    @property
    def words(self) -> str:
        return self.words_en if get_language() == "en" else self.words_vi


class Consent(models.Model):
    """One agreement of one donor, kept for ever; a withdrawal is written beside it."""

    class Method(models.TextChoices):
        FORM = "form", _("form signed by the donor")
        DESK = "desk", _("at the desk, in the donor's presence")
        PAPER_LIST = "paper_list", _("by the signed paper form, entered from a list")

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    text = models.ForeignKey(ConsentText, models.PROTECT, null=True, related_name="+")
    method = models.CharField(_("method"), max_length=10, choices=Method.choices)
    given_on = models.DateField(_("given on"))
    at = models.DateTimeField(_("recorded at"))
    collector_id = models.BigIntegerField(null=True)
    collector_name = models.CharField(_("collected by"), max_length=150)
    # The paper list that the signed forms belong to, where there is one.
    source_list = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by_name = models.CharField(_("withdrawal recorded by"), max_length=150, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["donor", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor}: {self.get_purpose_display()}"


class PersonRequest(Tracked):
    """What a donor asked for: to see, correct, restrict or erase what is kept."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("access to the own data")
        CORRECTION = "correction", _("correction")
        RESTRICTION = "restriction", _("restriction of processing")
        ERASURE = "erasure", _("erasure")
        WITHDRAWAL = "withdrawal", _("withdrawal of consent")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request of a donor", "open")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        DONE = "done", _("done")
        RESTRICTED = "restricted", _("restricted, erased later")
        REFUSED = "refused", _("refused with the reason")

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="requests")
    keeper = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("handled by")
    )
    kind = models.CharField(_("kind of request"), max_length=12, choices=Kind.choices)
    received_on = models.DateField(_("received on"))
    acknowledge_by = models.DateField(_("to acknowledge by"))
    due_on = models.DateField(_("due on"))
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.OPEN.value
    )
    answer = models.TextField(_("answer"), blank=True)

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a donor")
        verbose_name_plural = _("requests of donors")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "acknowledged"], closed_on__isnull=True)
                | Q(state__in=["done", "restricted", "refused"], closed_on__isnull=False),
                name="personrequest_closed_has_day",
            ),
        ]
        indexes = [
            # The register: what is open, by due date.
            models.Index(fields=["keeper", "state", "due_on"], name="personrequest_due"),
        ]

    def __str__(self) -> str:
        return f"{self.donor}: {self.get_kind_display()}"
