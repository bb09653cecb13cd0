"""The keys of an instance: made once, never again over sealed data, demanded in production."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import now

from ledger import seals
from ledger.instance_keys import prepare_keys
from ledger.models import Change
from tests.ledger.test_seals import FIRST, SECOND

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(settings, tmp_path, monkeypatch) -> Path:
    """Where this instance keeps its keys; data keys lie in ``Change.sealed``."""
    monkeypatch.setattr(seals, "_wrapped", [(Change, "sealed")])
    settings.SEALING_KEYS = ""
    settings.SEALING_KEYS_FILE = tmp_path / "keys"
    seals.forget_the_file()
    kept: Path = settings.SEALING_KEYS_FILE
    return kept


def holds_sealed_data() -> None:
    Change.objects.create(
        target_label="a.toy",
        target_id=str(uuid4()),
        version=1,
        at=now(),
        actor_name="Hoa",
        action="toy",
        cells={},
        sealed=seals.new_data_key(),
    )


def test_keys_are_made_once_and_for_their_owner_alone(db, file) -> None:
    assert not seals.has_ring()
    prepare_keys(file)
    made = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert seals.has_ring()
    holds_sealed_data()
    prepare_keys(file)
    assert file.read_text() == made


def test_a_file_left_empty_by_a_broken_off_start_is_written(db, file) -> None:
    file.touch()
    prepare_keys(file)
    assert seals.has_ring()


def test_keys_are_not_written_over(file) -> None:
    seals.keep_new_ring(file)
    with pytest.raises(FileExistsError):
        seals.keep_new_ring(file)


def test_where_something_is_sealed_no_new_keys_are_made(db, file, settings) -> None:
    settings.SEALING_KEYS = FIRST
    holds_sealed_data()
    settings.SEALING_KEYS = ""
    with pytest.raises(ImproperlyConfigured, match=r"are gone: put .*keys back"):
        prepare_keys(file)
    assert not file.exists()


def test_other_keys_are_noticed_at_the_start(db, file, settings) -> None:
    settings.SEALING_KEYS = FIRST
    holds_sealed_data()
    settings.SEALING_KEYS = SECOND
    with pytest.raises(ImproperlyConfigured, match="do not open what this database holds"):
        prepare_keys(file)


def test_keys_of_the_environment_need_no_file(db, file, settings) -> None:
    settings.SEALING_KEYS = FIRST
    prepare_keys(None)
    assert not file.exists()


def started_with(tmp_path, **environment: str) -> subprocess.CompletedProcess[str]:
    """``manage.py check`` as another process, with nothing of this one's environment."""
    own = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 60}
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "ledger"],
        env={**own, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": "."} | environment,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def test_production_does_not_start_without_keys(tmp_path) -> None:
    (tmp_path / "keys").write_text(FIRST)  # an embedded instance's file is not enough
    refused = started_with(tmp_path, PRODUCTION="1")
    assert refused.returncode != 0
    assert "GIOTHONG_KEYS is missing: a production instance does not start" in refused.stderr
    assert started_with(tmp_path, PRODUCTION="1", GIOTHONG_KEYS=FIRST).returncode == 0


def test_keys_that_are_none_stop_the_start_without_being_shown(tmp_path) -> None:
    refused = started_with(tmp_path, GIOTHONG_KEYS="1:c2VjcmV0:c2VjcmV0")
    assert refused.returncode != 0
    assert "Entry 1 of GIOTHONG_KEYS" in refused.stderr
    assert "c2VjcmV0" not in refused.stderr
