"""Folding, normalising and sorting names as Vietnamese readers expect them."""

import itertools
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from words.folding import fold, nfc, prefix_range, sort_key, words_of

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
syllables = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper(), min_size=1, max_size=6)
names = st.lists(syllables, min_size=1, max_size=5).map(" ".join)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Thuỵ", "thuy"),
        ("Thụy", "thuy"),
        (nfd("Thuỵ"), "thuy"),
        (nfd("Thụy"), "thuy"),
        ("Đặng Văn Đức", "dang van duc"),
        ("ĐẶNG VĂN ĐỨC", "dang van duc"),
        ("Ðặng", "dang"),  # the Icelandic letter old fonts put in place of Đ
        ("Ban Chỉ đạo vận động", "ban chi dao van dong"),
        ("Lưu Ương", "luu uong"),
        ("  Kiến \u00a0 Thuỵ \t", "kien thuy"),
        ("Ｋｉến　Thuỵ １２", "kien thuy 12"),
        ("Kiến\u200b Thuỵ\ufeff", "kien thuy"),
        ("R'Lấp", "r'lap"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded


def test_every_vietnamese_letter_folds_to_plain_latin():
    for letter in VIETNAMESE + VIETNAMESE.upper():
        assert fold(letter).isascii()
        assert len(fold(letter)) == 1


def test_fold_is_idempotent_for_every_character():
    characters = (chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000)
    once = fold.__wrapped__  # past the cache, which a million characters would only flush
    changed = {once(c) for c in characters if unicodedata.normalize("NFKD", c).casefold() != c}
    assert len(changed) > 5000
    assert [text for text in changed if once(text) != text] == []


@given(st.text())
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(names)
def test_composed_decomposed_and_upper_case_fold_alike(name):
    assert fold(nfd(name)) == fold(name) == fold(name.upper())


@given(st.text())
def test_fold_leaves_no_nul_and_no_loose_space(text):
    folded = fold(text)
    assert "\0" not in folded
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Phạm   Thị\u00a0Hoa ", "Phạm Thị Hoa"),
        (nfd("Phạm Thị Hoa"), "Phạm Thị Hoa"),
        ("Thuỵ", "Thuỵ"),
        ("Thụy", "Thụy"),
        ("\ufeffLê\u200b An\u00ad", "Lê An"),
        ("Lê\x00 An", "Lê An"),
        ("\t\n", ""),
    ],
)
def test_nfc(typed, kept):
    assert nfc(typed) == kept


@given(st.text())
def test_nfc_is_idempotent_and_normal(text):
    assert nfc(nfc(text)) == nfc(text)
    assert unicodedata.is_normalized("NFC", nfc(text))


def sorted_from_the_end(names):
    mixed = list(reversed(names))  # equal keys would leave them the wrong way round
    mixed.sort(key=sort_key)
    return mixed


def test_sort_key_follows_the_alphabet_before_the_tones():
    ordered = [
        "a", "à", "ả", "ã", "á", "ạ", "ab", "az", "ă", "ằ", "ặ", "ăn", "â", "ấ", "b", "c", "d",
        "dz", "đ", "e", "ê", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "oz", "ô", "ôz",
        "ơ", "ợ", "p", "q", "r", "s", "t", "u", "uz", "ư", "v", "w", "x", "y", "ỵ", "z",
    ]  # fmt: skip
    assert sorted_from_the_end(ordered) == ordered


def test_sort_key_compares_all_letters_before_any_tone():
    ordered = ["ma", "mà", "mả", "mã", "má", "mạ", "ma bà", "má ba", "mạ bo", "mai", "mái"]
    assert sorted_from_the_end(ordered) == ordered


def test_sort_key_puts_a_short_name_before_its_longer_ones():
    ordered = ["An", "Án", "An Bình", "Anh", "Ân"]
    assert sorted_from_the_end(ordered) == ordered


def test_sort_key_of_real_provinces():
    ordered = [
        "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Ninh", "Bến Tre",
        "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai",
        "Hà Nội", "Hải Phòng", "Hậu Giang", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng",
        "Thái Bình", "Thanh Hóa", "Thừa Thiên Huế", "Vĩnh Long",
    ]  # fmt: skip
    assert sorted_from_the_end(ordered) == ordered


def test_sort_key_does_not_mind_where_the_tone_mark_stands():
    assert sort_key("Kiến Thuỵ") == sort_key("Kiến Thụy")
    assert sort_key("Thuỳ") == sort_key("Thùy") < sort_key("Thuỵ")
    assert sort_key("hòa") == sort_key("hoà")


def test_sort_key_ignores_case_and_takes_punctuation_for_a_space():
    assert sort_key("HẢI PHÒNG") == sort_key("hải phòng")
    assert sort_key("Bà Rịa - Vũng Tàu") == sort_key("Bà Rịa–Vũng Tàu")
    assert sort_key("---") == sort_key("") == ""


def test_digits_sort_before_letters():
    assert sort_key("Quận 1") < sort_key("Quận 2") < sort_key("Quận Ba Đình")


@given(names)
def test_sort_key_is_printable_ascii_and_the_same_for_nfd(name):
    key = sort_key(name)
    assert key.isascii()
    assert key.isprintable()
    assert key == sort_key(nfd(name)) == sort_key(name.upper())


def slow_collation(name: str) -> tuple[list[int], list[list[int]]]:
    """The same order said plainly: letters by their place, then tones word by word."""
    letters = " 0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
    tones = "\u0300\u0309\u0303\u0301\u0323"
    primary, secondary = [], []
    for word in unicodedata.normalize("NFC", name).lower().split():
        bare = [
            unicodedata.normalize(
                "NFC", "".join(c for c in unicodedata.normalize("NFD", letter) if c not in tones)
            )
            for letter in word
        ]
        primary += [letters.index(c) for c in [" ", *bare]]
        secondary.append([tones.index(c) + 1 for c in nfd(word) if c in tones])
    return primary, secondary


@given(st.lists(names, min_size=2, max_size=8))
def test_sort_key_agrees_with_the_slow_collation(some):
    for one, other in itertools.pairwise(some):
        slow = (slow_collation(one) > slow_collation(other)) - (
            slow_collation(one) < slow_collation(other)
        )
        fast = (sort_key(one) > sort_key(other)) - (sort_key(one) < sort_key(other))
        bytewise = (sort_key(one).encode() > sort_key(other).encode()) - (
            sort_key(one).encode() < sort_key(other).encode()
        )
        assert slow == fast == bytewise


@given(st.text())
def test_sort_key_takes_any_text(text):
    assert "\0" not in sort_key(text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Kiến Thuỵ", ["kien", "thuy"]),
        ("Viện Huyết học – Truyền máu", ["vien", "huyet", "hoc", "truyen", "mau"]),
        ("R'Lấp, Đắk Nông", ["r", "lap", "dak", "nong"]),
        ("a_b", ["a", "b"]),
        (" - ", []),
    ],
)
def test_words_of(typed, words):
    assert words_of(typed) == words


@given(st.text(), st.text())
def test_prefix_range_holds_exactly_what_starts_with_the_prefix(prefix, text):
    low, high = prefix_range(prefix)
    assert low <= prefix + text <= high
    assert (low <= text <= high) == text.startswith(prefix)
