"""Lists of bags: opened for each receiver, filled, counted, sent, taken back, withdrawn."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, now

from drives.models import Drive, Receiving
from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.actor import SYSTEM
from ledger.models import Change, Submission
from tests.drives.test_at_once import together
from tests.factories import HAI_PHONG, OrganisationFactory, area
from tests.factories_units import drive_today, received_by
from tests.units.handover_records import (
    GIVER,
    RECEIVER,
    again,
    bag_of,
    codes,
    confirmed,
    disputed,
    filled,
    line_of,
    opened,
    sent,
)
from units.actions import handover_bags, handovers
from units.actions.bags import withdraw_unit
from units.actions.handovers import SendFacts
from units.actions.refusals import Refused
from units.models import Handover, HandoverLine, Unit
from units.querysets.handovers import behind, handed_over, receivers_of, tallies, unlisted_for

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def drive(commune, hospital, rules) -> Drive:
    return drive_today(commune, receiver=hospital)


@pytest.fixture
def institute(committee):
    """A second receiver."""
    return OrganisationFactory.create(
        name="Viện Huyết học vùng", kind="blood_establishment", area=area(HAI_PHONG)
    )


def refusal(rule: str):
    return pytest.raises(Refused, match=f"^{rule}$")


def list_code(handover: Handover, code: str) -> Receipt:
    return handover_bags.list_bag(by=SYSTEM, key=uuid4(), handover=handover, code=code)


# opened


def test_each_receiver_has_one_handover(drive, hospital, institute):
    received_by(drive, institute)
    first, second = opened(drive, hospital), opened(drive, institute)
    assert [first.receiver_name, second.receiver_name] == [hospital.name, institute.name]
    with refusal("handover-open-already"):
        opened(drive, hospital)
    assert Handover.objects.count() == 2
    change = Change.objects.filter(action="open-handover").latest("id")
    assert change.cells["receiver"] == [None, institute.name]


def test_a_receiver_in_words_has_one_too(commune, rules):
    drive = drive_today(commune)
    Receiving.objects.create(drive=drive, words="Bệnh viện huyện bạn")
    assert opened(drive).receiver_name == "Bệnh viện huyện bạn"
    with refusal("handover-open-already"):
        opened(drive)


def test_nothing_is_handed_over_at_a_cancelled_drive(drive):
    Drive.objects.filter(pk=drive.pk).update(state="cancelled")
    with refusal("drive-cancelled"):
        opened(drive)


# filled


def test_all_bags_of_the_receiver_at_once(drive, hospital):
    for code in ("A1", "A2", "A3"):
        bag_of(drive, code, receiver=hospital)
    bag_of(drive, "A4")  # no receiver was said: there is only one
    handover = filled(opened(drive))
    assert codes(handover) == ["A1", "A2", "A3", "A4"]
    assert {row.volume: row.given for row in handover.counts.all()} == {350: 4}
    assert Change.objects.get(action="fill-handover").cells == {
        "listed": [0, 4],
        "bags_added": [None, ["A1, 350 ml", "A2, 350 ml", "A3, 350 ml", "A4, 350 ml"]],
    }
    with refusal("no-bags-left"):
        filled(handover)


def test_a_bag_of_nobody_goes_to_nobody_where_there_are_two(drive, hospital, institute):
    received_by(drive, institute)
    bag_of(drive, "A1", receiver=hospital)
    bag_of(drive, "B1", receiver=institute)
    bag_of(drive, "C1")
    one, other = opened(drive, hospital), opened(drive, institute)
    assert codes(filled(one)) == ["A1"]
    assert codes(filled(other)) == ["B1"]
    list_code(one, "c1")
    assert codes(one) == ["A1", "C1"]


def test_bags_without_receiver_go_to_the_one_in_words(drive, hospital):
    Receiving.objects.create(drive=drive, words="Bệnh viện huyện bạn")
    bag_of(drive, "A1", receiver=hospital)
    bag_of(drive, "B1")
    in_words = Receiving.objects.get(drive=drive, organisation=None)
    receipt = handovers.open_handover(by=SYSTEM, key=uuid4(), drive=drive, receiving=in_words)
    assert codes(filled(again(receipt))) == ["B1"]
    assert codes(filled(opened(drive, hospital))) == ["A1"]


def test_withdrawn_bags_are_not_listed(drive, hospital, rules):
    bag_of(drive, "A1", receiver=hospital)
    gone = bag_of(drive, "A2", receiver=hospital)
    withdraw_unit(by=SYSTEM, key=uuid4(), unit=gone, version=None, reason="ghi nhầm")
    handover = filled(opened(drive))
    assert codes(handover) == ["A1"]
    with refusal("bag-withdrawn"):
        list_code(handover, "A2")


@pytest.mark.parametrize(
    ("scanned", "rule"),
    [
        ("", "scan-empty"),
        ("https://example.org/a", "scan-url"),
        ("A" * 4000, "scan-too-long"),
        ("031200001234|012345678|Phạm Thị Hoa|01011990|Nữ|Thôn 3|01012021", "card-not-bag"),
        ("ZZ9", "bag-unknown"),
        ("G123498654321X", "bag-check"),
    ],
)
def test_what_is_no_bag_of_the_drive_is_refused_by_name(drive, hospital, scanned, rule):
    handover = opened(drive)
    with refusal(rule):
        list_code(handover, scanned)
    assert not Submission.objects.filter(action="list-bag").exists()


def test_a_bag_is_on_one_list_once(drive, hospital, institute):
    received_by(drive, institute)
    bag_of(drive, "A1", receiver=hospital)
    one, other = opened(drive, hospital), opened(drive, institute)
    list_code(one, "A1")
    with refusal("bag-on-this-list") as refused:
        list_code(one, "a 1")
    assert refused.value.reason.params["code"] == "A1"
    with refusal("bag-of-other-receiver"):
        list_code(other, "A1")
    Unit.objects.update(receiver=None)
    with refusal("bag-on-other-list") as refused:
        list_code(other, "A1")
    assert refused.value.reason.params["receiver"] == hospital.name


def test_a_code_of_two_receivers_means_the_own_bag(drive, hospital, institute):
    received_by(drive, institute)
    theirs = bag_of(drive, "A1", receiver=institute)
    ours = bag_of(drive, "A1", receiver=hospital)
    handover = opened(drive, hospital)
    list_code(handover, "A1")
    assert line_of(handover, "A1").unit_id == ours.pk != theirs.pk


def test_a_bag_taken_off_stays_as_taken_off_and_may_come_back(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    line = line_of(handover, "A1")
    handover_bags.take_off(by=SYSTEM, key=uuid4(), handover=handover, line=line)
    assert codes(handover) == []
    line.refresh_from_db()
    assert line.removed_at is not None
    with refusal("bag-taken-off"):
        handover_bags.take_off(by=SYSTEM, key=uuid4(), handover=handover, line=line)
    list_code(handover, "A1")
    assert codes(handover) == ["A1"]
    assert handover.lines.count() == 2
    assert Change.objects.get(action="take-off-bag").cells["listed"] == [1, 0]


def test_a_commune_without_codes_hands_over_counts(drive):
    handover = opened(drive)
    version = handover.version
    handover_bags.count_uncoded(
        by=SYSTEM, key=uuid4(), handover=handover, version=version, bags={250: 40, 350: 80, 450: 0}
    )
    handover = again(handover)
    (tally,) = tallies([handover]).values()
    assert (tally.by_volume, tally.bags) == ({250: 40, 350: 80}, 120)
    assert handed_over(drive) is None
    sent(handover)
    assert handed_over(drive) == {"units": 120, "250": 40, "350": 80, "450": 0}
    with pytest.raises(Refused, match="is-sent"):
        handover_bags.count_uncoded(
            by=SYSTEM, key=uuid4(), handover=handover, version=None, bags={250: 41}
        )


def test_counts_opened_before_somebody_elses_save_are_stale(drive):
    handover = opened(drive)
    told: dict[str, Any] = {"by": SYSTEM, "handover": handover, "version": handover.version}
    handover_bags.count_uncoded(**told, key=uuid4(), bags={250: 40})
    with pytest.raises(Stale):
        handover_bags.count_uncoded(**told, key=uuid4(), bags={250: 41})


# sent


def test_sending_writes_down_the_circumstances_and_closes_the_list(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = sent(
        filled(opened(drive)), box_label="Thùng 1, 2", temperature=Decimal("4.5"), left_at=now(),
        giver_signatory="Phạm Thị Hoa", receiver_signatory="Vũ Anh Tuấn",
    )  # fmt: skip
    assert (handover.state, handover.temperature) == ("sent", Decimal("4.5"))
    with refusal("is-sent"):
        filled(handover)
    with refusal("is-sent"):
        list_code(handover, "A1")
    with refusal("is-sent"):
        sent(handover)
    change = Change.objects.get(action="send-handover")
    assert change.cells["state"] == ["open", "sent"]
    assert change.cells["temperature"] == [None, "4.5"]


def test_an_empty_list_does_not_leave(drive):
    with refusal("nothing-listed"):
        sent(opened(drive))


@pytest.mark.parametrize(("days", "rule"), [(-1, "hour-before-drive"), (1, "hour-to-come")])
def test_bags_leave_neither_before_the_drive_nor_tomorrow(drive, hospital, days, rule):
    bag_of(drive, "A1", receiver=hospital)
    with refusal(rule):
        sent(filled(opened(drive)), left_at=now() + timedelta(days=days))


def test_bags_mended_on_the_open_list_leave_as_they_are(drive, hospital):
    bag = bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    Unit.objects.filter(pk=bag.pk).update(volume=250, blood_group="O+")
    handover = sent(handover)
    line = line_of(handover, "A1")
    assert (line.volume, line.blood_group) == (250, "O+")
    assert handed_over(drive) == {"units": 1, "250": 1, "350": 0, "450": 0}


def test_a_withdrawn_bag_on_the_list_is_named_before_it_leaves(drive, hospital):
    bag = bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    withdraw_unit(by=SYSTEM, key=uuid4(), unit=bag, version=None, reason="ghi nhầm")
    with refusal("listed-bags-withdrawn") as refused:
        sent(handover)
    assert refused.value.reason.params["bags"] == "A1, 350 ml"


def test_a_list_changed_since_it_was_looked_at_does_not_leave_unseen(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = opened(drive)
    filled(handover)
    with pytest.raises(Stale):
        handovers.send(
            by=SYSTEM, key=uuid4(), handover=handover, version=handover.version,
            facts=SendFacts(), sides=GIVER,
        )  # fmt: skip


def test_the_other_side_does_not_send(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    with refusal("other-side"):
        handovers.send(
            by=SYSTEM, key=uuid4(), handover=handover, version=None, facts=SendFacts(),
            sides=RECEIVER,
        )  # fmt: skip


def test_the_same_post_is_answered_once_and_another_with_its_key_refused(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    key = uuid4()
    told: dict[str, Any] = {
        "by": SYSTEM,
        "key": key,
        "handover": handover,
        "version": None,
        "sides": GIVER,
    }
    first = handovers.send(**told, facts=SendFacts(box_label="1"))
    second = handovers.send(**told, facts=SendFacts(box_label="1"))
    assert (second.code, second.repeated) == (first.code, True)
    with pytest.raises(KeyUsedBefore):
        handovers.send(**told, facts=SendFacts(box_label="2"))


# back


def test_a_sent_list_is_taken_back_with_a_reason(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = disputed(sent(filled(opened(drive))), v350=0)
    told: dict[str, Any] = {"by": SYSTEM, "key": uuid4(), "handover": handover, "sides": GIVER}
    with refusal("reason-missing"):
        handovers.take_back(**told, reason=" ")
    handovers.take_back(**told, reason="quên một túi")
    handover = again(handover)
    assert (handover.state, handover.sent_at, handover.answered_at) == ("open", None, None)
    assert handed_over(drive) is None
    change = Change.objects.get(action="take-back-handover")
    assert change.reason == "quên một túi"
    assert change.cells["received"] == [{"350": 0}, {}]


def test_what_is_confirmed_is_not_taken_back(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = confirmed(sent(filled(opened(drive))))
    with refusal("is-confirmed"):
        handovers.take_back(by=SYSTEM, key=uuid4(), handover=handover, reason="nhầm", sides=GIVER)


def test_a_withdrawn_list_stays_to_be_read_and_frees_its_bags(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    told: dict[str, Any] = {"by": SYSTEM, "key": uuid4(), "handover": handover, "sides": GIVER}
    with refusal("reason-missing"):
        handovers.withdraw(**told, reason="")
    handovers.withdraw(**told, reason="lập nhầm")
    handover = again(handover)
    assert handover.is_withdrawn
    assert codes(handover) == ["A1"]
    with refusal("handover-withdrawn"):
        list_code(handover, "A1")
    other = filled(opened(drive))
    assert codes(other) == ["A1"]
    assert tallies([handover, other])[handover.pk].bags == 1


def test_a_sent_list_is_not_withdrawn(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = sent(filled(opened(drive)))
    with refusal("is-sent"):
        handovers.withdraw(by=SYSTEM, key=uuid4(), handover=handover, reason="x", sides=GIVER)


# reads


def test_bags_on_no_list_stand_behind_a_difference(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = sent(filled(opened(drive)))
    bag_of(drive, "A2", receiver=hospital)
    found = behind(drive)
    assert [unit.bag_code for unit in found.unlisted] == ["A2"]
    assert not any((found.missing, found.extra, found.other_volume, found.damaged, found.counts))
    assert [b.bag_code for b in unlisted_for(handover, receivers_of(drive))] == ["A2"]


def test_a_bag_of_unknown_volume_leaves_the_volumes_untold(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    bag_of(drive, "A2", None, receiver=hospital)
    sent(filled(opened(drive)))
    assert handed_over(drive) == {"units": 2}


def test_an_unsent_list_beside_a_sent_one_is_not_handed_over(drive, hospital, institute):
    received_by(drive, institute)
    bag_of(drive, "A1", receiver=hospital)
    bag_of(drive, "B1", 450, receiver=institute)
    sent(filled(opened(drive, hospital)))
    filled(opened(drive, institute))
    assert handed_over(drive) == {"units": 1, "250": 0, "350": 1, "450": 0}
    sent(Handover.objects.get(receiver=institute))
    assert handed_over(drive) == {"units": 2, "250": 0, "350": 1, "450": 1}


def test_how_old_a_line_is_told_by_its_person(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    line = HandoverLine.objects.get(handover=filled(opened(drive)))
    assert line.listed_by_name == SYSTEM.name
    assert line.listed_at.date() in {localdate(), now().date()}


# at once


@pytest.mark.django_db(transaction=True)
def test_two_lists_taking_one_bag_get_one_success_and_one_named_refusal(drive, hospital, institute):
    received_by(drive, institute)
    bag_of(drive, "A1")
    lists = [opened(drive, hospital), opened(drive, institute)]
    answers = together(*[lambda one=one: list_code(one, "A1") for one in lists])
    assert Counter(map(type, answers)) == {Receipt: 1, Refused: 1}, answers
    (refused,) = (answer for answer in answers if isinstance(answer, Refused))
    assert refused.reason.rule == "bag-on-other-list"
    assert HandoverLine.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_filling_one_list_list_every_bag_once(drive, hospital):
    for code in ("A1", "A2"):
        bag_of(drive, code, receiver=hospital)
    handover = opened(drive)
    answers = together(*[lambda: filled(handover) for _ in range(2)])
    assert Counter(map(type, answers)) == {Handover: 1, Refused: 1}, answers
    assert codes(handover) == ["A1", "A2"]


@pytest.mark.django_db(transaction=True)
def test_two_people_opening_for_one_receiver_make_one(drive):
    answers = together(*[lambda: opened(drive) for _ in range(2)])
    assert Counter(map(type, answers)) == {Handover: 1, Refused: 1}, answers
    assert Handover.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_taking_back_at_the_same_moment_leave_one_of_them(drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = sent(filled(opened(drive)))
    answers = together(
        lambda: confirmed(handover),
        lambda: handovers.take_back(
            by=SYSTEM, key=uuid4(), handover=handover, reason="quên", sides=GIVER
        ),
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert [r.reason.rule for r in refused] in (["is-confirmed"], ["is-open"]), answers
