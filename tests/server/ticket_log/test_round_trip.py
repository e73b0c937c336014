"""Any log that is written reads back as the same tickets; any line that is spoiled is told, and no other."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.contract.unseen import shown
from server.domain.figures import ANSWERED
from server.domain.tickets import TicketState
from server.ticket_log.logged import COLUMNS, OUTCOMES, LoggedTicket
from server.ticket_log.reading import How
from server.ticket_log.writing import write_log
from tests.server.ticket_log.builders import CENTRE, NOW, faults, in_1258, tickets

NAMES = st.one_of(
    st.text(min_size=1, max_size=30)
    .map(lambda text: shown(text)[:80])
    .filter(lambda text: shown(text) == text),
    st.sampled_from(["Nguyễn Thị Hoa", "=1+1", "-2", "'quoted", "a;b,c d", 'say "x"', "@cmd", "Đỗ Hữu Ước"]),
).filter(bool)
WESTERN = (
    st.text(st.sampled_from("aeiouAEIOUéàüÄßñ ='-;,\""), min_size=1, max_size=20).map(shown).filter(bool)
)
VIETNAMESE = st.text(st.sampled_from("aăâêôơưđộếờựýỹởẩ hN"), min_size=1, max_size=20).map(shown).filter(bool)
FIRST, LAST = datetime.fromisoformat("2021-01-01"), datetime.fromisoformat("2026-11-01")
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
SPAN = st.timedeltas(timedelta(0), timedelta(hours=3))


@st.composite
def logged(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES) -> LoggedTicket:
    """A ticket as any log may have it."""
    outcome = draw(st.sampled_from(sorted(OUTCOMES.values())))
    issued = draw(MOMENTS)
    checked_in = draw(st.none() | SPAN)
    was_called = outcome in ANSWERED | {TicketState.NO_SHOW} or draw(st.booleans())
    called = (issued + (checked_in or timedelta(0)) + draw(SPAN)) if was_called else None
    started = (called + draw(SPAN)) if called and outcome in ANSWERED and draw(st.booleans()) else None
    last = started or called or (issued + (checked_in or timedelta(0)))
    return LoggedTicket(
        line=0,
        office="ttpvhcc",
        office_day=issued.astimezone(CENTRE.zone).date(),
        service=draw(st.sampled_from(["land", "results"])),
        number=draw(st.from_regex(r"[A-Z]{0,3}[0-9]{1,6}", fullmatch=True)),
        channel=draw(st.sampled_from(["kiosk", "reception", "api"])),
        category=draw(st.none() | st.just("elderly")),
        issued_at=issued,
        slot=draw(st.none() | SPAN.map(lambda span: issued + span)),
        checked_in_at=None if checked_in is None else issued + checked_in,
        called_at=called,
        started_at=started or (called if outcome in ANSWERED else None),
        finished_at=last + draw(SPAN),
        counter=draw(st.none() | st.integers(1, 9999)),
        clerk=draw(st.none() | names),
        outcome=outcome,
        inferred=started is None and outcome in ANSWERED,
    )


def logs(names: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[list[LoggedTicket]]:
    key = lambda ticket: (ticket.number, ticket.issued_at)  # noqa: E731  # what tells tickets apart
    return st.lists(logged(names), min_size=1, max_size=12, unique_by=key)


def written(log: list[LoggedTicket]) -> str:
    sink = io.StringIO()
    assert write_log(map(cells, log), sink) == len(log)
    return sink.getvalue()


def cells(ticket: LoggedTicket) -> list[Any]:
    values = {name: getattr(ticket, name) for name in COLUMNS}
    if ticket.inferred:
        values["started_at"] = None
    return list({**values, "outcome": ticket.outcome.value}.values())


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def with_separator(text: str, separator: str) -> str:
    """The same rows in another form, written by somebody else's program."""
    sink = io.StringIO()
    csv.writer(sink, delimiter=separator, lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    return sink.getvalue()


def read_back(raw: bytes, how: How | None = None) -> list[LoggedTicket]:
    with folder() as place:
        return [replace(ticket, line=0) for ticket in tickets(place, raw, how)]


@settings(max_examples=50, deadline=None)
@given(
    log=logs(),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_any_log_in_any_form_reads_back_as_the_same_tickets(
    log: list[LoggedTicket], separator: str, encoding: str
) -> None:
    text = with_separator(written(log), separator)
    assert read_back(text.encode(encoding), How(encoding=encoding.replace("-sig", ""))) == log
    assert read_back(text.encode(encoding)) == log


@settings(max_examples=50, deadline=None)
@given(log=logs(VIETNAMESE))
def test_any_vietnamese_log_reads_back_from_windows_1258(log: list[LoggedTicket]) -> None:
    assert read_back(in_1258(written(log)), How(encoding="windows-1258")) == log


@settings(max_examples=50, deadline=None)
@given(log=logs(WESTERN))
def test_any_western_log_reads_back_from_windows_1252(log: list[LoggedTicket]) -> None:
    assert read_back(written(log).encode("cp1252"), How(encoding="windows-1252")) == log


SPOILED = {
    "office": "nirgends",
    "service": "nix",
    "number": "ABCD",
    "channel": "?",
    "category": "young",
    "issued_at": "2026-13-01T00:00:00Z",
    "slot": "soon",
    "called_at": "1990-01-01T00:00:00Z",
    "finished_at": (NOW + timedelta(days=1)).isoformat(),
    "counter": "x",
    "outcome": "waiting",
}
SPOILS = st.sampled_from(sorted(SPOILED))


@settings(max_examples=50, deadline=None)
@given(log=logs(), data=st.data())
def test_the_lines_that_are_spoiled_are_exactly_those_that_are_told(
    log: list[LoggedTicket], data: st.DataObject
) -> None:
    wrong = data.draw(st.dictionaries(st.integers(0, len(log) - 1), SPOILS, min_size=1))
    rows = [cells(ticket) for ticket in log]
    for at, column in wrong.items():
        rows[at][COLUMNS.index(column)] = SPOILED[column]
    sink = io.StringIO()
    write_log(rows, sink)
    with folder() as place:
        found = faults(place, sink.getvalue().encode())
    assert sorted({finding.line for finding in found}) == sorted(at + 2 for at in wrong)
    assert {(f.line, f.key) for f in found} >= {
        (at + 2, column) for at, column in wrong.items() if column not in ("called_at", "finished_at")
    }
