"""Pages of single acts with a donor's file: what it is about, a small form, one button."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from donors.forms.refused import REFUSALS
from donors.models import Donor
from ledger.actions import Receipt
from ledger.forms import TrackedForm
from ledger.requests import HouseRequest
from ledger.saving import save_new

FormT = TypeVar("FormT", bound=TrackedForm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The words of one page. ``sentences`` stand above the form; ``back`` is where one goes without
    doing it, and after."""

    donor: Donor
    heading: str
    button: str
    back: str
    sentences: Sequence[str] = ()
    template: str = "donors/act.html"
    extra: Mapping[str, Any] = field(default_factory=dict)


def act_page(
    request: HouseRequest,
    act: Act,
    *,
    form: Callable[[QueryDict | None], FormT],
    save: Callable[[FormT], Receipt],
    said: str | Callable[[FormT], str],
    then: Callable[[Receipt], str] | None = None,
) -> HttpResponse:
    """Show the page, or do it and go back; what is refused is said on the page."""

    def page(shown: FormT, record: Any, status: int) -> HttpResponse:
        context = {"act": act, "donor": act.donor, "form": shown, **act.extra}
        return render(request, act.template, context, status=status)

    return save_new(
        request, form=form, save=save, page=page, said=said,
        then=then or (lambda receipt: act.back), refusals=REFUSALS,
    )  # fmt: skip


def of_donor(donor: Donor, part: str = "") -> str:
    """The page of a donor, at one of its cards."""
    address = donor.get_absolute_url()
    return f"{address}#{part}" if part else address
