"""What the box of the reception desk understands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.papers import PaperKind
from units.rules.asked import Asked, AskedKind, read_asked

CARD = "031190004567|012345678|Nguyễn Thị Lan|05121990|Nữ|Thôn 1, xã Kiến Thụy|01012022"


def test_a_card_tells_both_numbers():
    asked = read_asked(CARD)
    assert asked.kind is AskedKind.CARD
    assert asked.card is not None
    assert asked.card.name == "Nguyễn Thị Lan"
    assert asked.numbers == ("031190004567", "012345678")
    assert asked.papers == (
        (PaperKind.CCCD, "031190004567"),
        (PaperKind.CMND, "012345678"),
    )


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("031 190 004 567", AskedKind.NUMBER, "031190004567"),
        ("012345678", AskedKind.NUMBER, "012345678"),
        ("b1234567", AskedKind.NUMBER, "B1234567"),
        ("12/XN-UBND", AskedKind.NUMBER, "12/XNUBND"),
        ("nguyễn  thị lan", AskedKind.WORDS, "nguyễn thị lan"),
        ("Lan", AskedKind.WORDS, "Lan"),
        ("0912 345 678", AskedKind.PHONE, ""),
        ("+84912345678", AskedKind.PHONE, ""),
        ("17", AskedKind.QUEUE_NO, ""),
        ("#17", AskedKind.QUEUE_NO, ""),
    ],
)
def test_what_is_typed(typed, kind, value):
    asked = read_asked(typed)
    assert (asked.kind, asked.value) == (kind, value)
    assert asked.reason is None


def test_a_queue_number_is_a_number():
    assert read_asked("0017").queue_no == 17


def test_a_birth_year_may_stand_beside_a_name():
    asked = read_asked("1990 nguyễn lan")
    assert (asked.kind, asked.value, asked.year) == (AskedKind.WORDS, "nguyễn lan", 1990)
    assert read_asked("1990").kind is AskedKind.QUEUE_NO
    assert read_asked("Lan 1990 1991").kind is AskedKind.NUMBER


def test_a_phone_is_kept_in_one_form():
    assert read_asked("0912.345.678").phone == "+84912345678"
    assert read_asked("912345678").phone == "+84912345678"  # may be an old number as well


def test_only_sure_papers_are_asked_of_the_nation():
    assert read_asked("B1234567").papers == ((PaperKind.PASSPORT, "B1234567"),)
    assert read_asked("12/XN-UBND").papers == ()
    assert read_asked("Lan").papers == ()


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "scan-empty"),
        ("https://example.vn/ve", "scan-url"),
        ("x" * 4000, "scan-too-long"),
        ("P<USASMITH<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "card-of-another-country"),
        ("110101199003070000", "card-of-another-country"),
        ("=G1234 98 654321 00", "bag-not-person"),
        ("Lan " * 60, "name-too-long-to-find"),
        ("...", "nobody-meant"),
        ("12/@", "nobody-meant"),
    ],
)
def test_what_cannot_be_used_has_a_reason(typed, rule):
    asked = read_asked(typed)
    assert asked.kind is AskedKind.NOTHING
    assert asked.reason is not None
    assert asked.reason.rule == rule


@given(st.text(max_size=2000))
def test_anything_may_come(text):
    asked = read_asked(text)
    assert (asked.kind is AskedKind.NOTHING) == (asked.reason is not None)
    assert repr(asked).startswith("<")


@given(st.text(max_size=200))
def test_no_sentence_repeats_what_was_typed(text):
    asked = read_asked(text)
    if asked.reason is not None:
        assert all(len(str(part)) < 10 for part in asked.reason.params.values())


def test_nothing_shows_a_number():
    assert "031190004567" not in repr(read_asked(CARD))
    assert "031190004567" not in str(Asked(AskedKind.NUMBER, "031190004567"))
