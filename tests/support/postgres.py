"""A PostgreSQL cluster of our own on a private port, run by a user who is not root."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.support.ports import free_port


def binaries() -> Path | None:
    """Where PostgreSQL's programs are; None when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    return Path(path).parent if path else None


@dataclass
class Cluster:
    """`start()` it, `create_database()`s in it, `kill()` it, `stop()` it."""

    folder: Path
    port: int = 0
    durable: bool = True
    """Whether commits are synced; only tests of what a power cut leaves need it."""
    _databases: int = 0

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self.data = self.folder / "data"

    def start(self) -> None:
        """Make the cluster at the first start; recover it at the next ones."""
        if not self.data.exists():
            self.folder.chmod(0o777)
            self._run("initdb", "-D", self.data, "-U", "dunghen", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        options += "" if self.durable else " -c fsync=off"
        self._run("pg_ctl", "-D", self.data, "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def kill(self) -> None:
        """End every process at once, as a power cut would, without a checkpoint."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def create_database(self) -> str:
        """The URL of a new, empty database."""
        url = self.place()
        self.create(url)
        return url

    def place(self) -> str:
        """The URL of a database that is not there yet."""
        self._databases += 1
        return f"postgresql://dunghen@127.0.0.1:{self.port}/test_{self._databases}"

    def create(self, url: str) -> None:
        """Make the empty database at this place, unless it is there."""
        name = url.rpartition("/")[2]
        address = f"postgresql://dunghen@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {name}")  # the name is ours

    def _run(self, program: str, *arguments: object) -> None:
        folder = binaries()
        assert folder is not None, "PostgreSQL is not installed"
        command = [str(folder / program), *map(str, arguments)]
        user = None
        if getpass.getuser() == "root":
            user = "postgres"
            shutil.chown(self.folder, "postgres")
        with (self.folder / "commands.log").open("ab") as log:
            environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
            subprocess.run(
                command, check=True, user=user, stdout=log, stderr=log, env=environment, cwd=self.folder
            )
