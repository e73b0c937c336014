"""Doors of figures as files: the same questions, answered as CSV for programs and XLSX for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from typing import Annotated, Any

from pydantic import BaseModel, Field

from server.contract.messages import RatingFigure, RatingFigures
from server.contract.messages import figures as messages
from server.contract.messages.figure_quality import DeviceFigures, Devices
from server.reports import csv_file, workbook
from server.reports.files import File, plain_name
from server.reports.table import Kind, Table, table_of
from server.reports.workbook import Parameter, Sheet
from server.web.doors import Ask, Door, Doors, Draw
from server.web.figures_queries import TicketsQuery


@dataclass(frozen=True, slots=True)
class Rows:
    """What an answer's rows are, and what its sheet is called."""

    model: type[BaseModel]
    of: Callable[[Any], Sequence[BaseModel]]
    sheet: str
    total: Callable[[Any], BaseModel] | None = None


ROWS: dict[type[BaseModel], Rows] = {
    messages.Waits: Rows(
        messages.WaitFigures, lambda said: said.rows, "Thời gian chờ", lambda said: said.total
    ),
    messages.TicketFacts: Rows(messages.TicketFact, lambda said: said.tickets, "Phiếu"),
    messages.CounterUses: Rows(messages.CounterUse, lambda said: said.counters, "Quầy"),
    messages.Bookings: Rows(
        messages.BookingFigures, lambda said: said.rows, "Lịch hẹn", lambda said: said.total
    ),
    Devices: Rows(DeviceFigures, lambda said: said.devices, "Thiết bị"),
    messages.Productivities: Rows(messages.Productivity, lambda said: said.offices, "Năng suất"),
    RatingFigures: Rows(RatingFigure, lambda said: said.rows, "Hài lòng"),
}
"""Every answer of figures that has rows."""


MOST_TICKETS = 20_000


class TicketFilesQuery(TicketsQuery):
    """The tickets behind a figure, many at once."""

    limit: Annotated[int, Field(ge=1, le=MOST_TICKETS)] = MOST_TICKETS


def doors(*groups: Doors) -> Doors:
    """For every door whose answer has rows, one that gives them as CSV and one as XLSX."""
    group = Doors("figure_files")
    for door in (door for figures in groups for door in figures.doors if door.answer in ROWS):
        group.doors += [
            _as_file(door, "csv", _as_csv, csv_file.MEDIA_TYPE),
            _as_file(door, "xlsx", _as_workbook, workbook.MEDIA_TYPE),
        ]
    return group


def _as_file(door: Door, ending: str, draw: Draw, media_type: str) -> Door:
    rule, name = f"{door.rule}.{ending}", f"{door.operation}_{ending}"
    query = TicketFilesQuery if door.query is TicketsQuery else door.query
    return replace(door, rule=rule, name=name, draw=draw, media_type=media_type, query=query)


def _table(said: Any, ask: Ask) -> Table:
    rows = ROWS[type(said)]
    return table_of(rows.model, rows.of(said), keys=getattr(ask.query, "by", ""))


def _as_csv(said: Any, ask: Ask, at: datetime) -> File:
    return File(_name(said, ask, "csv"), csv_file.MEDIA_TYPE, csv_file.csv_file(_table(said, ask)))


def _as_workbook(said: Any, ask: Ask, at: datetime) -> File:
    rows = ROWS[type(said)]
    total = None if rows.total is None else _total(rows.total(said), rows.model)
    sheets = [Sheet(rows.sheet, _table(said, ask), total)]
    content = workbook.workbook(sheets, _parameters(said, ask, at), made_at=at)
    return File(_name(said, ask, "xlsx"), workbook.MEDIA_TYPE, content)


def _total(total: BaseModel, model: type[BaseModel]) -> Table:
    return table_of(model, [total.model_copy(update={"key": "Tổng cộng"})])


def _name(said: Any, ask: Ask, ending: str) -> str:
    asked = ask.query
    offices = asked.office[0] if len(asked.office) == 1 else "offices"
    by = getattr(asked, "by", None)
    words = [type(said).__name__.lower(), offices, str(asked.first), str(asked.last), *([by] if by else [])]
    return plain_name("_".join(words)) + f".{ending}"


def _parameters(said: Any, ask: Ask, at: datetime) -> list[Parameter]:
    asked = ask.query
    offices: Sequence[str] = getattr(said, "offices", None) or asked.office
    if isinstance(said, messages.Productivities):
        offices = [row.office for row in said.offices]
    told = [
        Parameter("Đơn vị", "Offices", ", ".join(offices) or "tất cả / all"),
        Parameter("Từ ngày", "From", asked.first, Kind.DATE),
        Parameter("Đến ngày (tính cả ngày này)", "To, included", asked.last, Kind.DATE),
    ]
    if getattr(asked, "by", None):
        told.append(Parameter("Xem theo", "By", asked.by))
    if getattr(asked, "only", None):
        told.append(Parameter("Chỉ tính", "Only", " = ".join(asked.only)))
    if isinstance(said, messages.Waits):
        told += _of_waits(said)
    return [*told, *_made(at)]


def _of_waits(said: messages.Waits) -> list[Parameter]:
    return [
        Parameter("Mục tiêu (phút)", "Goal (minutes)", said.goal_s, Kind.SECONDS),
        Parameter("Phân vị", "Quantiles", said.quantiles),
        Parameter("Sự kiện chưa tính", "Events not yet counted", said.pending_events, Kind.COUNT),
        Parameter("Định nghĩa", "Definition", said.definition),
    ]


def _made(at: datetime) -> list[Parameter]:
    return [
        Parameter("Lập lúc (UTC)", "Made at (UTC)", at, Kind.MOMENT),
        Parameter("Phần mềm", "Software", f"Đúng Hẹn {version('dunghen')}"),
    ]
