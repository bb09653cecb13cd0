"""One blood drive: where, when, by whom; and what belongs to it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Area, Organisation, Venue
from drives.fields import FigureColumns, figure_constraints
from drives.models.campaign import Campaign
from drives.querysets.drives import DriveQuerySet
from drives.rules.states import State
from ledger.models import Tracked
from words.dates import Days, Span, When
from words.fields import FoldedField


def organisation_key(verbose_name: Any, **options: Any) -> "models.ForeignKey[Any, Any]":
    """A link down to an organisation; with ``_words`` beside it for what is only told."""
    return models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=verbose_name, **options
    )


class Drive(Tracked):
    """One event at one place on one or more days. ``keeper`` keeps the record and decides who may
    edit; host, venue lender and receivers are facts: a link, only words, or unknown."""

    class Kind(models.TextChoices):
        GATHERED = "gathered", _("gathered")
        FIXED = "fixed", _("fixed site")
        EMERGENCY = "emergency", _("emergency")

    class Session(models.TextChoices):
        MORNING = "morning", _("morning")
        AFTERNOON = "afternoon", _("afternoon")
        EVENING = "evening", _("evening")
        ALL_DAY = "all_day", _("all day")

    STATES = [
        (State.PLANNED.value, _("Planned")),
        (State.REGISTERING.value, _("Taking registrations")),
        (State.AWAITING.value, _("Awaiting the report")),
        (State.SUBMITTED.value, _("Sent, awaiting confirmation")),
        (State.RETURNED.value, _("Returned for completion")),
        (State.CONFIRMED.value, _("Figures confirmed")),
        (State.REOPENED.value, _("Reopened for correction")),
        (State.POSTPONED.value, _("Moved to another day")),
        (State.CANCELLED.value, _("Cancelled")),
    ]

    title = models.CharField(_("title"), max_length=250)
    folded = FoldedField(source="words_to_find")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.GATHERED)
    state = models.CharField(
        _("state"), max_length=12, choices=STATES, default=State.PLANNED.value, editable=False
    )

    keeper = organisation_key(_("keeper of the record"))
    host = organisation_key(_("host"), null=True, blank=True)
    host_words = models.CharField(_("host, in words"), max_length=300, blank=True)
    venue_lender = organisation_key(_("venue lender"), null=True, blank=True)
    venue_lender_words = models.CharField(_("venue lender, in words"), max_length=300, blank=True)

    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    venue_words = models.CharField(_("venue, in words"), max_length=300, blank=True)
    # The area whose officers see the drive: its own, else its keeper's; and its provinces.
    home_area = models.ForeignKey(Area, models.PROTECT, related_name="+", editable=False)
    province_then = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", editable=False
    )
    province_now = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", editable=False
    )

    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    within_from = models.DateField(_("some time from"), null=True, blank=True)
    within_to = models.DateField(_("some time before"), null=True, blank=True)
    sort_day = models.DateField(editable=False)
    session = models.CharField(_("session"), max_length=10, choices=Session.choices, blank=True)
    hours = models.CharField(_("hours"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(_("round"), null=True, blank=True)

    campaigns = models.ManyToManyField(
        Campaign, blank=True, related_name="drives", verbose_name=_("campaigns")
    )
    slogans = models.JSONField(_("slogans"), default=list, blank=True)
    plan_number = models.CharField(_("plan number"), max_length=60, blank=True)
    plan_day = models.DateField(_("day of the plan"), null=True, blank=True)
    plan_issuer = models.CharField(_("issuer of the plan"), max_length=200, blank=True)
    expected_from = models.PositiveIntegerField(_("expected units, from"), null=True, blank=True)
    expected_to = models.PositiveIntegerField(_("expected units, to"), null=True, blank=True)
    source_address = models.URLField(_("address of the bulletin"), max_length=500, blank=True)
    source_words = models.TextField(_("words of the bulletin"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates",
        verbose_name=_("same drive as"),
    )  # fmt: skip

    objects = DriveQuerySet.as_manager()

    class Meta:
        verbose_name = _("drive")
        verbose_name_plural = _("drives")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(first_day__isnull=False, last_day__gte=F("first_day")),
                name="drive_days_both_and_in_order",
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True)
                | Q(within_from__isnull=True, within_to__isnull=True),
                name="drive_days_or_span",
            ),
            models.CheckConstraint(
                condition=Q(within_from__isnull=True)
                | Q(within_to__isnull=True)
                | Q(within_from__lt=F("within_to")),
                name="drive_span_in_order",
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=True) | Q(host_words=""), name="drive_host_link_or_words"
            ),
            models.CheckConstraint(
                condition=Q(venue__isnull=True) | Q(venue_words=""),
                name="drive_venue_link_or_words",
            ),
            models.CheckConstraint(
                condition=Q(venue_lender__isnull=True) | Q(venue_lender_words=""),
                name="drive_lender_link_or_words",
            ),
            models.CheckConstraint(
                condition=Q(expected_to__isnull=True)
                | Q(expected_from__isnull=False, expected_to__gte=F("expected_from")),
                name="drive_expected_in_order",
            ),
            models.CheckConstraint(
                condition=Q(round__isnull=True) | Q(year__isnull=False),
                name="drive_round_has_year",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="drive_not_its_own_duplicate",
            ),
        ]
        indexes = [
            # The drives list, keyset (sort_day, id), alone and behind each filter of a scope.
            models.Index(fields=["-sort_day", "-id"], name="drive_list"),
            models.Index(
                fields=["province_now", "-sort_day", "-id"], name="drive_list_province_now"
            ),
            models.Index(
                fields=["province_then", "-sort_day", "-id"], name="drive_list_province_then"
            ),
            models.Index(fields=["area", "-sort_day", "-id"], name="drive_list_area"),
            models.Index(fields=["keeper", "-sort_day", "-id"], name="drive_list_keeper"),
            # Home: what waits for whom.
            models.Index(fields=["state", "keeper"], name="drive_state_keeper"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("drives:drive", args=[self.pk])

    @property
    def words_to_find(self) -> str:
        """What a search reads of the record itself, with the names of its areas, which never
        change; linked hosts and venues are found by their own names."""
        areas = [self.area, self.area.parent if self.area else None]
        areas += [self.province_then, self.province_now]
        words = [self.title, self.host_words, self.venue_words]
        return " ".join(filter(None, [*words, *(area.name for area in areas if area)]))

    @property
    def when(self) -> When | None:
        """Its days, or the span it lies in, or None when nothing is known."""
        if self.first_day and self.last_day:
            return Days(self.first_day, self.last_day)
        if self.within_from or self.within_to:
            return Span(self.within_from, self.within_to)
        return None

    @when.setter
    def when(self, when: When | None) -> None:
        days = when if isinstance(when, Days) else None
        span = when if isinstance(when, Span) else None
        self.first_day, self.last_day = (days.first, days.last) if days else (None, None)
        self.within_from, self.within_to = (span.start, span.end) if span else (None, None)

    @property
    def life_state(self) -> State:
        return State(self.state)

    @property
    def host_name(self) -> str:
        return str(self.host) if self.host else self.host_words

    @property
    def venue_name(self) -> str:
        return str(self.venue) if self.venue else self.venue_words

    @property
    def venue_lender_name(self) -> str:
        return str(self.venue_lender) if self.venue_lender else self.venue_lender_words


class BodyAtDrive(models.Model):
    """A body that has a part in a drive: a link, or only the words it was told in."""

    organisation = organisation_key(_("organisation"), null=True, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.organisation) if self.organisation else self.words


def one_name(model: str) -> models.CheckConstraint:
    """Exactly one of link and words."""
    return models.CheckConstraint(
        condition=Q(organisation__isnull=False, words="")
        | (Q(organisation__isnull=True) & ~Q(words="")),
        name=f"{model}_link_or_words",
    )


class Partner(BodyAtDrive):
    """A body that helps the host (đơn vị phối hợp)."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="partners")

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [one_name("partner")]


class Receiving(BodyAtDrive):
    """One receiver of blood at a drive, with the units it took; several at one drive happen."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="receivings")
    units = FigureColumns(_("units received"))

    class Meta:
        verbose_name = _("receiver")
        verbose_name_plural = _("receivers")
        constraints = [one_name("receiving"), *figure_constraints("receiving", "units")]


class Move(models.Model):
    """One step in the life of a drive; append-only, so that an old day or reason is never lost."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="moves")
    name = models.CharField(_("step"), max_length=20)
    from_state = models.CharField(_("from"), max_length=12, choices=Drive.STATES)
    to_state = models.CharField(_("to"), max_length=12, choices=Drive.STATES)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)
    # Cells a confirmer asks to complete when returning.
    cells = models.JSONField(_("cells"), default=list, blank=True)
    old_first_day = models.DateField(_("old first day"), null=True, blank=True)
    old_last_day = models.DateField(_("old last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.drive}: {self.name}"


class Answer(models.Model):
    """Why something unlikely about a drive or its result is right all the same; asked once."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="answers")
    rule = models.CharField(_("question"), max_length=60)
    why = models.TextField(_("answer"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["drive", "rule"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.why}"
