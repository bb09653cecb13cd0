"""The receiver's answer: all as listed, or the bags and counts that differ; corrected later."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, now

from accounts.scopes import scope_of
from directory.models import OrgBelow
from ledger.actor import SYSTEM
from ledger.models import Change, Submission
from tests.factories import MembershipFactory, OrganisationFactory
from tests.factories_units import drive_today, received_by
from tests.units.handover_records import (
    GIVER,
    RECEIVER,
    again,
    bag_of,
    confirmed,
    disputed,
    filled,
    line_of,
    opened,
    sent,
)
from units.actions import handover_answers, handover_bags, handover_checks
from units.actions.handover_answers import AnswerFacts
from units.actions.handover_checks import DifferenceFacts
from units.actions.refusals import Refused
from units.models import Handover
from units.querysets.handover_sides import Stand, stand_of
from units.querysets.handovers import behind, handed_over

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital)


@pytest.fixture
def handover(drive, hospital) -> Handover:
    """Three bags of 350 ml, sent."""
    for code in ("A1", "A2", "A3"):
        bag_of(drive, code, receiver=hospital)
    return sent(filled(opened(drive)), left_at=now())


@pytest.fixture
def today_scope():
    """What ``stand_of`` is asked with."""
    return lambda person, handover: (scope_of(person, localdate()), handover, localdate())


def refusal(rule: str):
    return pytest.raises(Refused, match=f"^{rule}$")


def check(handover: Handover, code: str):
    return handover_checks.check_bag(by=SYSTEM, key=uuid4(), handover=handover, code=code)


def name(handover: Handover, code: str, finding: str, found: int | None = None, note: str = ""):
    facts = DifferenceFacts(finding=finding, found_volume=found, note=note)
    return handover_checks.name_difference(
        by=SYSTEM, key=uuid4(), handover=handover, line=line_of(handover, code), facts=facts
    )


def extra(handover: Handover, code: str = "", volume: int | None = None):
    return handover_checks.name_extra(
        by=SYSTEM, key=uuid4(), handover=handover, code=code, volume=volume
    )


def undone(handover: Handover, reason: str = "đếm nhầm") -> Handover:
    return again(
        handover_answers.undo_answer(
            by=SYSTEM, key=uuid4(), handover=handover, reason=reason, sides=RECEIVER
        )
    )


# all as listed


def test_all_as_listed_in_one_step(drive, handover):
    handover = confirmed(handover, arrived_at=now(), receiver_signatory="Vũ Anh Tuấn")
    assert (handover.state, handover.receiver_signatory) == ("confirmed", "Vũ Anh Tuấn")
    assert not handover.answered_on_paper
    assert [row.received for row in handover.counts.all()] == [3]
    assert handed_over(drive) == {"units": 3, "250": 0, "350": 3, "450": 0}
    assert not behind(drive)
    with refusal("is-confirmed"):
        disputed(handover, v350=2)


def test_an_open_list_is_not_answered(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    with refusal("is-open"):
        confirmed(filled(opened(drive)))


def test_the_giver_does_not_answer(handover):
    with refusal("other-side"):
        handover_answers.confirm(
            by=SYSTEM, key=uuid4(), handover=handover, facts=AnswerFacts(), sides=GIVER
        )


def test_noted_differences_are_not_confirmed_away(handover):
    name(handover, "A1", "missing")
    with refusal("differences-named"):
        confirmed(handover)
    name(handover, "A1", "")
    assert confirmed(handover).state == "confirmed"


@pytest.mark.parametrize(("minutes", "rule"), [(-5, "arrived-before-left"), (5, "hour-to-come")])
def test_bags_arrive_after_they_left_and_not_tomorrow(handover, minutes, rule):
    with refusal(rule):
        confirmed(handover, arrived_at=now() + timedelta(minutes=minutes))


def test_from_the_signed_paper_the_signatory_is_said(handover):
    with refusal("signatory-missing"):
        confirmed(handover, on_paper=True)
    handover = confirmed(handover, on_paper=True, receiver_signatory="Vũ Anh Tuấn")
    assert handover.answered_on_paper


# what differs


def test_differences_bag_by_bag(drive, handover, hospital):
    bag_of(drive, "A4", 250, receiver=hospital)
    name(handover, "A1", "missing")
    name(handover, "A2", "other_volume", 450)
    name(handover, "A3", "damaged", note="rách đầu dây")
    extra(handover, "A4")
    extra(handover, "X9", 350)
    handover = disputed(handover)
    assert handover.state == "disputed"
    assert handed_over(drive) == {"units": 4, "250": 1, "350": 2, "450": 1}
    found = behind(drive)
    assert [line.bag_code for line in found.missing] == ["A1"]
    assert [(line.bag_code, line.found_volume) for line in found.other_volume] == [("A2", 450)]
    assert [line.note for line in found.damaged] == ["rách đầu dây"]
    assert [(line.bag_code, line.volume) for line in found.extra] == [("A4", 250), ("X9", 350)]
    assert not found.unlisted
    assert not found.counts
    cells = Change.objects.get(action="dispute-handover").cells
    assert cells["received"] == [{}, {"250": 1, "350": 2, "450": 1}]


def test_counts_may_differ_without_any_bag_being_named(drive, handover):
    handover = disputed(handover, v350=2)
    assert handed_over(drive) == {"units": 2, "250": 0, "350": 2, "450": 0}
    ((which, difference),) = behind(drive).counts
    assert (which, difference.given, difference.received) == (handover, 3, 2)


def test_counts_that_named_bags_explain_are_no_further_difference(drive, handover):
    name(handover, "A1", "missing")
    disputed(handover, v350=2)
    assert not behind(drive).counts


def test_what_differs_in_nothing_is_no_answer(handover):
    with refusal("no-difference"):
        disputed(handover, v350=3)


def test_bags_nobody_checked_are_asked_about_once(drive, handover):
    check(handover, "A1")
    name(handover, "A2", "missing")
    with refusal("bags-unchecked") as asked:
        disputed(handover)
    assert asked.value.reason.asks
    assert [line.bag_code for line in behind(drive).missing] == ["A2"]
    disputed(handover, unchecked="missing")
    assert [line.bag_code for line in behind(drive).missing] == ["A2", "A3"]


def test_or_they_were_received(drive, handover):
    check(handover, "A1")
    name(handover, "A2", "missing")
    disputed(handover, unchecked="received")
    assert handed_over(drive) == {"units": 2, "250": 0, "350": 2, "450": 0}


def test_uncoded_bags_are_received_unless_counted_otherwise(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    handover_bags.count_uncoded(
        by=SYSTEM, key=uuid4(), handover=handover, version=None, bags={350: 9, 250: 5}
    )
    handover = disputed(sent(handover), v350=9)
    assert handed_over(drive) == {"units": 14, "250": 5, "350": 9, "450": 0}


# bag by bag


def test_a_second_scan_is_harmless_and_says_when_the_first_was(handover):
    check(handover, "a 1")
    first = line_of(handover, "A1").checked_at
    with refusal("bag-checked-already") as again_scanned:
        check(handover, "A1")
    assert again_scanned.value.reason.params["name"] == SYSTEM.name
    assert line_of(handover, "A1").checked_at == first
    assert not Change.objects.filter(action="check-bag").exists()


def test_a_missed_bag_is_found_by_its_scan(handover):
    name(handover, "A1", "missing")
    check(handover, "A1")
    assert line_of(handover, "A1").finding == ""
    change = Change.objects.get(action="check-bag")
    assert [len(found) for found in change.cells["findings"]] == [1, 0]


def test_many_bags_are_ticked_at_once(handover):
    lines = [line.pk for line in handover.lines.all()][:2]
    handover_checks.tick(by=SYSTEM, key=uuid4(), handover=handover, lines=lines)
    assert handover.lines.filter(checked_at__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("code", "rule"),
    [("ZZ", "bag-not-listed"), ("", "scan-empty"), ("http://a.vn/", "scan-url")],
)
def test_a_scan_of_anything_else_is_refused_by_name(handover, code, rule):
    with refusal(rule):
        check(handover, code)
    assert not Submission.objects.filter(action="check-bag").exists()


def test_the_same_volume_is_no_difference(handover):
    with refusal("same-volume"):
        name(handover, "A1", "other_volume", 350)


def test_a_bag_on_the_list_is_not_received_besides(handover):
    with refusal("extra-is-listed"):
        extra(handover, "A1")
    with refusal("extra-without-facts"):
        extra(handover)


def test_a_bag_of_another_list_stays_there(drive, handover, committee):
    other = OrganisationFactory.create(name="Viện Huyết học vùng", kind="hospital")
    received_by(drive, other)
    bag_of(drive, "B1", receiver=other)
    theirs = sent(filled(opened(drive, other)))
    extra(handover, "B1")
    line = line_of(handover, "B1")
    assert (line.unit, line.is_extra) == (None, True)
    assert line_of(theirs, "B1").unit is not None


def test_a_bag_received_besides_is_taken_off_again(drive, handover):
    extra(handover, "X9", 350)
    name(handover, "X9", "")
    assert not handover.lines.standing().filter(bag_code="X9").exists()
    assert handover.lines.filter(bag_code="X9").exists()
    with refusal("no-difference"):
        disputed(handover)


def test_nothing_is_noted_on_an_answered_list(handover):
    confirmed(handover)
    for act in (
        lambda: check(handover, "A1"),
        lambda: name(handover, "A1", "missing"),
        lambda: extra(handover, "X9"),
    ):
        with refusal("is-confirmed"):
            act()


# corrected


def test_an_answer_is_corrected_with_its_reason_and_keeps_what_was_there(drive, handover):
    name(handover, "A1", "missing")
    name(handover, "A2", "damaged")
    handover = disputed(handover)
    with refusal("reason-missing"):
        undone(handover, " ")
    handover = undone(handover)
    assert (handover.state, handover.answered_at) == ("sent", None)
    assert line_of(handover, "A2").finding == "damaged"
    check(handover, "A1")
    disputed(handover, unchecked="received")
    assert handed_over(drive) == {"units": 3, "250": 0, "350": 3, "450": 0}
    actions = list(Change.objects.order_by("id").values_list("action", flat=True))
    assert actions[-4:] == [
        "dispute-handover", "undo-handover-answer", "check-bag", "dispute-handover",
    ]  # fmt: skip


def test_differences_that_were_none_are_confirmed_with_a_reason(drive, handover):
    name(handover, "A1", "missing")
    extra(handover, "X9", 350)
    handover = disputed(handover)
    with refusal("reason-missing"):
        handover_answers.confirm(
            by=SYSTEM, key=uuid4(), handover=handover, facts=AnswerFacts(), sides=RECEIVER
        )
    handover = confirmed(handover)
    assert handed_over(drive) == {"units": 3, "250": 0, "350": 3, "450": 0}
    assert not behind(drive)
    before, after = Change.objects.get(action="confirm-handover").cells["findings"]
    assert ([cell["bag"] for cell in before], after) == (["A1", "X9"], [])


def test_a_confirmation_is_taken_back_by_the_receiver(drive, handover):
    handover = undone(confirmed(handover))
    assert handover.state == "sent"
    assert handed_over(drive) == {"units": 3, "250": 0, "350": 3, "450": 0}


# who answers


def test_the_receivers_people_answer_for_it(handover, receiver, recorder, viewer, today_scope):
    assert stand_of(*today_scope(receiver, handover)) == Stand(receives=True)
    assert stand_of(*today_scope(recorder, handover)) == Stand(gives=True)
    assert stand_of(*today_scope(viewer, handover)) == Stand()


def test_the_keeper_answers_only_for_a_receiver_without_accounts(
    handover, receiver, recorder, today_scope
):
    receiver.memberships.all().delete()
    on_paper = Stand(gives=True, receives=True, on_paper=True)
    assert stand_of(*today_scope(recorder, handover)) == on_paper


def test_an_account_of_the_body_above_answers_too(
    handover, hospital, receiver, recorder, today_scope
):
    receiver.memberships.all().delete()
    above = OrganisationFactory.create(name="Sở Y tế", kind="other", area=hospital.area)
    OrgBelow.objects.create(above=above, below=hospital, depth=1)
    MembershipFactory.create(user=receiver, organisation=above, role="receiver")
    assert stand_of(*today_scope(receiver, handover)) == Stand(receives=True)
    assert stand_of(*today_scope(recorder, handover)) == Stand(gives=True)


def test_another_hospital_at_the_same_drive_sees_its_own_handover_only(
    drive, handover, receiver, today_scope
):
    other = OrganisationFactory.create(name="Viện Huyết học vùng", kind="hospital")
    received_by(drive, other)
    theirs = opened(drive, other)
    scope, _handover, _day = today_scope(receiver, handover)
    assert list(Handover.objects.visible_to(scope)) == [handover]
    assert not Handover.objects.answerable_by(scope).filter(pk=theirs.pk).exists()
