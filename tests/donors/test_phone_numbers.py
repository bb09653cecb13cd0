"""Phone numbers: understood as people write them, or refused in a sentence without the number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.phones import NotAPhone, masked_phone, normalise_phone, shown_phone
from tests.donors.outcomes import outcome


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("0912345678", "+84912345678", "0912 345 678"),
        ("0912 345 678", "+84912345678", "0912 345 678"),
        ("0912.345.678", "+84912345678", "0912 345 678"),
        ("0912-345-678", "+84912345678", "0912 345 678"),
        ("(0912) 345678", "+84912345678", "0912 345 678"),
        ("912345678", "+84912345678", "0912 345 678"),
        ("+84 912 345 678", "+84912345678", "0912 345 678"),
        ("84912345678", "+84912345678", "0912 345 678"),
        ("0084912345678", "+84912345678", "0912 345 678"),
        ("+84 (0)912 345 678", "+84912345678", "0912 345 678"),
        ("０９１２３４５６７８", "+84912345678", "0912 345 678"),
        (" 0381234567\u00a0", "+84381234567", "0381 234 567"),
        ("024 3942 1234", "+842439421234", "024 3942 1234"),
        ("+1 415 555 2671", "+14155552671", "+1 415-555-2671"),
        ("+856 20 55 123 456", "+8562055123456", "+856 20 55 123 456"),
    ],
)
def test_a_number_is_kept_in_one_form(typed, kept, shown):
    assert normalise_phone(typed) == kept
    assert shown_phone(kept) == shown


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("không có", "not-a-phone"),
        ("091234567", "not-a-phone"),
        ("09123456789", "not-a-phone"),
        ("0912345678 / 0987654321", "not-a-phone"),
        ("0912345678, 0987654321", "not-a-phone"),
        ("0912345678 (con trai)", "not-a-phone"),
        ("0912 HIENMAU", "not-a-phone"),
        ("9.12E+08", "not-a-phone"),
        ("0912345678+0987654321", "not-a-phone"),
        ("+999 123 456", "not-a-phone"),
        ("1" * 4000, "not-a-phone"),
        ("01681234567", "phone-renumbered"),
        ("+84 168 123 4567", "phone-renumbered"),
        ("01201234567", "phone-renumbered"),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(typed, rule):
    with pytest.raises(NotAPhone) as refused:
        normalise_phone(typed)
    assert refused.value.rule == rule


def test_an_old_number_hears_its_new_beginning():
    with pytest.raises(NotAPhone) as refused:
        normalise_phone("0168 123 4567")
    assert str(refused.value) == (
        "Numbers beginning with 0168 begin with 038 since 2018. Please write it so."
    )


def test_lists_show_the_last_three_alone():
    assert masked_phone("+84912345678") == "•••• ••• 678"
    assert masked_phone("+14155552671") == "+• •••-•••-•671"


@given(st.text(max_size=60) | st.text("0123456789 +-().", max_size=20))
def test_anything_typed_is_understood_or_refused_and_never_repeated(typed):
    kept = outcome(lambda: normalise_phone(typed))
    if isinstance(kept, str):
        assert normalise_phone(kept) == kept
        assert normalise_phone(shown_phone(kept)) == kept
    else:
        assert isinstance(kept, NotAPhone)
        assert "typed" not in kept.params


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_mobile_number_goes_through_its_forms_and_back(typed):
    kept = normalise_phone(typed)
    assert shown_phone(kept).replace(" ", "") == typed
    assert masked_phone(kept).replace("•", "").strip() == typed[-3:]


def test_what_is_no_kept_number_is_shown_as_it_is():
    assert shown_phone("nothing") == "nothing"
