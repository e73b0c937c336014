"""What an official report tells of the waits, section by section."""

from __future__ import annotations

from datetime import date
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from server.contract.messages.figures import WaitFigures
from server.contract.messages.reports import OfficialReport
from server.reports.official import style, work
from server.reports.official.charts import HEIGHT, Bar, bars
from server.reports.official.style import text
from server.reports.official.words import (
    before_name,
    change,
    count,
    count_change,
    day,
    goal,
    holding,
    hours,
    met,
    minutes,
    percent,
    period_name,
    reached,
    span,
)

LOST = (
    ("no_show", "Đã gọi nhưng không đến"),
    ("left", "Tự bỏ về"),
    ("removed", "Cán bộ hủy phiếu (có lý do)"),
    ("closed_by_system", "Còn chờ khi hết giờ, hệ thống đóng"),
)


def sections(report: OfficialReport) -> list[Flowable]:
    """Sections I to VI."""
    return [
        *overall(report),
        *by_service(report),
        *by_time(report),
        *work.bookings(report),
        *work.productivity(report),
        *work.satisfaction(report),
    ]


def overall(report: OfficialReport) -> list[Flowable]:
    """I. The mean against the goal first, and whether it would hold."""
    lines: list[Flowable] = [*style.section("I. KẾT QUẢ CHUNG"), *_said(report)]
    if report.total.n:
        lines += style.captioned("Bảng 1. Thời gian chờ so với kỳ trước", _compared(report))
    lines += _unserved(report)
    return lines


def _said(report: OfficialReport) -> list[Flowable]:
    total = report.total
    when = f"Trong {period_name(report)} ({span(report.first, report.last)})"
    if report.kind == "range":
        when = f"Trong thời gian {span(report.first, report.last)}"
    if not total.n or total.mean_s is None:
        return [
            text(
                f"{when}, không có lượt công dân nào được phục vụ nên không có số liệu thời gian chờ.",
                style.BODY,
            )
        ]
    verdict = "ĐẠT" if total.reached else "KHÔNG ĐẠT"
    first = (
        f"{when}, đã phục vụ {count(total.n)} lượt trong {count(total.days)} ngày làm việc có số liệu. "
        f"Thời gian chờ trung bình là <b>{minutes(total.mean_s)} phút</b>, mục tiêu không quá "
        f"{goal(report.goal_s)} phút: <b>{verdict}</b>. Tỷ lệ lượt chờ không quá {goal(report.goal_s)} phút "
        f"là {percent(total.share_within_goal)}."
    )
    return [style.marked(first, style.BODY), text(holding(total, report.goal_s), style.BODY)]


def _compared(report: OfficialReport) -> Flowable:
    now, then = report.total, report.before
    rows = [["Số lượt được phục vụ", count(now.n), count(then.n), count_change(now.n, then.n)]]
    for name, told in _MINUTES:
        a, b = getattr(now, name), getattr(then, name)
        rows.append([f"{told} (phút)", minutes(a), minutes(b), change(_min(a), _min(b))])
    within = f"Tỷ lệ chờ không quá {goal(report.goal_s)} phút"
    for name, told in (("share_within_goal", within), ("share_over_30min", "Tỷ lệ chờ trên 30 phút")):
        a, b = getattr(now, name), getattr(then, name)
        rows.append([told, percent(a), percent(b), change(_hundred(a), _hundred(b), unit=" điểm %")])
    rows.append(["Đạt mục tiêu", reached(now), reached(then), ""])
    head = ["Chỉ tiêu", "Kỳ báo cáo", f"Kỳ trước ({before_name(report)})", "Thay đổi"]
    return style.table(head, rows, [42, 18, 20, 20])


_MINUTES = (
    ("mean_s", "Chờ trung bình"),
    ("median_s", "Trung vị (một nửa chờ ngắn hơn)"),
    ("p90_s", "Chín phần mười số lượt chờ không quá"),
    ("max_s", "Lượt chờ lâu nhất"),
    ("visit_mean_s", "Tổng thời gian chờ trung bình một lượt đến, kể cả chuyển quầy"),
    ("raw_mean_s", "Chờ trung bình tính từ lúc đến, kể cả đến sớm"),
    ("in_hours_mean_s", "Chờ trung bình trong giờ làm việc"),
)


