"""What an action refuses, said in the form it came from."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext

from donors.actions.deferrals import DeferralRefused
from donors.actions.refusals import CareRefused, Erased
from donors.rules.findings import Finding
from ledger.actions import Stale


def words_of_finding(finding: Finding) -> str:
    return gettext(finding.sentence) % finding.params


def say_finding(form: Form, refusal: Any) -> None:
    form.add_error(None, words_of_finding(refusal.finding))


def say_erased(form: Form, refusal: Any) -> None:
    form.add_error(
        None,
        gettext(
            "This file was erased at the donor's request; nothing is written about the person any"
            " more."
        ),
    )


def say_stale(form: Form, refusal: Any) -> None:
    form.add_error(
        None, gettext("Somebody saved this meanwhile. Please look at it once more and try again.")
    )


REFUSALS = {
    CareRefused: say_finding,
    DeferralRefused: say_finding,
    Erased: say_erased,
    Stale: say_stale,
}
