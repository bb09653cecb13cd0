"""History pages of handovers, balances and gift rates, and their actions in words."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ledger.cells import Cell
from ledger.presenters import cell_text, labels_of, texts_of
from ledger.records import Record, name_action, register
from units.models import Balance, GiftRate, Handover, HandoverLine, SerialBalance
from words.numbers import format_number

ACTIONS = {
    "open-handover": _("list opened"),
    "fill-handover": _("bags put on the list"),
    "list-bag": _("bag put on the list"),
    "take-off-bag": _("bag taken off the list"),
    "count-uncoded": _("bags counted without a list"),
    "send-handover": _("bags handed over"),
    "take-back-handover": _("list taken back"),
    "withdraw-handover": _("list withdrawn"),
    "check-bag": _("bag found"),
    "tick-bags": _("bags found"),
    "name-difference": _("difference noted"),
    "name-extra-bag": _("bag noted that is not on the list"),
    "confirm-handover": _("received as listed"),
    "dispute-handover": _("differences sent"),
    "undo-handover-answer": _("answer taken back"),
    "save-balance": _("balances saved"),
    "add-gift-rate": _("gift rate added"),
    "edit-gift-rate": _("gift rate corrected"),
}
LABELS = {
    "listed": _("Bags on the list"),
    "bags_added": _("Added"),
    "bags_taken_off": _("Taken off"),
    "received": _("Bags received"),
    "findings": _("What differs"),
    "receiver": _("Receiver"),
}
UNCODED = "uncoded_"
FINDINGS = dict(HandoverLine.Finding.choices)
# A list of 345 codes is read on the list itself.
MOST_BAGS = 12


def register_handover_records() -> None:
    """Called once, when the app is ready."""
    register(
        Record(
            model=Handover,
            fetch=lambda scope: Handover.objects.visible_to(scope).select_related(
                "drive", "receiver"
            ),
            page=Handover.get_absolute_url,
            cell_label=_label,
            cell_text=_text,
        )
    )
    register(
        Record(
            model=Balance,
            fetch=lambda scope: Balance.objects.visible_to(scope).select_related("drive"),
            page=Balance.get_absolute_url,
            cell_label=balance_label,
            cell_text=lambda name, cell: cell_text(cell),
        )
    )
    register(
        Record(
            model=GiftRate,
            fetch=lambda scope: GiftRate.objects.visible_to(scope).select_related("receiver"),
            page=lambda rate: reverse("admin:units_giftrate_change", args=[rate.pk]),
        )
    )
    for action, words in ACTIONS.items():
        name_action(action, words)


def _label(name: str) -> str:
    if name.startswith(UNCODED):
        words = gettext("Not listed, %(volume)s ml")
        return words % {"volume": name.removeprefix(UNCODED)}
    return str(LABELS[name]) if name in LABELS else labels_of(Handover)(name)


def _text(name: str, cell: Cell) -> str:
    if name == "findings" and cell:
        return "; ".join(map(_finding, cell))
    if name == "received" and cell:
        return "; ".join(_received(volume, bags) for volume, bags in cell.items())
    if name == "temperature" and cell:
        return f"{format_number(Decimal(cell))} °C"
    if name in ("bags_added", "bags_taken_off") and cell:
        shown = "; ".join(cell[:MOST_BAGS])
        return shown if len(cell) <= MOST_BAGS else f"{shown}; …"
    return texts_of(Handover)(name, cell)


def _finding(cell: Cell) -> str:
    words = [str(FINDINGS.get(cell["finding"], cell["finding"]))]
    if cell.get("found"):
        words.append(f"{cell['found']} ml")
    if cell.get("note"):
        words.append(cell["note"])
    return f"{cell['bag'] or '–'}: {', '.join(words)}"


def _received(volume: str, bags: int) -> str:
    text = ngettext("%(bags)s bag", "%(bags)s bags", bags) % {"bags": format_number(bags)}
    return f"{volume} ml: {text}" if volume else f"{gettext('volume not known')}: {text}"


COLUMNS = {
    "brought": _("brought"),
    "drawn": _("drawn"),
    "given_out": _("given out"),
    "spoiled": _("spoiled"),
    "returned": _("taken back"),
    "brought_serials": _("serials brought"),
    "spoiled_serials": _("serials spoiled"),
    "returned_serials": _("serials taken back"),
}


def balance_label(name: str) -> str:
    """ "Bags of 350 ml: spoiled", "Certificate 1: serials brought"."""
    if name == "notes":
        return labels_of(Balance)(name)
    kind, place, column = name.split("_", 2)
    words = COLUMNS.get(column, column)
    if kind == "bags":
        return gettext("Bags of %(volume)s ml: %(column)s") % {"volume": place, "column": words}
    if kind == SerialBalance.Kind.CERTIFICATE:
        row = gettext("Certificates, row %(row)s")
    else:
        row = gettext("Gifts, row %(row)s")
    said = row % {"row": place}
    return said if column == "label" else f"{said}: {words}"
