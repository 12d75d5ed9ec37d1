"""Run a command with a PostgreSQL server of its own: `python -m tests.with_postgres COMMAND ...`.

The server lives in a temporary folder, listens on a socket there and is stopped at the end. Without
PostgreSQL on the machine the command runs all the same, and tests say why they skip.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.databases import SERVER


def main(command: list[str]) -> int:
    """Start a server, run the command, stop the server; the command's exit code."""
    binaries = _binaries()
    if os.environ.get(SERVER) or binaries is None:
        return subprocess.run(command, check=False).returncode
    folder = Path(tempfile.mkdtemp(prefix="tayari-pg-"))
    try:
        port = _start(binaries, folder)
        env = {**os.environ, SERVER: f"postgresql://tayari@127.0.0.1:{port}/postgres"}
        return subprocess.run(command, check=False, env=env).returncode
    finally:
        _as_server(str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    try:
        found = subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True)
        path = Path(found.stdout.strip())
    except (OSError, subprocess.CalledProcessError):
        known = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        path = known[-1] if known else Path("nowhere")
    return path if (path / "initdb").exists() else None


def _start(binaries: Path, folder: Path) -> int:
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = str(folder / "data")
    _as_server(str(binaries / "initdb"), "-D", data, "-U", "tayari", "-A", "trust", "--no-sync", "-E", "UTF8")
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c max_connections=200"
    log = str(folder / "log")
    _as_server(str(binaries / "pg_ctl"), "-D", data, "-o", options, "-l", log, "-w", "start")
    return port


def _as_server(*command: str) -> None:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
