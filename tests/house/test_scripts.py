"""The scripts, the locks and the vendored files: light checks that need no instance."""

import hashlib
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["run", "test", ".ci/run"]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
VENDORED = ["static/vendor", "tests/browser/vendor"]


def pins(lock: str) -> dict[str, str]:
    """Name → version of every package of a lock file."""
    text = (ROOT / lock).read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", text, re.MULTILINE))


def lock_name(requirement: str) -> str:
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_is_executable_and_parses(script):
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / script], check=True)


@pytest.mark.parametrize("script", ["run", "test"])
def test_script_explains_itself_and_changes_nothing(script):
    shown = subprocess.run([ROOT / script, "--help"], check=True, capture_output=True, text=True)
    assert shown.stdout.startswith(f"Usage: ./{script} ")


def test_run_refuses_what_it_does_not_know():
    refused = subprocess.run([ROOT / "run", "--emtpy"], check=False, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "Unknown argument: --emtpy" in refused.stderr


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_package_with_hashes_and_names_no_address(lock):
    text = (ROOT / lock).read_text()
    assert not re.findall(r"https?:|file:|--index|--find-links|--extra-index| @ ", text)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {lock_name(name) for name in project["project"]["dependencies"]} <= run.keys()
    assert {lock_name(name) for name in project["dependency-groups"]["dev"]} <= dev.keys()


def test_development_lock_holds_the_run_lock_unchanged():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("folder", VENDORED)
def test_vendored_files_are_those_listed(folder):
    text = (ROOT / folder / "VENDOR.md").read_text()
    lines = re.findall(r"^([0-9a-f]{64})  \./(.+)$", text, re.MULTILINE)
    listed = {path: digest for digest, path in lines}
    found = {
        path.relative_to(ROOT / folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name != "VENDOR.md"
    }
    assert found == listed


def test_vendored_files_point_at_nothing_that_is_not_there():
    files = [path for path in (ROOT / "static/vendor").rglob("*") if path.suffix in {".css", ".js"}]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text, path
        for target in re.findall(r"url\(['\"]?(?!data:)([^)'\"]+)['\"]?\)", text):
            assert (path.parent / target).is_file(), (path, target)


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = (ROOT / "static/vendor/icons/sprite.svg").read_text()
    symbols = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {
        (icon, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "templates").rglob("*.html")
        for icon in re.findall(r"sprite\.svg[^#<>\n]*#([a-z0-9-]+)", path.read_text())
    }
    assert {(icon, path) for icon, path in used if icon not in symbols} == set()
