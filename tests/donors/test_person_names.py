"""Names: what may be one, in which order they stand, which words search looks for."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.names import NotAName, given_first_key, name_words, read_name
from tests.donors.outcomes import outcome


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("  Nguyễn   Văn\tAn \r\n", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Trần Thị Thuỵ"), "Trần Thị Thuỵ"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Y Thông K’Buôr", "Y Thông K’Buôr"),
        ("Jean-Pierre Nguyễn", "Jean-Pierre Nguyễn"),
        ("李明", "李明"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("LÊ THỊ HOA", "LÊ THỊ HOA"),
        ("Ý Lê", "Ý Lê"),
        ("A" * 100, "A" * 100),
    ],
)
def test_a_name_is_kept_as_it_is_spelt(typed, kept):
    assert read_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "empty"),
        (" \u200b ", "empty"),
        ("A", "name-too-short"),
        ("'-", "name-too-short"),
        ("A" * 101, "name-too-long"),
        ("x" * 4000, "name-too-long"),
        ("Nguyễn Văn An 2", "not-in-a-name"),
        ("=HYPERLINK(1)", "not-in-a-name"),
        ("Nguyễn Văn An.", "not-in-a-name"),
        ("An <b>", "not-in-a-name"),
        ("031095001234", "not-in-a-name"),
        ("An\u202eBình", "not-in-a-name"),
        ("Nguyễn Văn A²", "not-in-a-name"),
    ],
)
def test_what_is_no_name_is_refused_with_a_reason(typed, rule):
    with pytest.raises(NotAName) as refused:
        read_name(typed)
    assert refused.value.rule == rule


def test_a_refusal_names_the_sign_and_not_the_name():
    with pytest.raises(NotAName) as refused:
        read_name("Nguyễn Văn An2")
    assert str(refused.value) == "The sign “2” is not part of a name."


@given(st.text(max_size=120))
def test_a_kept_name_is_kept_as_it_is(typed):
    kept = outcome(lambda: read_name(typed))
    if isinstance(kept, str):
        assert read_name(kept) == kept
        assert name_words(kept)
    else:
        assert isinstance(kept, NotAName)
        assert str(kept)


def test_lists_go_by_the_given_name_in_vietnamese_order():
    ordered = [
        "Trần Ái", "Lê An", "Nguyễn An", "Nguyễn Văn An", "Phạm An", "Bùi Ân", "Lê Bình",
        "Vũ Dung", "Lê Đức", "Nguyễn Thị Hoa", "Trần Hoa", "Lê Hoà", "Bùi Hoàng",
    ]  # fmt: skip
    # "Ái" is "ai" with a tone: its letters stand before those of "an".
    assert sorted(sorted(ordered), key=given_first_key) == ordered


def test_the_order_does_not_know_case_or_the_place_of_a_tone():
    assert given_first_key("Lê Thuỵ") == given_first_key("LÊ  THỤY")


def test_one_word_is_a_given_name():
    assert given_first_key("An") < given_first_key("Lê An") < given_first_key("Anh")
    assert given_first_key("") == ""


vietnamese = st.text("AĂÂBDĐEÊHIMNOÔƠTUƯYaăâbdđeêghimnoôơtuưyàáảãạ", min_size=1, max_size=6)


@given(vietnamese, vietnamese, vietnamese, vietnamese)
def test_the_given_name_counts_before_all_others(one, rest, other, other_rest):
    keys = given_first_key(one), given_first_key(other)
    with_rest = given_first_key(f"{rest} {one}"), given_first_key(f"{other_rest} {other}")
    if keys[0] != keys[1]:
        assert (keys[0] < keys[1]) == (with_rest[0] < with_rest[1])


def test_search_looks_for_folded_words_each_once():
    assert name_words("  Nguyễn văn  ĐỨC, nguyen ") == ["nguyen", "van", "duc"]
    assert name_words("") == []
    assert name_words("H'Hen") == ["h", "hen"]
