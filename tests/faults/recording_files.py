"""A file layer for SQLite that notes writes and syncs, so that a power cut can be imagined anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import apsw

from tests.faults.asking import Asked

SECTOR = 512
"""What a disk writes whole; a longer write may be torn between sectors."""


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes that came to a file; `data` None: the file was cut to `offset` bytes."""

    file: str
    offset: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Synced:
    """From now on what was written to this file before is on the disk."""

    file: str


@dataclass(frozen=True, slots=True)
class Said:
    """The client was told the answer `body` to what it `asked`."""

    asked: Asked
    body: str


Noted = Written | Synced | Said


class RecordingFiles(apsw.VFS):
    """SQLite's own files, with every write noted in `notes`. Files are named by their last part."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.notes: list[Noted] = []
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  SQLite's word
        return _RecordedFile(self, name, flags)


class _RecordedFile(apsw.VFSFile):
    def __init__(self, files: RecordingFiles, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._notes = files.notes
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._file = (path or "").rpartition("/")[2]
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  SQLite's word
        super().xWrite(data, offset)
        self._notes.append(Written(self._file, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  SQLite's word
        super().xTruncate(newsize)
        self._notes.append(Written(self._file, newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802  SQLite's word
        super().xSync(flags)
        self._notes.append(Synced(self._file))


@dataclass
class Disk:
    """What a disk holds for certain, and what is still on its way, while notes are played to it."""

    certain: dict[str, bytearray] = field(default_factory=dict)
    on_its_way: dict[str, list[Written]] = field(default_factory=dict)

    def play(self, note: Written | Synced) -> None:
        """One more thing happened."""
        if isinstance(note, Written):
            self.on_its_way.setdefault(note.file, []).append(note)
            return
        held = self.certain.setdefault(note.file, bytearray())
        for write in self.on_its_way.pop(note.file, []):
            _apply(held, write)

    def after_a_cut(self, chance: Random) -> dict[str, bytes]:
        """The files as they may be found: of what was on its way a random part arrived, in any order."""
        found = {file: bytearray(held) for file, held in self.certain.items()}
        kept = chance.random()
        for file, writes in self.on_its_way.items():
            held = found.setdefault(file, bytearray())
            for write in _arrived(writes, kept, chance):
                _apply(held, write)
        return {file: bytes(held) for file, held in found.items()}


def _arrived(writes: list[Written], kept: float, chance: Random) -> Iterator[Written]:
    for write in chance.sample(writes, len(writes)):
        if chance.random() >= kept:
            continue
        if write.data is None or chance.random() < 0.7:
            yield write
            continue
        for at in range(0, len(write.data), SECTOR):  # torn
            if chance.random() < 0.5:
                yield Written(write.file, write.offset + at, write.data[at : at + SECTOR])


def _apply(held: bytearray, write: Written) -> None:
    if write.data is None:
        del held[write.offset :]
        return
    if len(held) < write.offset:
        held.extend(bytes(write.offset - len(held)))
    held[write.offset : write.offset + len(write.data)] = write.data
