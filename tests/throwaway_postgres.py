"""A PostgreSQL that lives as long as one command, for tests.

``python -m tests.throwaway_postgres -- pytest -m both`` makes a cluster in a temporary folder, sets
DATABASE_URL for the command, passes its exit code on and removes everything, also after an error
or Ctrl-C. PostgreSQL refuses to run as root, so there it runs as an unprivileged user.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

DATABASE = "giothong"
# Nothing here outlives the tests, so nothing needs to reach the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
}


def main(arguments: list[str]) -> int:
    """Run the command after ``--`` with DATABASE_URL set; returns its exit code."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        sys.exit("Usage: python -m tests.throwaway_postgres -- COMMAND...")
    signal.signal(signal.SIGTERM, _stop)
    with throwaway_postgres() as url:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise


@contextlib.contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Yields the DATABASE_URL of a fresh cluster (UTF8, C.UTF-8) on a Unix socket.

    Raises FileNotFoundError without PostgreSQL's programs, CalledProcessError if initdb fails (it
    says why on stderr), TimeoutError if the server does not answer.
    """
    programs = _programs()
    account, prefix = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="giothong-postgres-"))
    try:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        initdb = f"{programs}/initdb -U {DATABASE} --auth=trust --no-sync".split()
        subprocess.run(
            [*prefix, *initdb, "--encoding=UTF8", "--locale=C.UTF-8", "-D", data],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*prefix, programs / "postgres", "-D", data, "-k", folder, *options],
                cwd=folder,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the tests first, the server after them
            )
        try:
            _create_database(programs, folder, server)
            # A folder in place of the host means a Unix socket, written as django-environ reads it.
            yield f"postgres://{DATABASE}@/{folder}/{DATABASE}"
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create_database(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    createdb = [f"{programs}/createdb", "-h", str(folder), "-U", DATABASE, DATABASE]
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        if subprocess.run(createdb, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return
        time.sleep(0.1)
    message = "PostgreSQL did not start:\n" + (folder / "log").read_text(errors="replace")
    raise TimeoutError(message)


def _programs() -> Path:
    """The folder of the newest PostgreSQL: Debian keeps them outside the PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[4].split(".")[0]), default=None)
    found = newest or shutil.which("initdb")
    if found is None:
        message = "PostgreSQL's initdb is missing: apt-get install postgresql"
        raise FileNotFoundError(message)
    return Path(found).resolve().parent


def _unprivileged() -> tuple[pwd.struct_passwd | None, list[str]]:
    if os.geteuid() != 0:
        return None, []
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return account, ["setpriv", *ids, "--pdeathsig=INT", "--"]


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
