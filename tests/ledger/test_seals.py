"""Sealing, finding again, forgetting; and the ring of keys."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from ledger import seals
from ledger.cells import digest_of
from ledger.seals import Forgotten, MissingKey, Tampered

WHERE = "donors.paper.number:7"


def key_text(sign: str) -> str:
    return base64.b64encode(sign.encode() * 32).decode()


FIRST = f"1:{key_text('a')}:{key_text('b')}"
SECOND = f"2:{key_text('c')}:{key_text('d')}"
MASTER_ONLY = f"2:{key_text('c')}:"


@given(text=st.text())
def test_what_is_sealed_opens_again(text: str) -> None:
    key = seals.new_data_key()
    sealed = seals.seal(key, text, context=WHERE)
    assert seals.unseal(key, sealed, context=WHERE) == text
    assert seals.unseal(memoryview(key), memoryview(sealed), context=WHERE) == text


def test_equal_texts_are_sealed_differently_and_show_nothing() -> None:
    key = seals.new_data_key()
    one, other = (seals.seal(key, "031203004567", context=WHERE) for _time in range(2))
    assert one != other
    assert b"031203004567" not in one + other


@pytest.mark.parametrize("of_what", ["key", "sealed"])
@given(data=st.data())
def test_a_single_changed_bit_is_noticed(of_what: str, data: st.DataObject) -> None:
    key = seals.new_data_key()
    blobs = {"key": key, "sealed": seals.seal(key, "0912 345 678", context=WHERE)}
    changed = bytearray(blobs[of_what])
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    blobs[of_what] = bytes(changed)
    with pytest.raises((Tampered, MissingKey)):
        seals.unseal(blobs["key"], blobs["sealed"], context=WHERE)


@given(key=st.binary(max_size=80), sealed=st.binary(max_size=80))
def test_any_other_bytes_are_refused(key: bytes, sealed: bytes) -> None:
    with pytest.raises((Tampered, MissingKey)):
        seals.unseal(key, sealed, context=WHERE)
    with pytest.raises(Tampered):
        seals.unseal(seals.new_data_key(), sealed, context=WHERE)


def test_what_is_sealed_opens_in_its_own_place_and_under_its_own_key_alone() -> None:
    key = seals.new_data_key()
    sealed = seals.seal(key, "12 Lê Lợi", context=WHERE)
    with pytest.raises(Tampered):
        seals.unseal(key, sealed, context="donors.paper.number:8")
    with pytest.raises(Tampered):
        seals.unseal(seals.new_data_key(), sealed, context=WHERE)


def test_without_its_key_everything_is_forgotten() -> None:
    sealed = seals.seal(seals.new_data_key(), "12 Lê Lợi", context=WHERE)
    with pytest.raises(Forgotten):
        seals.unseal(None, sealed, context=WHERE)
    with pytest.raises(Forgotten):
        seals.seal(None, "12 Lê Lợi", context=WHERE)


# Keys with versions.


def test_an_older_master_key_opens_until_it_is_taken_away(settings) -> None:
    settings.SEALING_KEYS = FIRST
    key = seals.new_data_key()
    sealed = seals.seal(key, "Tổ 4", context=WHERE)
    assert seals.master_version(key) == 1

    settings.SEALING_KEYS = f"{FIRST},{SECOND}"
    assert seals.unseal(key, sealed, context=WHERE) == "Tổ 4"
    assert seals.master_version(seals.new_data_key()) == seals.current_master_version() == 2
    anew = seals.rewrap(key)
    assert seals.master_version(anew) == 2

    settings.SEALING_KEYS = SECOND
    assert seals.unseal(anew, sealed, context=WHERE) == "Tổ 4"
    with pytest.raises(MissingKey):
        seals.unseal(key, sealed, context=WHERE)


def test_the_same_version_with_another_key_is_noticed(settings) -> None:
    settings.SEALING_KEYS = FIRST
    key = seals.new_data_key()
    settings.SEALING_KEYS = f"1:{key_text('e')}:{key_text('b')}"
    with pytest.raises(Tampered):
        seals.rewrap(key)


def test_the_master_key_alone_may_be_renewed(settings) -> None:
    settings.SEALING_KEYS = FIRST
    found_by = seals.index("031203004567", purpose="paper")
    settings.SEALING_KEYS = f"{FIRST},{MASTER_ONLY}"
    assert (seals.current_master_version(), seals.index_version()) == (2, 1)
    assert seals.index("031203004567", purpose="paper") == found_by


# Digests.


def test_an_index_finds_the_same_text_of_the_same_purpose(settings) -> None:
    settings.SEALING_KEYS = FIRST
    number = seals.index("0912345678", purpose="phone")
    assert len(number) == 32
    assert number == seals.index("0912345678", purpose="phone")
    assert number != seals.index("0912345678", purpose="paper")
    assert number != seals.index("0912345679", purpose="phone")
    assert seals.index("b", purpose="a:1:") != seals.index("1::b", purpose="a")


def test_while_index_keys_are_renewed_both_are_asked(settings) -> None:
    settings.SEALING_KEYS = FIRST
    before = seals.index("0912345678", purpose="phone")
    settings.SEALING_KEYS = f"{FIRST},{SECOND}"
    now = seals.index("0912345678", purpose="phone")
    assert seals.index_version() == 2
    assert seals.index_candidates("0912345678", purpose="phone") == [(2, now), (1, before)]


def test_a_keyed_digest_tells_posts_apart_and_cannot_be_tried_without_the_key(settings) -> None:
    settings.SEALING_KEYS = FIRST
    post = {"name": "Hoa", "paper": "031203004567", "weight": 52}
    digest = seals.keyed_digest(post)
    assert len(bytes.fromhex(digest)) == 32
    assert digest == seals.keyed_digest(dict(reversed(post.items())))
    assert digest != seals.keyed_digest(post | {"weight": 53})
    assert digest != digest_of(post)
    settings.SEALING_KEYS = SECOND
    assert digest != seals.keyed_digest(post)


# Reading the ring.


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1", "Entry 1 of GIOTHONG_KEYS is not version:master:index"),
        (f"{FIRST},{key_text('c')}:{key_text('d')}", "Entry 2 .* is not version:master:index"),
        (f"0:{key_text('a')}:{key_text('b')}", "outside 1 to 65535"),
        (f"65536:{key_text('a')}:{key_text('b')}", "outside 1 to 65535"),
        (f"1:{key_text('a')[:-4]}:{key_text('b')}", "not 32 bytes in base64"),
        (f"1:{key_text('a')}:{'*' * 44}", "not 32 bytes in base64"),
        (f"{FIRST},{FIRST}", "Entry 2 .* says version 1 again"),
        (f"1:{key_text('a')}:", "at least one master key and one index key"),
        (f"1::{key_text('a')}", "at least one master key and one index key"),
        (",", "at least one master key and one index key"),
    ],
)
def test_a_ring_that_is_none_is_refused_without_showing_a_key(text: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        seals.read_ring(text)
    assert key_text("a")[:8] not in str(refusal.value)


def test_entries_may_stand_on_lines_of_their_own() -> None:
    ring = seals.read_ring(f"{FIRST}\n{SECOND}\n")
    assert (ring.master_version, ring.index_version) == (2, 2)


def test_a_ring_does_not_show_its_keys() -> None:
    shown = repr(seals.read_ring(FIRST))
    assert "aaaa" not in shown
    assert key_text("a")[:8] not in shown


def test_without_keys_the_sentence_says_what_to_do(settings) -> None:
    settings.SEALING_KEYS = ""
    assert not seals.has_ring()
    with pytest.raises(ImproperlyConfigured, match="set GIOTHONG_KEYS"):
        seals.new_data_key()
