"""Anything may be scanned: it is a person, a bag, or nothing with a named reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.codes import new_code, shown_code
from donors.rules.papers import PaperKind
from units.rules.scans import LONGEST_SCAN, ScanKind, read_bag_scan, read_scan

CARD = "001199012345|012345678|Phạm Thị Mẫu|05121999|Nữ|Thôn Mẫu, Xã Mẫu|01012022"
ZONE = "P<{}MUSTER<<ERIKA<<<<<<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"


def test_a_citizens_card():
    scan = read_scan(CARD + "\r\n")
    assert (scan.kind, scan.value, scan.paper) == (ScanKind.CARD, "001199012345", PaperKind.CCCD)
    assert scan.card is not None
    assert scan.card.name == "Phạm Thị Mẫu"


@pytest.mark.parametrize(
    ("typed", "paper", "number"),
    [
        ("001199012345", PaperKind.CCCD, "001199012345"),
        ("001 199 012 345", PaperKind.CCCD, "001199012345"),
        ("012345678", PaperKind.CMND, "012345678"),
    ],
)
def test_a_bare_identity_number(typed, paper, number):
    scan = read_scan(typed)
    assert (scan.kind, scan.paper, scan.value) == (ScanKind.PAPER_NUMBER, paper, number)


@given(st.randoms(use_true_random=False))
def test_a_donor_code_in_any_form(random):
    code = new_code(random)
    for typed in (code, shown_code(code), code.lower(), f" {shown_code(code)}\n"):
        scan = read_scan(typed)
        assert (scan.kind, scan.value) == (ScanKind.DONOR_CODE, code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("G1234 98 654321 00", "G123498654321"),
        ("=G12349865432100", "G123498654321"),
        ("túi-17", "TÚI-17"),
        ("2411300345", "2411300345"),
    ],
)
def test_a_bag(typed, code):
    for scan in (read_scan(typed), read_bag_scan(typed)):
        assert (scan.kind, scan.value) == (ScanKind.BAG, code)


def test_in_the_box_of_a_bag_twelve_digits_are_a_bag():
    assert read_bag_scan("001199012345").kind is ScanKind.BAG


@pytest.mark.parametrize(
    ("scanned", "rule"),
    [
        ("", "scan-empty"),
        (" \r\n", "scan-empty"),
        ("https://example.org/?id=1", "scan-url"),
        ("HTTP://EXAMPLE.ORG", "scan-url"),
        ("www.example.org", "scan-url"),
        ("x" * 4000, "scan-too-long"),
        ("x" * 41, "bag-too-long"),
        ("AB\x1dCD", "scan-control-characters"),
        ("AB\x00", "scan-control-characters"),
        ("G123498654321A", "bag-check"),
        (ZONE.format("D<<"), "card-of-another-country"),
        (ZONE.format("VNM"), "machine-readable-zone"),
        ("@\n\x1e\rANSI 636000090002DL00410278ZV03190008DLDAQT64235789", "card-of-another-country"),
        ("11010519491231002X", "card-of-another-country"),
        ('<?xml version="1.0"?><PrintLetterBarcodeData uid="1"/>', "card-of-another-country"),
        ("12345|a|b|c", "card-not-understood"),
    ],
)
def test_what_is_nothing_has_a_named_reason(scanned, rule):
    scan = read_scan(scanned)
    assert scan.kind is ScanKind.NOTHING
    assert scan.reason is not None
    assert scan.reason.rule == rule
    assert scan.reason.sentence % {**scan.reason.params}


@pytest.mark.parametrize("card", [CARD, ZONE.format("VNM"), ZONE.format("USA")])
def test_a_persons_card_is_no_bag(card):
    scan = read_bag_scan(card)
    assert scan.reason is not None
    assert scan.reason.rule == "card-not-bag"


@given(st.one_of(st.text(), st.text(max_size=45), st.text("0123456789ABC |<>@=-\n", max_size=60)))
def test_any_text_is_something_or_has_a_reason(text):
    for scan in (read_scan(text), read_bag_scan(text)):
        assert (scan.kind is ScanKind.NOTHING) == (scan.reason is not None)
        assert (scan.kind is ScanKind.NOTHING) == (not scan.value)
        assert len(scan.value) <= LONGEST_SCAN
        if scan.reason:
            assert scan.reason.sentence % {**scan.reason.params}


def test_an_identity_number_is_in_no_repr():
    assert "001199012345" not in repr(read_scan(CARD))
    assert "001199012345" not in repr(read_scan("001199012345"))
