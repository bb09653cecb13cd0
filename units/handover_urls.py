"""Addresses of handovers, balances and gifts; ``units.urls`` includes them."""

from django.urls import path

from units.views import (
    balances,
    gifts,
    handover_answers,
    handover_lists,
    handovers,
)

_DRIVE = "drives/<int:drive>/"
_ONE = "handovers/<int:pk>/"
_ANSWER = f"{_ONE}answer/"

HANDOVERS = [
    path(f"{_DRIVE}handovers/", handovers.listing, name="handovers"),
    path(f"{_DRIVE}handovers/open/", handovers.open_one, name="handover-open"),
    path(_ONE, handovers.handover, name="handover"),
    path(f"{_ONE}print/", handovers.paper, {"form": "print"}, name="handover-print"),
    path(f"{_ONE}pdf/", handovers.paper, {"form": "pdf"}, name="handover-pdf"),
    path(f"{_ONE}scan/", handover_lists.scan, name="handover-scan"),
    path(f"{_ONE}fill/", handover_lists.fill_list, name="handover-fill"),
    path(f"{_ONE}counts/", handover_lists.counts, name="handover-counts"),
    path(f"{_ONE}send/", handover_lists.send_list, name="handover-send"),
    path(f"{_ONE}step/<slug:name>/", handover_lists.step, name="handover-step"),
    path(f"{_ONE}lines/<int:line>/remove/", handover_lists.remove, name="handover-line-remove"),
    path(_ANSWER, handover_answers.answer, name="handover-answer"),
    path(f"{_ANSWER}check/", handover_answers.check, name="handover-check"),
    path(f"{_ANSWER}ticks/", handover_answers.ticks, name="handover-ticks"),
    path(f"{_ANSWER}extra/", handover_answers.extra, name="handover-extra"),
    path(f"{_ANSWER}lines/<int:line>/", handover_answers.difference, name="handover-difference"),
    path(f"{_DRIVE}balances/", balances.balances, name="balances"),
    path(f"{_DRIVE}balances/edit/", balances.edit, name="balances-edit"),
    path(f"{_DRIVE}balances/print/", balances.paper, name="balances-print"),
    path(f"{_DRIVE}gifts/print/", gifts.gifts, name="gifts"),
]
