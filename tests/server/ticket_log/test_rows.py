"""Every row of a log is right, or told with its line and the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from server.domain.tickets import TicketState
from server.ticket_log.problems import MOST_TOLD
from server.ticket_log.reading import How
from tests.server.ticket_log.builders import (
    CLOSED,
    HEAD,
    NOW,
    faults,
    log_of,
    only_fault,
    opened,
    row,
    tickets,
)


def test_a_row_is_read_with_its_types(tmp_path: Path) -> None:
    (ticket,) = tickets(tmp_path, log_of(row(category="elderly", slot="2026-11-20T08:05:00+07:00")))
    assert (ticket.line, ticket.office, ticket.office_day) == (2, "ttpvhcc", date(2026, 11, 20))
    assert (ticket.number, ticket.channel, ticket.category) == ("A012", "kiosk", "elderly")
    assert ticket.slot == datetime(2026, 11, 20, 1, 5, tzinfo=UTC)
    assert (ticket.counter, ticket.clerk, ticket.outcome) == (4, "hoa", TicketState.SERVED)
    assert not ticket.inferred


def test_the_office_day_is_that_of_the_offices_wall(tmp_path: Path) -> None:
    times = {"issued_at": "2026-11-19T23:30:00Z", "called_at": "2026-11-19T23:40:00Z", "started_at": ""}
    (ticket,) = tickets(tmp_path, log_of(row(**times, finished_at="2026-11-20T00:10:00Z")))
    assert ticket.office_day == date(2026, 11, 20)


def test_a_start_that_nobody_pressed_is_the_call(tmp_path: Path) -> None:
    (ticket,) = tickets(tmp_path, log_of(row(started_at="")))
    assert ticket.started_at == ticket.called_at
    assert ticket.inferred


def test_columns_stand_in_any_order_and_those_that_never_happen_may_be_missing(tmp_path: Path) -> None:
    head = "outcome,issued_at,finished_at,number,office,channel,service"
    line = "left,2026-11-20T01:00:00Z,2026-11-20T01:30:00Z,A1,ttpvhcc,kiosk,land"
    (ticket,) = tickets(tmp_path, log_of(line, head=head))
    assert (ticket.outcome, ticket.counter, ticket.called_at) == (TicketState.LEFT, None, None)


@pytest.mark.parametrize(
    ("said", "column", "reason"),
    [
        ({"office": "nirgends"}, "office", "there is no office “nirgends”"),
        ({"office": "ttpvhc"}, "office", "there is no office “ttpvhc”; did you mean “ttpvhcc”?"),
        ({"office": ""}, "office", "is empty"),
        (
            {"office": "huyen-1"},
            "office",
            "huyen-1 ended on 2025-06-30, this is 2026-11-20; its successor is xa-1",
        ),
        ({"service": "lnad"}, "service", "ttpvhcc has no service “lnad”; did you mean “land”?"),
        ({"service": "x" * 41}, "service", "has more than 40 characters"),
        ({"category": "young"}, "category", "ttpvhcc has no priority category “young”"),
        ({"number": ""}, "number", "is empty"),
        ({"number": "ABCD1"}, "number", "is no number: at most three letters and one to six digits, as A012"),
        ({"number": "A12345678901"}, "number", "has more than 10 characters"),
        ({"channel": "Kiosk 1"}, "channel", "is no channel: small letters, as kiosk or reception"),
        ({"counter": "0"}, "counter", "is no counter: a number from 1 to 9999"),
        ({"counter": "vier"}, "counter", "is no counter: a number from 1 to 9999"),
        ({"counter": "-4"}, "counter", "is no counter: a number from 1 to 9999"),
        ({"clerk": "h\x00a"}, "clerk", "has a control character or line break"),
        ({"clerk": "hoa\u202e"}, "clerk", "has characters that nobody sees, or blanks in a row"),
        ({"clerk": "h" * 81}, "clerk", "has more than 80 characters"),
        ({"outcome": "waiting"}, "outcome", "there is no outcome “waiting”"),
        ({"outcome": ""}, "outcome", "is empty"),
        ({"issued_at": ""}, "issued_at", "is empty"),
        ({"issued_at": "2026-11-20"}, "issued_at", "“2026-11-20” is no time as 2026-11-21T01:30:00Z"),
        ({"issued_at": "2026-02-30T01:00:00Z"}, "issued_at", "“2026-02-30T01:00:00Z” is no time"),
        ({"issued_at": "1989-11-20T01:00:00Z"}, "issued_at", "lies before 1990"),
        ({"issued_at": "0001-01-01T00:00:00+07:00"}, "issued_at", "“0001-01-01T00:00:00+07:00” is no time"),
        ({"issued_at": "2026-11-20T01:00:00"}, "issued_at", "has no time zone: say which with --time-zone"),
        ({"called_at": "2026-11-20T00:59:59Z"}, "called_at", "is before issued_at"),
        ({"checked_in_at": "2026-11-20T01:10:00.001Z"}, "called_at", "is before checked_in_at"),
        ({"started_at": "2026-11-20T01:09:59.999Z"}, "started_at", "is before called_at"),
        ({"finished_at": "2026-11-20T01:10:29Z"}, "finished_at", "is before started_at"),
        ({"finished_at": "2026-11-21T01:00:01Z"}, "finished_at", "is more than 24 hours after issued_at"),
        ({"slot": "2026-11-21T01:00:01Z"}, "slot", "is more than 24 hours from issued_at"),
        ({"called_at": "", "started_at": ""}, "called_at", "is empty, though the outcome is served"),
        ({"called_at": "", "outcome": "left"}, "called_at", "is empty, though there is a started_at"),
        (
            {"called_at": "", "started_at": "", "outcome": "no_show"},
            "called_at",
            "is empty, though the outcome",
        ),
        ({"finished_at": ""}, "finished_at", "is empty, though the ticket has ended"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_its_line(
    tmp_path: Path, said: dict[str, str], column: str, reason: str
) -> None:
    line, key, told = only_fault(tmp_path, log_of(row(number="A011"), row(**said), row(number="A013")))
    assert (line, key) == (3, column)
    assert told.startswith(reason.split("; did")[0])
    assert reason in told


def test_nothing_lies_in_the_future(tmp_path: Path) -> None:
    soon = (NOW + timedelta(seconds=1)).isoformat()
    times = {"issued_at": (NOW - timedelta(minutes=9)).isoformat(), "called_at": NOW.isoformat()}
    late = row(**times, started_at="", finished_at=soon)
    assert only_fault(tmp_path, log_of(late)) == (2, "finished_at", "lies in the future")
    assert tickets(tmp_path, log_of(row(**times, started_at="", finished_at=NOW.isoformat())))


def test_every_wrong_cell_of_a_row_is_told(tmp_path: Path) -> None:
    found = faults(tmp_path, log_of(row(service="nix", counter="x", outcome="gone", slot="soon")))
    assert [finding.key for finding in found] == ["service", "slot", "counter", "outcome"]


def test_of_an_unknown_office_only_the_office_is_told(tmp_path: Path) -> None:
    assert only_fault(tmp_path, log_of(row(office="x", service="nix", category="y")))[1] == "office"


def test_the_same_ticket_twice_is_told_with_its_first_line(tmp_path: Path) -> None:
    raw = log_of(row(), row(number="A013"), row(issued_at="2026-11-20T08:00:00+07:00"))
    assert only_fault(tmp_path, raw) == (4, "number", "A012 of that moment is in line 2 already")


def test_a_number_may_come_again_later_on_the_day(tmp_path: Path) -> None:
    assert (
        len(tickets(tmp_path, log_of(row(outcome="transferred"), row(issued_at="2026-11-20T01:00:01Z")))) == 2
    )


def test_a_hundred_faults_are_told_and_the_others_counted(tmp_path: Path) -> None:
    log = opened(tmp_path, log_of(*(row(number=f"A{n}", counter="x") for n in range(250))))
    assert list(log.tickets()) == []
    assert [finding.line for finding in log.problems.told] == list(range(2, 2 + MOST_TOLD))
    assert (log.problems.count, log.problems.more) == (250, 150)


def test_who_did_not_come_ended_with_the_call(tmp_path: Path) -> None:
    (ticket,) = tickets(tmp_path, log_of(row(outcome="no_show", started_at="", finished_at="")))
    assert ticket.finished_at == ticket.called_at


def test_rows_without_an_end_are_left_out_when_that_is_asked(tmp_path: Path) -> None:
    log = opened(tmp_path, log_of(row(finished_at=""), row(number="A013")), How(missing_ends="skip"))
    assert [ticket.number for ticket in log.tickets()] == ["A013"]
    assert (log.tally.rows, log.tally.without_end) == (2, 1)
    assert log.notes == ["1 rows without an end were left out"]


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ({}, datetime(2026, 11, 20, 1, 22, 30, tzinfo=UTC)),
        ({"outcome": "left", "called_at": "", "started_at": ""}, datetime(2026, 11, 20, 1, 0, tzinfo=UTC)),
        ({"outcome": "removed", "started_at": ""}, datetime(2026, 11, 20, 1, 10, tzinfo=UTC)),
        ({"outcome": "closed_by_system", "called_at": "", "started_at": ""}, CLOSED),
    ],
)
def test_ends_are_inferred_when_that_is_asked(tmp_path: Path, said: dict[str, str], end: datetime) -> None:
    log = opened(tmp_path, log_of(row(**said, finished_at="")), How(missing_ends="infer"))
    assert [ticket.finished_at for ticket in log.tickets()] == [end]
    assert log.notes == ["1 ends were inferred"]


def test_an_inferred_end_does_not_lie_in_the_future(tmp_path: Path) -> None:
    called = NOW - timedelta(minutes=1)
    said = {"issued_at": (NOW - timedelta(minutes=9)).isoformat(), "called_at": called.isoformat()}
    raw = log_of(row(**said, started_at="", finished_at=""))
    assert tickets(tmp_path, raw, How(missing_ends="infer"))[0].finished_at == NOW


def test_what_the_system_closed_may_have_been_cleared_up_days_later(tmp_path: Path) -> None:
    said = {
        "outcome": "closed_by_system",
        "called_at": "",
        "started_at": "",
        "finished_at": "2026-11-22T23:00:00Z",
    }
    assert len(tickets(tmp_path, log_of(row(**said)))) == 1


def test_services_that_the_office_never_had_are_kept_when_that_is_asked(tmp_path: Path) -> None:
    raw = log_of(row(service="Trích lục bản đồ"), row(number="A013", service="x" * 41))
    log = opened(tmp_path, raw, How(keep_new_services=True))
    assert [ticket.service for ticket in log.tickets()] == ["Trích lục bản đồ"]
    assert [(f.line, f.key) for f in log.problems.told] == [(3, "service")]


def test_a_row_of_another_width_is_a_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path, log_of(row(), row(number="A013") + ",")) == (
        *(3, ""),
        "the row has 15 cells, the first line 14",
    )


def test_empty_rows_are_passed_over_and_lines_stay_right(tmp_path: Path) -> None:
    raw = f"{HEAD}\r\n\r\n,,,,,,,,,,,,,\r\n{row(counter='x')}\r\n".encode()
    assert only_fault(tmp_path, raw)[0] == 4


def test_a_line_break_in_quotes_does_not_shift_the_lines(tmp_path: Path) -> None:
    raw = log_of(row(clerk='"h\no\na"'), row(number="A013", counter="x"))
    assert [(f.line, f.key) for f in faults(tmp_path, raw)] == [(2, "clerk"), (5, "counter")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_out(tmp_path: Path, separator: str) -> None:
    raw = log_of(row()).decode().replace(",", separator).encode()
    assert len(tickets(tmp_path, raw)) == 1
    assert len(tickets(tmp_path, f"sep={separator}\n".encode() + raw)) == 1


def test_a_quote_that_is_never_closed_is_told_where_it_begins(tmp_path: Path) -> None:
    raw = log_of(row(), row(number='"A013'), *(row(number=f"B{n}") for n in range(9)))
    line, _, reason = only_fault(tmp_path, raw)
    assert (line, reason) == (3, "cannot be read as CSV: unexpected end of data")


@pytest.mark.parametrize(
    ("raw", "line", "reason"),
    [
        (b"", 1, "the file is empty; its first line names the columns"),
        (b"\x1f\x8b\x08", 1, "is packed with gzip: unpack it first"),
        (b"%PDF-1.7", 1, "is a PDF: a log comes as CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0", 1, "is a workbook of the old kind: save it as .xlsx or as CSV"),
        (b"PK\x03\x04 and no more", 1, "is no workbook: the archive is damaged"),
        (b"\xfe" * (3 << 20), 1, "has no end within a megabyte: this is not a log"),
    ],
)
def test_files_that_are_no_log_are_told(tmp_path: Path, raw: bytes, line: int, reason: str) -> None:
    assert only_fault(tmp_path, raw) == (line, "", reason)


def test_columns_that_are_missing_foreign_or_twice_are_told(tmp_path: Path) -> None:
    found = faults(tmp_path, b"office,service,numer,channel,issued_at,issued_at\n")
    assert {(f.line, f.key, f.reason) for f in found} == {
        (1, "issued_at", "is a column twice"),
        (1, "numer", "is not a column here; did you mean “number”?"),
        (1, "number", "is missing: no column, no mapping and no constant says it"),
        (1, "outcome", "is missing: no column, no mapping and no constant says it"),
    }


def test_what_a_spreadsheet_must_not_work_out_is_read_without_its_quote(tmp_path: Path) -> None:
    read = [row(clerk=cell, number=f"A{n}") for n, cell in enumerate(("'=1+1", "'-x", "''a", "'a", "=2"))]
    assert [ticket.clerk for ticket in tickets(tmp_path, log_of(*read))] == ["=1+1", "-x", "'a", "'a", "=2"]
