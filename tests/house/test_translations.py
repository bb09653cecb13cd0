"""Every sentence a user sees is translated; the compiled catalogues are those of the sources."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["vi", "en"]
# Tests and benchmarks say nothing to users.
NOT_SHOWN = {"tests", "bench"}


def gettext(program: str, *arguments: str | Path) -> str:
    """What one of gettext's programs prints; Debian's package gettext has them all."""
    if shutil.which(program) is None:
        pytest.fail(f"{program} is missing: apt-get install gettext")
    done = subprocess.run(
        [program, *arguments], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode != 0:
        pytest.fail(f"{program}: {done.stderr}")
    return done.stdout


def msgids(catalogue: Path, *selection: str) -> set[str]:
    """The selected messages of a catalogue: context, msgid and plural, without the header."""
    text = gettext("msgattrib", "--no-obsolete", "--no-wrap", *selection, catalogue)
    entry = r"^((?:msgctxt .+\n)?msgid (?:.+\n)(?:(?!msgstr).+\n)*)msgstr"
    found = {match.strip() for match in re.findall(entry, text, re.MULTILINE)}
    return found - {'msgid ""'}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """The catalogues as makemessages writes them from today's sources, in a copy of the tree."""
    gettext("xgettext", "--version")
    tree: Path = tmp_path_factory.mktemp("sources")
    apps = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in NOT_SHOWN]
    for folder in [*apps, ROOT / "templates", ROOT / "locale"]:
        shutil.copytree(
            folder, tree / folder.name, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
        )
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--no-wrap", "--no-obsolete"]
    subprocess.run(
        [*command, *(f"--locale={language}" for language in LANGUAGES)],
        check=True,
        cwd=tree,
        env=environment,
        capture_output=True,
    )
    return tree / "locale"


def catalogue(locale: Path, language: str) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def test_every_sentence_has_its_vietnamese(fresh):
    assert msgids(catalogue(fresh, "vi"), "--untranslated") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_only_a_guess(fresh, language):
    assert msgids(catalogue(fresh, language), "--only-fuzzy") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_lists_every_sentence(fresh, language):
    listed = msgids(catalogue(ROOT / "locale", language))
    assert msgids(catalogue(fresh, language)) - listed == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_up_to_date_and_its_formats_agree(tmp_path, language):
    source = catalogue(ROOT / "locale", language)
    compiled = tmp_path / "django.mo"
    gettext("msgfmt", "--check", "--output-file", compiled, source)
    committed = source.with_suffix(".mo")
    assert committed.is_file()
    assert gettext("msgunfmt", committed) == gettext("msgunfmt", compiled)
