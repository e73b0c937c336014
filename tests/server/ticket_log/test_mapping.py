"""A mapping file turns the log of another machine into ours, or is told what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.domain.tickets import TicketState
from server.ticket_log.mapping import read_mapping
from server.ticket_log.reading import How
from tests.server.ticket_log.builders import faults, in_1258, log_of, mapped, only_fault, row, tickets

HALL = """\
[file]
encoding = "windows-1258"
separator = ";"
skip_lines = 2

[times]
zone = "Asia/Ho_Chi_Minh"
formats = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"]

[columns]
number = "STT"
service = "Dịch vụ"
issued_at = ["Ngày", "Giờ lấy số"]
called_at = ["Ngày", "Giờ gọi"]
finished_at = ["Ngày", "Giờ xong"]
counter = "Quầy"
outcome = "Trạng thái"

[constants]
office = "ttpvhcc"
channel = "kiosk"

[values.service]
"Đất đai" = "land"

[values.outcome]
"Hoàn thành" = "served"
"Bỏ lượt" = "no_show"
"" = "left"
"""
FOREIGN = """\
TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
Nhật ký tháng 3;;;
STT;Ngày;Giờ lấy số;Giờ gọi;Giờ xong;Dịch vụ;Quầy;Trạng thái;Ghi chú
1012;03/03/2025;08:02:11;08:10:40;08:23:30;Đất đai;4;Hoàn thành;x
1013;03/03/2025;08:03;08:15:00;;Đất đai;4;Bỏ lượt;
1014;03/03/2025;08:04:00;;08:30;Đất đai;;;y
"""


def foreign(text: str = FOREIGN) -> bytes:
    return in_1258(text)


def test_the_log_of_another_machine_reads_in_our_words(tmp_path: Path) -> None:
    first, second, third = tickets(tmp_path, foreign(), mapped(HALL))
    assert (first.line, first.office, first.service, first.number) == (4, "ttpvhcc", "land", "1012")
    assert first.issued_at == datetime(2025, 3, 3, 1, 2, 11, tzinfo=UTC)
    assert first.called_at == first.started_at == datetime(2025, 3, 3, 1, 10, 40, tzinfo=UTC)
    assert (first.counter, first.outcome, first.channel) == (4, TicketState.SERVED, "kiosk")
    assert (second.outcome, second.finished_at) == (TicketState.NO_SHOW, second.called_at)
    assert second.issued_at == datetime(2025, 3, 3, 1, 3, tzinfo=UTC)
    assert (third.outcome, third.called_at, third.counter) == (TicketState.LEFT, None, None)


def test_lines_are_those_of_the_file_with_its_heading(tmp_path: Path) -> None:
    raw = foreign(FOREIGN.replace("08:10:40", "08:01:00").replace("Bỏ lượt", "Bỏ"))
    found = [(f.line, f.key) for f in faults(tmp_path, raw, mapped(HALL))]
    assert found == [(4, "called_at"), (5, "outcome")]


def test_a_time_that_fits_no_format_is_told_with_all_of_them(tmp_path: Path) -> None:
    raw = foreign(FOREIGN.replace("08:02:11", "8 giờ"))
    line, key, reason = only_fault(tmp_path, raw, mapped(HALL))
    assert (line, key) == (4, "issued_at")
    assert reason == "“03/03/2025 8 giờ” is not written as %d/%m/%Y %H:%M:%S or as %d/%m/%Y %H:%M"


def test_a_file_whose_columns_no_line_names_gets_its_titles_from_the_mapping(tmp_path: Path) -> None:
    document = HALL.replace("skip_lines = 2", "skip_lines = 3").replace(
        'separator = ";"',
        'separator = ";"\ntitles = ["STT", "Ngày", "Giờ lấy số", "Giờ gọi", "Giờ xong", "Dịch vụ", "Quầy",'
        ' "Trạng thái", "Ghi chú"]',
    )
    assert [ticket.line for ticket in tickets(tmp_path, foreign(), mapped(document))] == [4, 5, 6]


def test_a_column_that_the_file_has_not_is_told(tmp_path: Path) -> None:
    line, key, reason = only_fault(tmp_path, foreign(), mapped(HALL.replace("Quầy", "Bàn số")))
    assert (line, key, reason) == (3, "counter", "there is no column “Bàn số”")


def test_constants_and_words_alone_leave_our_own_columns_as_they_are(tmp_path: Path) -> None:
    how = mapped('[values.service]\n"đất" = "land"\n[constants]\nchannel = "kiosk"\n')
    head = "office,service,number,issued_at,finished_at,outcome"
    raw = log_of("ttpvhcc,đất,A1,2026-11-20T01:00:00Z,2026-11-20T01:30:00Z,left", head=head)
    assert [(t.service, t.channel) for t in tickets(tmp_path, raw, how)] == [("land", "kiosk")]


def test_what_is_asked_on_the_command_line_goes_before_the_mapping(tmp_path: Path) -> None:
    mapping = mapped(HALL).mapping
    (first, *_) = tickets(tmp_path, FOREIGN.encode(), How(mapping, encoding="utf-8", time_zone="Asia/Tokyo"))
    assert first.issued_at == datetime(2025, 3, 2, 23, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "reason"),
    [
        ("[columns]", "[colums]", 10, "colums", "is not a key here; did you mean “columns”?"),
        ("skip_lines", "skip", 4, "file.skip", "is not a key here"),
        ('number = "STT"', 'nummer = "STT"', 11, "columns.nummer", "is no column; did you mean “number”?"),
        ("Asia/Ho_Chi_Minh", "Asia/Binh_Dinh", 7, "times.zone", "there is no time zone “Asia/Binh_Dinh”"),
        ("windows-1258", "tcvn3", 2, "file.encoding", "must be one of utf-8, utf-16"),
        ('= "served"', '= "done"', 27, "values.outcome.Hoàn thành", "there is no outcome “done”"),
        ('channel = "kiosk"', 'counter = "4"', 1, "", "counter is both a column and a constant"),
        ('channel = "kiosk"', 'slot = "x"', 21, "constants.slot", "is a time: it has a column of its own"),
        ('"Quầy"', '["Quầy", "STT"]', 16, "columns.counter", "only a time has two columns"),
        ("skip_lines = 2", "skip_lines = -1", 4, "file.skip_lines", "must be at least 0"),
        ("[times]", "[times", 6, "", "expected"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_with_its_line(
    old: str, new: str, line: int, key: str, reason: str
) -> None:
    assert old in HALL
    read = read_mapping(HALL.replace(old, new, 1).encode())
    assert read.mapping is None
    told = [(f.line, f.key) for f in read.problems]
    assert (line, key) in told
    assert any(reason in f.reason for f in read.problems)


def test_the_mapping_of_the_guide_is_one_that_works() -> None:
    guide = Path(__file__).resolve().parents[3] / "docs" / "log-import.md"
    document = guide.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    assert read_mapping(document.encode()).problems == ()


def test_a_right_row_stays_right_with_an_empty_mapping(tmp_path: Path) -> None:
    assert len(tickets(tmp_path, log_of(row()), mapped(""))) == 1
