"""The list of erasures: keyed hashes beside the keys, outside the database, so that whatever a restored
backup brings back is erased again."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from server.storage.person_keys import KeyFolder

KEPT = timedelta(days=400)
"""Longer than anybody keeps backups; older lines are taken out."""
_FILE = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased when: hashes that only the key of this list makes."""

    at: datetime
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Erasures:
    """The list, in the folder of the keys."""

    folder: KeyFolder

    def hashed(self, trace: str) -> str:
        """How the list names a trace: a keyed hash of it, or of the keyed hash that the database has."""
        key = self.folder.own("erasures")
        return hmac.new(key, trace.encode(), hashlib.sha256).hexdigest()

    def add(self, at: datetime, traces: Collection[str]) -> None:
        """Remember an erasure; it is on the disk when this returns."""
        line = {"at": at.isoformat(), "hashes": sorted(self.hashed(trace) for trace in traces)}
        with self._locked() as file, file.open("a", encoding="ascii") as opened:
            opened.write(json.dumps(line) + "\n")
            opened.flush()
            os.fsync(opened.fileno())

    def all(self) -> list[Erasure]:
        """Every erasure, the oldest first."""
        file = self.folder.path / _FILE
        if not file.exists():
            return []
        lines = [json.loads(line) for line in file.read_text(encoding="ascii").splitlines()]
        return [Erasure(datetime.fromisoformat(one["at"]), frozenset(one["hashes"])) for one in lines]

    def forget_old(self, now: datetime) -> int:
        """Take out what no backup can bring back any more; how many there were."""
        known = self.all()
        kept = [one for one in known if one.at > now - KEPT]
        if len(kept) == len(known):
            return 0
        with self._locked() as file:
            kept = [one for one in self.all() if one.at > now - KEPT]
            beside = file.with_suffix(".new")
            beside.touch(mode=0o600)
            beside.write_text(
                "".join(
                    json.dumps({"at": one.at.isoformat(), "hashes": sorted(one.hashes)}) + "\n"
                    for one in kept
                ),
                encoding="ascii",
            )
            beside.replace(file)
        return len(known) - len(kept)

    @contextmanager
    def _locked(self) -> Iterator[Path]:
        """The file, to be written by one process at a time."""
        self.folder.keep("erasures.lock", "")
        file = self.folder.path / _FILE
        file.touch(mode=0o600)
        with (self.folder.path / "erasures.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield file
