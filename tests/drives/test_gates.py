"""Gates: upper rooms may hold a drive back, with a named reason."""

import pytest

from drives import gates
from drives.gates import Moment, Reason
from drives.models import Drive


@pytest.fixture(autouse=True)
def _no_gates(monkeypatch) -> None:
    monkeypatch.setattr(gates, "_gates", [])


def test_without_gates_nothing_is_in_the_way():
    assert gates.ask(Drive(), Moment.CONFIRM) == []


def test_every_gate_is_asked_in_the_order_of_registration():
    asked = []

    def gate(name: str) -> gates.Gate:
        def ask(drive: Drive, moment: Moment) -> list[Reason]:
            asked.append((name, drive.title, moment))
            return [Reason(name, "%(units)s units", {"units": "345"})]

        return ask

    gates.register(gate("handover"))
    gates.register(gate("names"))
    reasons = gates.ask(Drive(title="Giọt hồng"), Moment.SUBMIT)
    assert [reason.rule for reason in reasons] == ["handover", "names"]
    assert asked == [
        ("handover", "Giọt hồng", Moment.SUBMIT),
        ("names", "Giọt hồng", Moment.SUBMIT),
    ]
    assert reasons[0].sentence % reasons[0].params == "345 units"


def test_a_gate_registered_again_is_asked_once():
    def gate(drive: Drive, moment: Moment) -> list[Reason]:
        return [Reason("once", "once")]

    gates.register(gate)
    gates.register(gate)
    assert len(gates.ask(Drive(), Moment.CONFIRM)) == 1


def test_a_gate_may_let_pass_at_one_moment_only():
    def gate(drive: Drive, moment: Moment) -> list[Reason]:
        return [Reason("late", "late")] if moment is Moment.CONFIRM else []

    gates.register(gate)
    assert gates.ask(Drive(), Moment.SUBMIT) == []
    assert gates.ask(Drive(), Moment.CONFIRM)
