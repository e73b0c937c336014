"""The table of all offices: each with its own mean, and the pooled mean of all tickets below."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from server.contract.messages.figures import WaitFigures
from server.contract.messages.reports import OfficialReport
from server.reports.official import style
from server.reports.official.sections import name_of
from server.reports.official.style import text
from server.reports.official.words import HOLDS, NOTHING, count, goal, met, minutes, percent


def places(report: OfficialReport) -> list[Flowable]:
    """VIII. Of several offices; nothing for one alone."""
    if not report.by_office:
        return []
    goal_met = report.offices_meeting_goal
    empty = len(report.by_office) - goal_met.of
    said = (
        f"Số đơn vị có thời gian chờ trung bình đạt mục tiêu {goal(report.goal_s)} phút: "
        f"{count(goal_met.met)}/{count(goal_met.of)} đơn vị có số liệu."
    )
    if empty:
        said += f" {count(empty)} đơn vị không có lượt nào được phục vụ trong kỳ."
    pooled = (
        "Dòng cuối tính chung mọi lượt của tất cả các đơn vị, không phải trung bình của các số trung bình. "
        "Xếp theo thời gian chờ trung bình từ thấp đến cao."
    )
    rows = [[str(place), *_row(row)] for place, row in enumerate(sorted(report.by_office, key=_order), 1)]
    rows.append(["", style.text("Tất cả", style.CELL_BOLD), *_row(report.total)[1:]])
    head = [
        "TT",
        "Đơn vị",
        "Số lượt",
        "TB (phút)",
        "90 % không quá",
        f"≤ {goal(report.goal_s)} phút",
        "Đạt",
        "Giữ được?",
    ]
    table = style.table(head, rows, [5, 35, 9, 9, 11, 10, 9, 12], last_is_total=True)
    return [
        *style.section("VIII. KẾT QUẢ TỪNG ĐƠN VỊ"),
        text(said, style.BODY),
        *style.captioned("Bảng 5. Thời gian chờ theo đơn vị", table),
        text(pooled, style.NOTE),
    ]


def _order(row: WaitFigures) -> tuple[bool, float, str]:
    """Those who waited least first; who had nobody last."""
    return row.mean_s is None, row.mean_s or 0.0, row.key


def _row(row: WaitFigures) -> list[Any]:
    holds = HOLDS.get(row.verdict or "", NOTHING)
    figures = [minutes(row.mean_s), minutes(row.p90_s), percent(row.share_within_goal)]
    tail = [text(met(row), style.CELL_CENTRED), text(holds, style.CELL_CENTRED)]
    return [text(name_of(row), style.CELL), count(row.n), *figures, *tail]
