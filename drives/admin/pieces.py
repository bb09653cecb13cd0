"""What the desk forms of this room share."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drives.actions.refusals import Contradicted, IsWithdrawn, NotNow
from drives.actions.withdrawals import restore, withdraw
from drives.fields import FigureColumns
from drives.forms.figures import FigureField
from drives.forms.questions import finding_text
from drives.models.withdrawal import Withdrawable
from ledger.actions import Receipt
from ledger.desk import DeskForm, Refused, ScopedAdmin
from ledger.requests import HouseRequest

WithdrawableT = TypeVar("WithdrawableT", bound=Withdrawable)


class LinesField(forms.CharField):
    """A list of texts, typed one a line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.clean(data))


def figure(columns: FigureColumns) -> FigureField:
    """One text box for a figure: "345", "trên 450"; its label is the model's."""
    return FigureField(label=capfirst(columns.verbose_name), plain=True)


class WithdrawableAdmin(ScopedAdmin[WithdrawableT]):
    """Records that are withdrawn and restored from their list, with a reason."""

    actions = ["withdraw_records", "restore_records"]

    @admin.display(description=_("withdrawn"), boolean=True, ordering="withdrawn_at")
    def withdrawn(self, record: WithdrawableT) -> bool:
        return record.is_withdrawn

    @admin.action(description=_("Withdraw the chosen records"))
    def withdraw_records(self, request: HttpRequest, chosen: Any) -> None:
        self._each(request, chosen, withdraw)

    @admin.action(description=_("Restore the chosen records"))
    def restore_records(self, request: HttpRequest, chosen: Any) -> None:
        self._each(request, chosen, restore)

    def _each(self, request: HttpRequest, chosen: Any, act: Callable[..., Receipt]) -> None:
        by = cast(HouseRequest, request).actor

        def write(record: WithdrawableT, reason: str) -> None:
            act(by=by, key=uuid4(), record=record, version=record.version, reason=reason)

        self.each_chosen(request, chosen, write)


@contextmanager
def refusing_withdrawn() -> Iterator[None]:
    """Says on the desk that a withdrawn record takes no change."""
    try:
        yield
    except IsWithdrawn:
        raise Refused(gettext("This record was withdrawn. Restore it first.")) from None


class AskedForm(DeskForm):
    """A form whose unlikely values are asked about once."""

    why = forms.CharField(
        label=_("Why it is right all the same"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only when the page asks about something unlikely."),
    )


def answering(write: Callable[[Mapping[str, str]], Receipt], why: str) -> Receipt:
    """Run ``write`` with the answers to its questions. ``why`` answers every unlikely finding; the
    impossible ones, and a state that forbids the step, are refused."""
    try:
        try:
            return write({})
        except Contradicted as asked:
            if not why or any(finding.impossible for finding in asked.findings):
                raise
            return write({finding.rule: why for finding in asked.findings})
    except Contradicted as refusal:
        sentences = [finding_text(finding) for finding in refusal.findings]
        if not any(finding.impossible for finding in refusal.findings):
            sentences.append(gettext("If this is right, say why in the field below."))
        raise Refused(*sentences) from None
    except NotNow:
        raise Refused(
            gettext("In its present state this record is closed. Reopen or return it first.")
        ) from None
