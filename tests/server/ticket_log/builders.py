"""Logs for tests: rows that are right, to be spoiled, and what is read of them."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from server.setup_file.problems import Finding
from server.ticket_log.logged import COLUMNS, LoggedTicket
from server.ticket_log.mapping import Mapping, read_mapping
from server.ticket_log.premises import KnownOffice
from server.ticket_log.reading import How, Log

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CLOSED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CENTRE = KnownOffice(
    code="ttpvhcc",
    zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    services={"land": 720.0, "results": 240.0, "Đất đai": 600.0},
    categories=frozenset({"elderly"}),
    valid_from=date(2020, 1, 1),
    valid_to=None,
    successor=None,
    closes=lambda _day: CLOSED,
)
DISSOLVED = KnownOffice(
    code="huyen-1",
    zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    services={"land": 600.0},
    categories=frozenset(),
    valid_from=None,
    valid_to=date(2025, 6, 30),
    successor="xa-1",
    closes=lambda _day: None,
)
OFFICES = {office.code: office for office in (CENTRE, DISSOLVED)}
RIGHT = {
    "office": "ttpvhcc",
    "service": "land",
    "number": "A012",
    "channel": "kiosk",
    "issued_at": "2026-11-20T01:00:00Z",
    "called_at": "2026-11-20T01:10:00Z",
    "started_at": "2026-11-20T01:10:30Z",
    "finished_at": "2026-11-20T01:20:00Z",
    "counter": "4",
    "clerk": "hoa",
    "outcome": "served",
}
HEAD = ",".join(COLUMNS)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def row(**said: str) -> str:
    """A right row with these cells instead; a line of CSV."""
    return ",".join({**RIGHT, **said}.get(name, "") for name in COLUMNS)


def log_of(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def opened(folder: Path, raw: bytes, how: How | None = None, *, name: str = "log.csv") -> Log:
    """A log that is a file in this folder."""
    file = folder / name
    file.write_bytes(raw)
    return Log(file, how or How(), OFFICES, NOW)


def tickets(folder: Path, raw: bytes, how: How | None = None, *, name: str = "log.csv") -> list[LoggedTicket]:
    """The tickets of a log without faults."""
    log = opened(folder, raw, how, name=name)
    found = list(log.tickets())
    assert log.problems.told == []
    return found


def faults(folder: Path, raw: bytes, how: How | None = None, *, name: str = "log.csv") -> list[Finding]:
    """What is wrong with a log."""
    log = opened(folder, raw, how, name=name)
    list(log.tickets())
    return log.problems.told


def only_fault(
    folder: Path, raw: bytes, how: How | None = None, *, name: str = "log.csv"
) -> tuple[int, str, str]:
    """Line, column and reason of the one thing that is wrong."""
    found = faults(folder, raw, how, name=name)
    assert len(found) == 1, found
    return found[0].line, found[0].key, found[0].reason


def mapped(document: str) -> How:
    """How a mapping file without faults says that a log is read."""
    read = read_mapping(document.encode())
    assert read.mapping is not None, read.problems
    return How(mapping=read.mapping)


def mapping_of(document: str) -> Mapping:
    mapping = mapped(document).mapping
    assert mapping is not None
    return mapping


def in_1258(text: str) -> bytes:
    """As Windows writes it: vowels with their marks, tones apart where there is no letter with both."""
    written = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in apart if mark in TONES)
            vowel = unicodedata.normalize("NFC", apart.replace(tone, ""))
            written += vowel.encode("cp1258") + tone.encode("cp1258")
    return written
