"""The keys that recognise people: random, one per quarter of the year, in a folder beside the database.

A hash made with a key that has been destroyed can be tied to nobody, not even by whoever has the database,
its backups and the server's secret. Each key is a file of its own, linked in whole: several processes, and
machines that share the folder, make one key.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

NEEDED_AFTER = timedelta(days=120)
"""How long after its quarter a key is needed: 90 days that one can book ahead, and the 30 that contacts are
kept after the slot."""
_KEY = re.compile(r"(\d{4})-q([1-4])\.key")


def quarter_of(moment: datetime) -> int:
    """Quarters of the years, counted."""
    return moment.year * 4 + (moment.month - 1) // 3


def begin_of(quarter: int) -> datetime:
    """The moment at which a quarter begins, in UTC."""
    return datetime(quarter // 4, quarter % 4 * 3 + 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The folder. It and its files are the server's alone (modes 700 and 600)."""

    path: Path

    def key(self, quarter: int, *, make: bool = False) -> bytes | None:
        """The key of a quarter; None when it was destroyed or never made. With `make` it is made."""
        file = self._file(quarter)
        if make and not file.exists():
            self.keep(file.name, secrets.token_hex(32))
        with contextlib.suppress(FileNotFoundError):
            return bytes.fromhex(file.read_text(encoding="ascii").strip())
        return None

    def since(self, now: datetime) -> int:
        """The quarter in which this folder was begun: before it, keys were derived from the secret."""
        file = self.path / "since"
        if not file.exists():
            self.keep(file.name, str(quarter_of(now)))
        return int(file.read_text(encoding="ascii"))

    def own(self, name: str) -> bytes:
        """A key for another purpose, made when there is none; it is never destroyed by time."""
        file = self.path / f"{name}.key"
        if not file.exists():
            self.keep(file.name, secrets.token_hex(32))
        return bytes.fromhex(file.read_text(encoding="ascii").strip())

    def destroy_old(self, now: datetime) -> int:
        """Destroy the keys that no hash needs any more; how many there were."""
        old = [file for quarter, file in self.quarters() if begin_of(quarter + 1) + NEEDED_AFTER < now]
        for file in old:
            with contextlib.suppress(FileNotFoundError):  # another process was first
                _overwrite(file)
                file.unlink()
        return len(old)

    def quarters(self) -> list[tuple[int, Path]]:
        """The keys that there are, the oldest first."""
        found = [(_KEY.fullmatch(file.name), file) for file in self.path.glob("*.key")]
        known = [(int(name[1]) * 4 + int(name[2]) - 1, file) for name, file in found if name]
        return sorted(known)

    def keep(self, name: str, content: str) -> None:
        """Write a file unless it is there: aside first, and linked in whole, so that one process wins."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.path / f"{name}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, self.path / name)
        aside.unlink()

    def _file(self, quarter: int) -> Path:
        return self.path / f"{quarter // 4}-q{quarter % 4 + 1}.key"


def _overwrite(file: Path) -> None:
    """As far as the disk lets us: flash memory may keep the old block for a while."""
    with file.open("r+b") as opened:
        opened.write(b"0" * file.stat().st_size)
        opened.flush()
        os.fsync(opened.fileno())
