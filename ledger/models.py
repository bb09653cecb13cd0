"""What was done: each post once, each change for ever, each look at what is protected."""

from datetime import datetime
from typing import Any, NoReturn, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.actor import Actor

Line = TypeVar("Line", bound=models.Model)


class ForEver(models.QuerySet[Line]):
    """Lines that are written once: no update, no deletion."""

    def update(self, **values: Any) -> NoReturn:
        raise TypeError(f"A {self.model.__name__} stays as it was written.")

    def delete(self) -> NoReturn:
        raise TypeError(f"A {self.model.__name__} is never deleted.")


class Kept(models.Model):
    """A line of the ledger: written once, then only read."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"A {type(self).__name__} stays as it was written.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"A {type(self).__name__} is never deleted.")


class Submission(models.Model):
    """One post of one form. The key is made by the server and lies in the form, so that a repeated
    post finds the first answer instead of writing twice."""

    key = models.UUIDField(_("key"), primary_key=True)
    actor_id = models.BigIntegerField(_("actor id"), null=True)
    actor_name = models.CharField(_("actor"), max_length=150)
    action = models.CharField(_("action"), max_length=60)
    digest = models.CharField(_("digest"), max_length=64)
    target_label = models.CharField(_("kind of record"), max_length=60, blank=True)
    target_id = models.CharField(_("record id"), max_length=40, blank=True)
    receipt = models.CharField(_("receipt"), max_length=20)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(fields=["receipt"], name="submission_receipt_once")]

    def __str__(self) -> str:
        return self.receipt


class Change(Kept):
    """One save of a whole record with its parts: ``cells`` maps each cell that changed to
    ``[old, new]``; ``version`` is the record's version after it. Cells about a person lie in
    ``sealed``, under that person's data key, and ``cells`` says only that they changed."""

    target_label = models.CharField(_("kind of record"), max_length=60)
    target_id = models.CharField(_("record id"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor id"), null=True)
    actor_name = models.CharField(_("actor"), max_length=150)
    action = models.CharField(_("action"), max_length=60)
    reason = models.TextField(_("reason"), blank=True)
    cells = models.JSONField[Any](_("cells"))
    sealed = models.BinaryField(_("sealed cells"), null=True)
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("submission"),
    )

    objects = ForEver["Change"].as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_label", "target_id", "version"], name="change_version_once"
            ),
        ]
        indexes = [
            # The desk's list; a record's history reads the constraint's own index.
            models.Index(fields=["-at", "-id"], name="change_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.target_label} {self.target_id} v{self.version}"


class Accesses(ForEver["Access"]):
    """What was looked at."""

    def count_of(self, *, kind: "Access.Kind", actor: Actor, since: datetime) -> int:
        """How often a person did this since then, for limits of rate."""
        return self.filter(actor_id=actor.id, kind=kind, at__gte=since).count()


class Access(Kept):
    """One look at, or copy of, something protected: who, what for, for whom, how many records."""

    class Kind(models.TextChoices):
        REVEAL = "reveal", _("reveal")
        EXPORT = "export", _("export")
        PRINT = "print", _("print")
        LOOKBACK = "lookback", _("look-back")
        NATION = "nation", _("asked of the whole nation")
        JOIN = "join", _("files joined")
        LINK = "link", _("one-time link")

    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor id"), null=True)
    actor_name = models.CharField(_("actor"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    target_label = models.CharField(_("kind of record"), max_length=60)
    target_id = models.CharField(_("record id"), max_length=40)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("records"), default=1)

    objects = Accesses.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-at", "-id"]
        indexes = [
            # Who looked at this record.
            models.Index(fields=["target_label", "target_id", "-at"], name="access_of_target"),
            # The desk's list.
            models.Index(fields=["-at", "-id"], name="access_latest"),
            # How often one person did this lately: limits of rate.
            models.Index(fields=["actor_id", "kind", "-at"], name="access_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_label} {self.target_id}"


class Tracked(models.Model):
    """A record that people edit: every save raises ``version`` and leaves a Change."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        abstract = True