def _min(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60


def _hundred(share: float | None) -> float | None:
    return None if share is None else share * 100


def _unserved(report: OfficialReport) -> list[Flowable]:
    """Those who are in no mean, told beside it."""
    total = report.total
    lost = sum(getattr(total, name) for name, _ in LOST)
    if not lost:
        return [text("Không có lượt nào kết thúc mà không được phục vụ.", style.BODY)] if total.n else []
    said = (
        f"Ngoài ra có {count(lost)} lượt không được phục vụ ({percent(lost / (lost + total.n))} tổng số "
        "lượt). Những lượt này không tính vào số trung bình; thời gian họ đã chờ được nêu riêng dưới đây."
    )
    rows = [
        [told, count(getattr(total, name)), hours(getattr(total, f"{name}_waited_s"))] for name, told in LOST
    ]
    table = style.table(["Kết quả", "Số lượt", "Tổng thời gian đã chờ"], rows, [56, 16, 28])
    lines: list[Flowable] = [
        text(said, style.BODY),
        *style.captioned("Bảng 2. Số lượt không được phục vụ", table),
    ]
    if total.all_median_s is not None:
        whole = f"trung vị là {minutes(total.all_median_s)} phút"
        if total.all_p90_s is not None:
            whole += f", chín phần mười không quá {minutes(total.all_p90_s)} phút"
        lines.append(
            text(
                f"Nếu coi những người này đã phải chờ lâu hơn (ước lượng Kaplan–Meier), {whole}.", style.NOTE
            )
        )
    return lines


def by_service(report: OfficialReport) -> list[Flowable]:
    """II. The services, each with its own mean."""
    lines: list[Flowable] = style.section("II. THEO LĨNH VỰC", room=65 * mm)
    told = [row for row in report.by_service if row.n or any(getattr(row, name) for name, _ in LOST)]
    if not told:
        return [*lines, text("Không có số liệu.", style.BODY)]
    rows: list[list[Any]] = [[name_of(row), *_figures(row)] for row in told]
    rows.append([text("Tổng cộng", style.CELL_BOLD), *_figures(report.total)])
    head = [
        "Lĩnh vực",
        "Số lượt",
        "Trung bình (phút)",
        "Trung vị (phút)",
        "90 % không quá (phút)",
        _within(report),
    ]
    table = style.table([*head, "Đạt"], rows, [34, 11, 12, 11, 12, 12, 10], last_is_total=True)
    return [*lines, *style.captioned("Bảng 3. Thời gian chờ theo lĩnh vực", table)]


def _within(report: OfficialReport) -> str:
    return f"Chờ ≤ {goal(report.goal_s)} phút"


def _figures(row: WaitFigures) -> list[str]:
    waits = [minutes(row.mean_s), minutes(row.median_s), minutes(row.p90_s)]
    return [count(row.n), *waits, percent(row.share_within_goal), met(row)]


def name_of(row: WaitFigures) -> str:
    """What a row is called; by its code where nobody named it."""
    return (row.names or {}).get("vi") or row.key


def by_time(report: OfficialReport) -> list[Flowable]:
    """III. Months, weeks or days, and the hours of a day."""
    lines: list[Flowable] = style.section("III. THEO THỜI GIAN")
    if not report.total.n:
        return [*lines, text("Không có số liệu.", style.BODY)]
    time = {"day": "ngày", "week": "tuần", "month": "tháng"}[report.time_by]
    begins = " (ngày đầu tuần)" if report.time_by == "week" else ""
    over = sum(1 for row in report.by_time if row.reached is False)
    of = sum(1 for row in report.by_time if row.reached is not None)
    said = f"Có {count(of - over)} trên {count(of)} {time} có thời gian chờ trung bình đạt mục tiêu."
    shades = "Trong các hình, cột nhạt là trong mục tiêu, cột đậm là vượt mục tiêu."
    times = bars([Bar(_label(row.key, report), _min(row.mean_s)) for row in report.by_time], report.goal_s)
    clock = bars([Bar(row.key, _min(row.mean_s)) for row in report.by_half_hour if row.n], report.goal_s)
    return [
        *lines,
        text(" ".join(part for part in (said, _hardest(report), shades) if part), style.BODY),
        *_figure(f"Hình 1. Thời gian chờ trung bình theo {time}{begins}", times),
        *_figure("Hình 2. Thời gian chờ trung bình theo giờ được gọi trong ngày", clock),
    ]


def _figure(caption: str, drawn: Flowable) -> list[Flowable]:
    return style.captioned(caption, drawn, room=HEIGHT + 10 * mm)


def _hardest(report: OfficialReport) -> str:
    """When people wait longest, where enough came for it to be told."""
    least = max(5, report.total.n // 100)
    told = [row for row in report.by_half_hour if row.n >= least and row.mean_s is not None]
    if not told:
        return ""
    worst = max(told, key=lambda row: row.mean_s or 0)
    longest = minutes(worst.mean_s)
    return f"Thời gian phải chờ lâu nhất trong ngày là từ {worst.key}, trung bình {longest} phút."


def _label(key: str, report: OfficialReport) -> str:
    """`05/10` for a day or the first day of a week, `T10` for a month."""
    if report.time_by == "month":
        year, month = key.split("-")
        return f"T{int(month)}" if report.first.year == report.last.year else f"{int(month)}/{year[2:]}"
    first = max(date.fromisoformat(key), report.first)
    return day(first)[:5]
