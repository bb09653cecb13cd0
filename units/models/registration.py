"""One person at one drive, and each step they took there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from donors.models import Donor
from donors.rules.names import given_first_key
from drives.models import Drive
from ledger.keys import new_id
from ledger.models import Tracked
from units.querysets.registrations import RegistrationQuerySet
from units.rules.states import Desk, LeftWhy, State
from words.fields import FoldedField

STATES = [
    (State.REGISTERED.value, _("registered")),
    (State.ARRIVED.value, _("arrived")),
    (State.SCREENED.value, _("fit to give")),
    (State.DEFERRED.value, _("not given today")),
    (State.DONATED.value, _("donated")),
    (State.LEFT.value, _("left without giving")),
    (State.NO_SHOW.value, _("did not come")),
    (State.WITHDRAWN.value, _("withdrawn")),
]
DESKS = [
    (Desk.LIST.value, _("list")),
    (Desk.RECEPTION.value, _("reception")),
    (Desk.SCREENING.value, _("screening")),
    (Desk.COLLECTION.value, _("collection")),
    (Desk.ENTRY.value, _("entry from paper")),
    (Desk.CLOSING.value, _("closing")),
]


class Registration(Tracked):
    """A donor at a drive. ``name`` is kept from the donor's file, so that a desk reads its list in
    one place; it changes and is forgotten with that file."""

    class Source(models.TextChoices):
        LIST = "list", _("from a list")
        WALK_IN = "walk_in", _("walk-in")
        SELF = "self", _("by the donor")

    LEFT_WHY = [
        (LeftWhy.ENOUGH.value, _("enough units already")),
        (LeftWhy.TIME_OVER.value, _("time over")),
        (LeftWhy.WENT_HOME.value, _("went home")),
        (LeftWhy.NOT_SAID.value, _("reason not said")),
    ]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="+")
    name = models.CharField(_("full name"), max_length=100, blank=True, editable=False)
    folded = FoldedField(source="name")
    sort_key = FoldedField(source="name", key=given_first_key)
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("counts for"),
    )  # fmt: skip
    group_words = models.CharField(_("counts for, in words"), max_length=200, blank=True)
    expected_at = models.DateTimeField(_("expected at"), null=True, blank=True)
    queue_no = models.PositiveIntegerField(_("queue number"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES)
    state_at = models.DateTimeField(_("since"))
    left_why = models.CharField(_("why left"), max_length=10, choices=LEFT_WHY, blank=True)
    first_time = models.BooleanField(_("gives for the first time"), null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(fields=["drive", "donor"], name="registration_once_a_drive"),
            models.UniqueConstraint(
                fields=["drive", "queue_no"],
                condition=Q(queue_no__isnull=False),
                name="registration_queue_no_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(group_words=""),
                name="registration_group_link_or_words",
            ),
            models.CheckConstraint(
                condition=Q(state="left") & ~Q(left_why="") | ~Q(state="left") & Q(left_why=""),
                name="registration_left_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state for state, _words in STATES]),
                name="registration_known_state",
            ),
        ]
        indexes = [
            # The list of a drive by given name, and each desk's list by state, oldest first.
            models.Index(fields=["drive", "sort_key", "id"], name="registration_list"),
            models.Index(fields=["drive", "state", "state_at"], name="registration_desk"),
            models.Index(fields=["donor", "drive"], name="registration_of_donor"),
        ]

    def __str__(self) -> str:
        return f"{self.donor}, {self.drive}"

    @property
    def life_state(self) -> State:
        return State(self.state)

    @property
    def group(self) -> str:
        return str(self.organisation) if self.organisation else self.group_words


class Step(models.Model):
    """One step of one person at a desk; append-only."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="steps")
    name = models.CharField(_("step"), max_length=30)
    from_state = models.CharField(_("from"), max_length=10, choices=STATES, blank=True)
    to_state = models.CharField(_("to"), max_length=10, choices=STATES)
    at = models.DateTimeField(_("at"))
    desk = models.CharField(_("desk"), max_length=10, choices=DESKS)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("by"), max_length=150)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("step of a donor")
        verbose_name_plural = _("steps of donors")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_to_state_display()}"
