"""The pages of handovers: whoever gives fills and sends, the receiver counts and answers."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pypdf import PdfReader

from drives.models import Receiving
from ledger.models import Access, Change
from tests.factories_units import drive_today
from tests.units.handover_records import (
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
from units.models import Handover
from units.querysets.handovers import handed_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital)


@pytest.fixture
def giver(client_of, recorder) -> Client:
    return client_of(recorder)


@pytest.fixture
def counter(client_of, receiver) -> Client:
    return client_of(receiver)


@pytest.fixture
def handover(drive, hospital, receiver) -> Handover:
    """Three bags of 350 ml, sent."""
    for code in ("A1", "A2", "A3"):
        bag_of(drive, code, receiver=hospital, blood_group="O+")
    return sent(filled(opened(drive)))


def url(name: str, *parts: object) -> str:
    return reverse(f"units:{name}", args=parts)


def post(client: Client, name: str, *parts: object, **values: object):
    return client.post(url(name, *parts), {"key": uuid4(), **values})


def text_of(response) -> str:
    return response.content.decode()


# the giver


def test_a_list_is_opened_filled_and_sent(giver, drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    page = text_of(giver.get(url("handovers", drive.pk)))
    assert hospital.name in page
    receiving = Receiving.objects.get(drive=drive)
    answer = post(giver, "handover-open", drive.pk, receiving=receiving.pk)
    handover = Handover.objects.get()
    assert answer["Location"] == handover.get_absolute_url()
    assert post(giver, "handover-fill", handover.pk).status_code == 302
    assert "A1" in text_of(giver.get(handover.get_absolute_url()))
    told = {
        "version": again(handover).version, "box_label": "Thùng 1", "temperature": "4,5",
        "left_at": "", "giver_signatory": "Phạm Thị Hoa", "receiver_signatory": "", "notes": "",
    }  # fmt: skip
    assert post(giver, "handover-send", handover.pk, **told).status_code == 302
    handover = again(handover)
    assert (handover.state, str(handover.temperature)) == ("sent", "4.5")
    assert handed_over(drive) == {"units": 1, "250": 0, "350": 1, "450": 0}


def test_a_second_opening_is_refused_by_name(giver, drive):
    opened(drive)
    receiving = Receiving.objects.get(drive=drive)
    answer = post(giver, "handover-open", drive.pk, receiving=receiving.pk)
    assert answer.status_code == 409
    assert Handover.objects.count() == 1
    assert post(giver, "handover-open", drive.pk, receiving="x").status_code == 422
    assert post(giver, "handover-open", drive.pk, receiving="999999").status_code == 404


@pytest.mark.parametrize(
    ("typed", "status"), [("A1", 200), ("zz9", 409), ("", 422), ("https://a.vn/x", 422)]
)
def test_scanning_answers_in_one_place_and_keeps_what_was_typed(
    giver, drive, hospital, typed, status
):
    bag_of(drive, "A1", receiver=hospital)
    handover = opened(drive)
    answer = giver.post(url("handover-scan", handover.pk), {"code": typed})
    assert answer.status_code == status
    assert 'id="answer"' in text_of(answer)
    if status != 200:
        assert f'value="{typed}"' in text_of(answer) or not typed


def test_a_scan_of_four_thousand_signs_is_a_sentence(giver, drive):
    handover = opened(drive)
    answer = giver.post(url("handover-scan", handover.pk), {"code": "Z" * 4000})
    assert answer.status_code == 422


def test_a_bag_is_taken_off_with_one_button(giver, drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    line = line_of(handover, "A1")
    assert post(giver, "handover-line-remove", handover.pk, line.pk).status_code == 302
    assert codes(handover) == []
    assert post(giver, "handover-line-remove", handover.pk, line.pk).status_code == 409
    assert post(giver, "handover-line-remove", handover.pk, 999999).status_code == 404


def test_counts_without_codes_and_two_versions_of_them(giver, drive):
    handover = opened(drive)
    page = giver.get(url("handover-counts", handover.pk))
    told = {"version": page.context["form"]["version"].value(), "opened": ""}
    answer = post(giver, "handover-counts", handover.pk, **told, volume_350="80")
    assert answer.status_code == 302
    stale = post(giver, "handover-counts", handover.pk, **told, volume_350="81")
    assert stale.status_code == 409
    wrong = post(giver, "handover-counts", handover.pk, version="1", volume_350="nhiều")
    assert wrong.status_code == 422
    assert [row.uncoded for row in handover.counts.all()] == [80]


def test_a_list_that_changed_since_is_not_sent_unseen(giver, drive, hospital):
    bag_of(drive, "A1", receiver=hospital)
    handover = opened(drive)
    version = handover.version
    filled(handover)
    told = {"version": version, "box_label": "Thùng 1"}
    answer = post(giver, "handover-send", handover.pk, **told)
    assert answer.status_code == 409
    assert 'value="Thùng 1"' in text_of(answer)
    fresh = answer.context["form"]
    told |= {"version": fresh["version"].value(), "key": fresh["key"].value()}
    assert giver.post(url("handover-send", handover.pk), told).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [("temperature", "lạnh"), ("temperature", "900"), ("left_at", "hôm qua"), ("left_at", "25:00")],
)
def test_what_cannot_be_read_comes_back(giver, drive, hospital, field, typed):
    bag_of(drive, "A1", receiver=hospital)
    handover = filled(opened(drive))
    answer = post(giver, "handover-send", handover.pk, version=handover.version, **{field: typed})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert f'value="{typed}"' in text_of(answer)


def test_steps_back_ask_for_a_reason(giver, handover):
    assert giver.get(url("handover-step", handover.pk, "take-back")).status_code == 200
    assert post(giver, "handover-step", handover.pk, "take-back", reason="").status_code == 422
    answer = post(giver, "handover-step", handover.pk, "take-back", reason="quên một túi")
    assert answer.status_code == 302
    assert again(handover).state == "open"
    assert post(giver, "handover-step", handover.pk, "take-back", reason="nữa").status_code == 409
    assert post(giver, "handover-step", handover.pk, "withdraw", reason="nhầm").status_code == 302
    page = text_of(giver.get(handover.get_absolute_url()))
    assert "A1" in page
    assert "nhầm" in page


# the receiver


def test_all_as_listed_with_one_button(counter, handover, drive):
    page = text_of(counter.get(url("handover-answer", handover.pk)))
    assert 'value="all"' in page
    answer = post(counter, "handover-answer", handover.pk, what="all")
    assert answer.status_code == 302
    assert again(handover).state == "confirmed"
    again_page = counter.get(url("handover-answer", handover.pk))
    assert again_page.status_code == 302
    twice = post(counter, "handover-answer", handover.pk, what="all")
    assert twice.status_code == 409


def test_scanning_then_sending_what_differs(counter, handover, drive):
    first = counter.post(url("handover-check", handover.pk), {"code": "a1"})
    assert first.status_code == 200
    second = counter.post(url("handover-check", handover.pk), {"code": "A1"})
    assert second.status_code == 200
    unknown = counter.post(url("handover-check", handover.pk), {"code": "X9"})
    assert unknown.status_code == 409
    assert unknown.context["extra"]["code"].value() == "X9"
    assert post(counter, "handover-extra", handover.pk, code="X9", volume="250").status_code == 302
    line = line_of(handover, "A2")
    told = {"finding": "other_volume", "found_volume": "450", "note": ""}
    assert post(counter, "handover-difference", handover.pk, line.pk, **told).status_code == 302
    asked = post(counter, "handover-answer", handover.pk, what="differs")
    assert asked.status_code == 422
    assert "unchecked" in asked.context["count"].errors
    done = post(counter, "handover-answer", handover.pk, what="differs", unchecked="missing")
    assert done.status_code == 302
    assert handed_over(drive) == {"units": 3, "250": 1, "350": 1, "450": 1}


def test_ticking_bags(counter, handover):
    lines = [str(line.pk) for line in handover.lines.all()[:2]]
    assert post(counter, "handover-ticks", handover.pk, line=lines).status_code == 302
    assert handover.lines.filter(checked_at__isnull=False).count() == 2
    assert post(counter, "handover-ticks", handover.pk).status_code == 422
    assert post(counter, "handover-ticks", handover.pk, line=["x", "9" * 30]).status_code == 422


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"finding": "other_volume"}, "found_volume"),
        ({"finding": "other_volume", "found_volume": "350"}, "found_volume"),
        ({"finding": "other_volume", "found_volume": "5.000"}, "found_volume"),
        ({"finding": "extra"}, "finding"),
    ],
)
def test_a_difference_that_cannot_be_comes_back(counter, handover, told, field):
    line = line_of(handover, "A1")
    answer = post(counter, "handover-difference", handover.pk, line.pk, **told)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_an_answer_is_corrected(counter, handover):
    disputed(handover, v350=2)
    answer = post(counter, "handover-step", handover.pk, "undo-answer", reason="đếm lại")
    assert answer.status_code == 302
    assert again(handover).state == "sent"


def test_the_keeper_does_not_answer_for_a_receiver_with_accounts(giver, handover):
    assert giver.get(url("handover-answer", handover.pk)).status_code == 403
    assert post(giver, "handover-answer", handover.pk, what="all").status_code == 403
    assert again(handover).state == "sent"


def test_from_the_signed_paper_where_the_receiver_has_none(giver, receiver, handover):
    receiver.memberships.all().delete()
    missing = post(giver, "handover-answer", handover.pk, what="all")
    assert missing.status_code == 422
    assert "receiver_signatory" in missing.context["confirm"].errors
    told = {"what": "all", "receiver_signatory": "Vũ Anh Tuấn"}
    assert post(giver, "handover-answer", handover.pk, **told).status_code == 302
    assert again(handover).answered_on_paper
    assert "Vũ Anh Tuấn" in text_of(giver.get(handover.get_absolute_url()))


# papers


def test_the_pdf_has_every_bag_and_whole_vietnamese(giver, handover):
    answer = giver.get(url("handover-pdf", handover.pk))
    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for expected in ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Bệnh viện đa khoa vùng cảng", "A1"):
        assert expected in words


def test_the_codes_on_paper_are_read_back(giver, drive, hospital):
    bag_of(drive, "G123498654321", receiver=hospital)
    handover = filled(opened(drive))
    page = text_of(giver.get(url("handover-print", handover.pk)))
    path = re.search(r'<svg class="code code128".*?viewBox="0 0 (\d+) (\d+)".*? d="([^"]+)"', page)
    assert path is not None
    image = drawn(int(path[1]), path[3])
    (code,) = zxingcpp.read_barcodes(image)
    assert (code.text, code.format) == ("G123498654321", zxingcpp.BarcodeFormat.Code128)


def drawn(wide: int, path: str) -> memoryview:
    """The bars of a code as a picture: each part of the path is one bar."""
    modules = bytearray(b"\xff" * wide)
    for start, width in re.findall(r"M(\d+) 0h(\d+)", path):
        modules[int(start) : int(start) + int(width)] = bytes(int(width))
    line = bytes(module for module in modules for _ in range(4))
    return memoryview(line * 40).cast("B", (40, len(line)))


def test_an_empty_list_is_not_printed(giver, drive):
    handover = opened(drive)
    for name in ("handover-print", "handover-pdf"):
        assert giver.get(url(name, handover.pk))["Location"] == handover.get_absolute_url()
    assert not Access.objects.exists()


def test_history_says_what_was_done(counter, handover):
    confirmed(handover, arrived_at=now())
    page = text_of(counter.get(reverse("ledger:history", args=["units.handover", handover.pk])))
    assert "A1" in page
    assert Change.objects.filter(target_label="units.handover").count() == 4
