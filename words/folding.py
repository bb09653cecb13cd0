"""Vietnamese names made comparable: folded for search, normalised to keep, keyed to sort."""

import re
import unicodedata
from functools import lru_cache

# "đ" has no decomposition; "ð" looks like it and stands in its place in texts from old fonts.
_PLAIN_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})

# Invisible characters which come along when text is copied from a web page or a word processor.
_INVISIBLE = dict.fromkeys(
    [n for n in (*range(0x20), *range(0x7F, 0xA0)) if not chr(n).isspace()]
    + [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]
)

_WORD = re.compile(r"[^\W_]+")

# Letters of their own in the alphabet: "ă" stands after every word in plain "a" and before "b".
_OWN_LETTERS = {
    ("a", "\u0306"): "a~",
    ("a", "\u0302"): "a~~",
    ("e", "\u0302"): "e~",
    ("o", "\u0302"): "o~",
    ("o", "\u031b"): "o~~",
    ("u", "\u031b"): "u~",
}
_D_STROKE = "d~"

# The order of the tones in Vietnamese dictionaries (CLDR "vi"); no tone comes first.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_OTHER_MARK = "6"


def _plain_case(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return ``text`` as search compares it: lower case, no marks, "d" for "đ", single spaces.

    "Thuỵ" and "Thụy", composed or decomposed, and full-width forms fold alike.
    Folding a folded text changes nothing.
    """
    # Compatibility forms hide behind one another (a letter in a circle with a mark): the second
    # round catches what the first one uncovered.
    for _ in range(2):
        decomposed = unicodedata.normalize("NFKD", _plain_case(text))
        text = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        text = text.translate(_PLAIN_D)
    return " ".join(text.split())


def nfc(text: str) -> str:
    """Return a typed name as it is kept: composed (NFC), trimmed, with single spaces inside."""
    return unicodedata.normalize("NFC", " ".join(text.translate(_INVISIBLE).split()))


@lru_cache(maxsize=16384)
def sort_key(text: str) -> str:
    """Return a key whose bytewise order is the Vietnamese order of ``text``.

    Letters count first, in the order a ă â b c d đ e ê … o ô ơ … u ư …; then the tones, word by
    word: ngang, huyền, hỏi, ngã, sắc, nặng. Case and the place of a tone mark ("Thuỵ", "Thụy")
    do not count; punctuation counts as a space. The key looks like ``nguye~n-thi-hoa 3-5``:
    its signs are chosen by their place in ASCII, space < "-" < digits < letters < "~".
    """
    words = []
    tones = []
    for word in _WORD.findall(unicodedata.normalize("NFC", _plain_case(text))):
        letters, marks = _letters_and_tones(word)
        if letters:
            words.append(letters)
            tones.append(marks)
    return f"{'-'.join(words)} {'-'.join(tones).rstrip('-')}".rstrip()


def _letters_and_tones(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tones = ""
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.category(character) != "Mn":
            letters.append(_D_STROKE if character in "đðɖ" else character)
        elif letters and (letters[-1], character) in _OWN_LETTERS:
            letters[-1] = _OWN_LETTERS[letters[-1], character]
        else:
            tones += _TONES.get(character, _OTHER_MARK)
    return "".join(letters), tones


def words_of(text: str) -> list[str]:
    """Return the folded words of ``text`` in their order, without punctuation."""
    return _WORD.findall(fold(text))


def prefix_range(prefix: str) -> tuple[str, str]:
    """Return the least and the greatest text which start with ``prefix``, both included.

    For ``folded__range``: an index serves it on both databases, which LIKE does not grant.
    """
    return prefix, prefix + "\U0010ffff" * 4
