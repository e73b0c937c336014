"""The official report in every form that it is asked for: PDF to be signed, XLSX and CSV to work on, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import Literal, get_args

from pydantic import BaseModel

from server.contract.messages.figure_quality import DeviceFigures
from server.contract.messages.figures import BookingFigures, Productivity, WaitFigures
from server.contract.messages.ratings import RatingFigure
from server.contract.messages.reports import OfficialReport
from server.reports import csv_file, workbook
from server.reports.files import File, plain_name
from server.reports.official import document
from server.reports.official.words import period_name
from server.reports.table import Column, Kind, Table, table_of
from server.reports.workbook import Parameter, Sheet

Format = Literal["pdf", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "pdf": document.MEDIA_TYPE,
    "xlsx": workbook.MEDIA_TYPE,
    "csv": csv_file.MEDIA_TYPE,
    "json": "application/json",
}


def report_file(report: OfficialReport, format_: Format) -> File:
    """The report as a file; the same bytes for the same report."""
    content = _DRAWN[format_](report)
    who = report.issuer.code if len(report.offices) == 1 else "toan-bo"
    name = plain_name(f"bao-cao_{who}_{_period_code(report)}")
    shown = f"Báo cáo thời gian chờ {who} {period_name(report)}".replace("/", "-")
    return File(f"{name}.{format_}", MEDIA_TYPES[format_], content, f"{shown}.{format_}")


def _period_code(report: OfficialReport) -> str:
    """`2026-10`, `2026-Q4`, `2026-H1`, `2026-9M`, `2026`, or both days; in the order of time in a folder."""
    first = report.first
    if report.kind == "month":
        return f"{first:%Y-%m}"
    if report.kind == "quarter":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    if report.kind == "half_year":
        return f"{first.year}-H{1 if first.month == 1 else 2}"
    if report.kind == "nine_months":
        return f"{first.year}-9M"
    return str(first.year) if report.kind == "year" else f"{first}_{report.last}"


_TIMES = {"day": "Theo ngày", "week": "Theo tuần", "month": "Theo tháng"}


def report_workbook(report: OfficialReport) -> bytes:
    """A sheet for every section of the report."""
    return workbook.workbook(list(_sheets(report)), _parameters(report), made_at=report.made_at)


def _sheets(report: OfficialReport) -> Iterator[Sheet]:
    total = _waits([_named(report.total, "Tổng cộng")])
    yield Sheet("Chung", _waits([_named(report.total, "Kỳ báo cáo"), _named(report.before, "Kỳ trước")]))
    yield Sheet("Theo lĩnh vực", _waits(report.by_service, "service"), total)
    yield Sheet(_TIMES[report.time_by], _waits(report.by_time, report.time_by), total)
    yield Sheet("Theo giờ", _waits(report.by_half_hour, "hour"), total)
    if report.by_office:
        yield Sheet("Theo đơn vị", _waits(report.by_office, "office"), total)
    yield Sheet("Lịch hẹn", table_of(BookingFigures, [report.bookings]))
    yield Sheet("Năng suất", table_of(Productivity, report.productivity))
    yield Sheet("Hài lòng", table_of(RatingFigure, report.satisfaction))
    yield Sheet("Thiết bị", table_of(DeviceFigures, report.devices.devices))


def _named(row: WaitFigures, key: str) -> WaitFigures:
    return row.model_copy(update={"key": key, "names": None})


def _waits(rows: Sequence[WaitFigures], keys: str = "") -> Table:
    return table_of(WaitFigures, rows, keys=keys)


def _parameters(report: OfficialReport) -> list[Parameter]:
    met = report.offices_meeting_goal
    return [
        Parameter("Đơn vị", "Offices", ", ".join(report.offices)),
        Parameter("Kỳ báo cáo", "Period", period_name(report)),
        Parameter("Từ ngày", "From", report.first, Kind.DATE),
        Parameter("Đến ngày (tính cả ngày này)", "To, included", report.last, Kind.DATE),
        Parameter("Kỳ trước từ ngày", "Period before, from", report.before_first, Kind.DATE),
        Parameter("Kỳ trước đến ngày", "Period before, to", report.before_last, Kind.DATE),
        Parameter("Mục tiêu (phút)", "Goal (minutes)", report.goal_s, Kind.SECONDS),
        Parameter("Đơn vị đạt mục tiêu", "Offices meeting the goal", met.met, Kind.COUNT),
        Parameter("trong số đơn vị có số liệu", "of offices with any", met.of, Kind.COUNT),
        Parameter("Phân vị", "Quantiles", report.quantiles),
        Parameter("Sự kiện chưa tính", "Events not yet counted", report.pending_events, Kind.COUNT),
        Parameter("Định nghĩa", "Definition", report.definition),
        Parameter("Lập lúc (UTC)", "Made at (UTC)", report.made_at, Kind.MOMENT),
        Parameter("Phần mềm", "Software", f"Đúng Hẹn {version('dunghen')}"),
    ]  # fmt: skip


def report_csv(report: OfficialReport) -> bytes:
    """All waits of the report in one table; the first column says which section a line belongs to."""
    plain = _waits([])
    column = Column("section", Kind.TEXT, _no_section)
    rows = tuple(
        (section, *cells)
        for section, found in _sections(report)
        for cells in table_of(WaitFigures, found).rows
    )
    return csv_file.csv_file(Table((column, *plain.columns), rows))


def _no_section(row: BaseModel) -> str:
    """Sections are of the report, no row knows its own."""
    return ""


def _sections(report: OfficialReport) -> Iterator[tuple[str, Sequence[WaitFigures]]]:
    yield "total", [report.total]
    yield "before", [report.before.model_copy(update={"key": "before"})]
    yield "service", report.by_service
    yield report.time_by, report.by_time
    yield "hour", report.by_half_hour
    yield "office", report.by_office


def report_json(report: OfficialReport) -> bytes:
    """As the API tells it, indented."""
    return report.model_dump_json(by_alias=True, indent=2).encode()


_DRAWN: dict[Format, Callable[[OfficialReport], bytes]] = {
    "pdf": document.official_pdf,
    "xlsx": report_workbook,
    "csv": report_csv,
    "json": report_json,
}
