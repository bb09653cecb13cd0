"""Renewing keys: everything is brought to the current ones, once and again."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from directory.models import Organisation
from ledger import reencryption, seals
from ledger.models import Change
from tests.factories import OrganisationFactory
from tests.ledger.test_seals import FIRST, MASTER_ONLY, SECOND, WHERE

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def _toys(monkeypatch, settings) -> None:
    """Data keys lie in ``Change.sealed``, digests in the addresses of organisations; both were
    written under the first keys."""
    monkeypatch.setattr(seals, "_wrapped", [])
    monkeypatch.setattr(seals, "_reindexes", [])
    monkeypatch.setattr(reencryption, "BATCH", 2)
    settings.SEALING_KEYS = FIRST
    seals.register_wrapped(Change, "sealed")
    seals.register_wrapped(Change, "sealed")
    seals.register_reindex(_pending, _bring)


def _digest(name: str) -> str:
    return f"{seals.index_version()}:{seals.index(name, purpose='toy').hex()[:40]}"


def _pending():
    return Organisation.objects.exclude(address__startswith=f"{seals.index_version()}:")


def _bring(pks: list[int]) -> None:
    for organisation in Organisation.objects.filter(pk__in=pks).exclude(name="unreadable"):
        digest = _digest(organisation.name)
        Organisation.objects.filter(pk=organisation.pk).update(address=digest)


def with_key(key: bytes | None) -> Change:
    return Change.objects.create(
        target_label="a.toy",
        target_id=str(uuid4()),
        version=1,
        at=now(),
        actor_name="Hoa",
        action="toy",
        cells={},
        sealed=key,
    )


def with_digest(name: str) -> Organisation:
    return OrganisationFactory.create(name=name, address=_digest(name))


def versions() -> set[int]:
    keys = Change.objects.exclude(sealed=None).values_list("sealed", flat=True)
    return {seals.master_version(key) for key in keys if key is not None}


def test_everything_comes_under_the_new_keys_and_the_old_ones_may_go(
    areas, settings, capsys
) -> None:
    changes = [with_key(seals.new_data_key()) for _n in range(5)]
    sealed = seals.seal(changes[0].sealed, "Tổ 4", context=WHERE)
    with_key(None)
    for name in ("Một", "Hai", "Ba"):
        with_digest(name)

    settings.SEALING_KEYS = f"{FIRST},{SECOND}"
    call_command("reencrypt")
    said = capsys.readouterr().out
    assert "Change.sealed: 5 of 5" in said
    assert "Organisation (digests): 3 of 3" in said
    assert "master key 1, index key 1" in said

    settings.SEALING_KEYS = SECOND
    assert versions() == {2}
    changes[0].refresh_from_db()
    assert seals.unseal(changes[0].sealed, sealed, context=WHERE) == "Tổ 4"
    assert Organisation.objects.get(address=_digest("Hai")).name == "Hai"

    call_command("reencrypt")
    again = capsys.readouterr().out
    assert "Change.sealed: 0 of 5" in again
    assert "Organisation (digests): 0 of 0" in again
    assert "taken out" not in again


def test_a_run_that_was_broken_off_goes_on(areas, settings, monkeypatch) -> None:
    for _n in range(5):
        with_key(seals.new_data_key())
    settings.SEALING_KEYS = f"{FIRST},{SECOND}"
    rewrap, calls = seals.rewrap, []

    def breaks_off(wrapped):
        calls.append(wrapped)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return rewrap(wrapped)

    monkeypatch.setattr(reencryption, "rewrap", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        call_command("reencrypt")
    assert versions() == {1, 2}
    call_command("reencrypt")
    assert versions() == {2}
    assert len(calls) == 4 + 3


def test_a_new_master_key_leaves_the_digests(areas, settings, capsys) -> None:
    with_key(seals.new_data_key())
    with_digest("Một")
    settings.SEALING_KEYS = f"{FIRST},{MASTER_ONLY}"
    call_command("reencrypt")
    said = capsys.readouterr().out
    assert "digests): 0 of 0" in said
    assert said.rstrip().endswith("master key 1")


def test_what_cannot_be_brought_is_told_and_the_rest_is_done(areas, settings, capsys) -> None:
    broken = with_key(b"\x01no key at all")
    with_key(seals.new_data_key())
    with_digest("Một")
    unreadable = with_digest("unreadable")
    settings.SEALING_KEYS = f"{FIRST},{SECOND}"
    with pytest.raises(CommandError, match=r"2 rows .* keep the older keys"):
        call_command("reencrypt")
    said = capsys.readouterr()
    assert f"1 failed, first {broken.pk}" in said.err
    assert f"1 failed, first {unreadable.pk}" in said.err
    Change._base_manager.filter(pk=broken.pk).update(sealed=None)
    assert versions() == {2}
    assert Organisation.objects.get(address=_digest("Một"))


def test_a_key_that_is_destroyed_meanwhile_stays_destroyed(db, settings, monkeypatch) -> None:
    change = with_key(seals.new_data_key())
    settings.SEALING_KEYS = f"{FIRST},{SECOND}"
    rewrap = seals.rewrap

    def forgets(wrapped):
        Change._base_manager.filter(pk=change.pk).update(sealed=None)
        return rewrap(wrapped)

    monkeypatch.setattr(reencryption, "rewrap", forgets)
    assert reencryption.rewrap_column(Change, "sealed").written == 0
    change.refresh_from_db()
    assert change.sealed is None
