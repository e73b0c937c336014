"""What an official report tells besides waits: bookings, dossiers, satisfaction, quality of the data."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from server.contract.messages.figure_quality import Devices, EstimateFigures
from server.contract.messages.figures import DossierTime, Productivity
from server.contract.messages.ratings import RatingFigure
from server.contract.messages.reports import OfficialReport
from server.reports.official import style
from server.reports.official.style import text
from server.reports.official.words import (
    NOTHING,
    count,
    decimal,
    goal,
    hours,
    minutes,
    percent,
    span,
)


def bookings(report: OfficialReport) -> list[Flowable]:
    """IV. How bookings were kept."""
    told = report.bookings
    lines: list[Flowable] = style.section("IV. LỊCH HẸN")
    if not told.booked:
        return [*lines, text("Trong kỳ không có lịch hẹn.", style.BODY)]
    said = (
        f"Có {count(told.booked)} lịch hẹn: {count(told.arrived)} có mặt (trong đó {count(told.late)} đến "
        f"muộn), {count(told.missed)} không đến ({percent(told.missed_share)} số lịch hẹn đã qua giờ), "
        f"{count(told.cancelled)} đã hủy. Trong {count(told.called)} lịch hẹn được gọi, "
        f"{count(told.punctual)} được gọi đúng hẹn ({percent(told.punctual_share)}), tức là trong 10 phút "
        "kể từ giờ hẹn hoặc từ lúc có mặt nếu đến sau."
    )
    if told.lead_s is not None:
        said += f" Công dân đặt trước trung bình {decimal(told.lead_s / 86_400)} ngày."
    return [*lines, text(said, style.BODY)]


READINGS = {
    "reduce": "giảm ít nhất {minutes} phút cho mỗi hồ sơ so với số liệu gốc",
    "max": "không quá {minutes} phút cho mỗi hồ sơ",
    "min": "ít nhất {minutes} phút cho mỗi hồ sơ",
}


def productivity(report: OfficialReport) -> list[Flowable]:
    """V. Time to receive a dossier in the reading that is used, and dossiers per staff-day."""
    lines: list[Flowable] = style.section("V. THỜI GIAN TIẾP NHẬN VÀ NĂNG SUẤT")
    if len(report.productivity) == 1:
        return [*lines, *_of_one(report.productivity[0])]
    return [*lines, text(_of_all(report), style.BODY), text(_against(report), style.BODY), _receiving()]


def _of_all(report: OfficialReport) -> str:
    dossiers = sum(row.dossiers for row in report.productivity)
    staff_days = sum(row.staff_days for row in report.productivity)
    if not dossiers:
        return _NO_DOSSIERS
    pace = dossiers / staff_days if staff_days else None
    total = report.total
    return (
        f"Toàn bộ các đơn vị tiếp nhận {count(dossiers)} hồ sơ trong {count(staff_days)} ngày công, bình "
        f"quân {decimal(pace)} hồ sơ mỗi ngày công. Thời gian tại quầy trung bình một lượt là "
        f"{minutes(total.counter_time_mean_s)} phút, một hồ sơ là "
        f"{minutes(total.counter_time_per_dossier_s)} phút."
    )


_NO_DOSSIERS = "Trong kỳ không có hồ sơ nào được ghi nhận khi tiếp nhận."


def _against(report: OfficialReport) -> str:
    judged = [row.dossier_time.reached for row in report.productivity if row.dossier_time.reached is not None]
    if not judged:
        return "Yêu cầu 30 phút/01 hồ sơ: chưa có số liệu gốc để so sánh."
    return (
        f"Yêu cầu 30 phút/01 hồ sơ: {count(sum(judged))} trên {count(len(judged))} đơn vị kết luận được đã "
        "đạt, theo cách hiểu mà từng đơn vị đã chọn."
    )


def _receiving() -> Flowable:
    return text(
        "Hệ thống chỉ đo thời gian tiếp nhận tại quầy; thời gian xử lý hồ sơ lấy từ hệ thống thông tin giải "
        "quyết thủ tục hành chính.",
        style.NOTE,
    )


def _of_one(row: Productivity) -> list[Flowable]:
    return [
        text(_received(row), style.BODY),
        text(_dossier_time(row.dossier_time), style.BODY),
        _receiving(),
    ]


def _received(row: Productivity) -> str:
    if not row.dossiers:
        return _NO_DOSSIERS
    said = (
        f"Tiếp nhận {count(row.dossiers)} hồ sơ trong {count(row.staff_days)} ngày công, bình quân "
        f"{decimal(row.per_staff_day)} hồ sơ mỗi ngày công"
    )
    if row.forecast_a_year is not None and row.target_a_year:
        said += (
            f"; với nhịp độ này cả năm ước {count(row.forecast_a_year)} hồ sơ một người, bằng "
            f"{percent(row.share_of_target)} chỉ tiêu {count(row.target_a_year)} hồ sơ của địa bàn"
        )
    return f"{said}."


def _dossier_time(told: DossierTime) -> str:
    reading = READINGS.get(told.reading, told.reading).format(minutes=goal(told.minutes * 60))
    said = f"Yêu cầu “30 phút/01 hồ sơ” của kế hoạch được hiểu là: {reading}."
    if told.per_dossier_s is not None:
        said = (
            f"Thời gian tiếp nhận trung bình một hồ sơ là {minutes(told.per_dossier_s)} phút (một lượt: "
            f"{minutes(told.per_ticket_s)} phút). {said}"
        )
    if told.reading == "reduce" and told.baseline_per_dossier_s is None:
        return f"{said} Chưa có số liệu gốc nên chưa thể kết luận."
    said += _baseline(told)
    return said if told.reached is None else f"{said} Kết quả: {'đạt' if told.reached else 'chưa đạt'}."


def _baseline(told: DossierTime) -> str:
    """What is compared with, where there is something."""
    if told.baseline_per_dossier_s is None or told.baseline_from is None or told.baseline_to is None:
        return ""
    when = span(told.baseline_from, told.baseline_to)
    said = f" Số liệu gốc ({when}): {minutes(told.baseline_per_dossier_s)} phút"
    if told.reduced_by_s is None:
        return f"{said}."
    return (
        f"{said}, nay {'giảm' if told.reduced_by_s >= 0 else 'tăng'} {minutes(abs(told.reduced_by_s))} phút."
    )


def satisfaction(report: OfficialReport) -> list[Flowable]:
    """VI. How satisfied citizens were, by each version of a form."""
    lines: list[Flowable] = style.section("VI. MỨC ĐỘ HÀI LÒNG", room=65 * mm)
    told = [row for row in report.satisfaction if row.n]
    if not told:
        return [*lines, text("Trong kỳ chưa có đánh giá của công dân.", style.BODY)]
    head = ["Phiếu đánh giá", "Số phiếu", "Tỷ lệ trả lời", "Tỷ lệ hài lòng", "Điểm (% tối đa)", "Xếp loại"]
    table = style.table(head, [_rated(row) for row in told], [32, 12, 14, 14, 14, 14])
    note = "Hài lòng là mức 4 và 5 trên 5 mức; tỷ lệ trả lời tính trên số lượt đến hoàn tất."
    shown = style.captioned("Bảng 4. Đánh giá của công dân", table)
    return [*lines, *shown, text(note, style.NOTE)]


def _rated(row: RatingFigure) -> list[Any]:
    name = row.names.get("vi") or row.form
    score = NOTHING if row.score is None else f"{decimal(row.score * 100, 2)} %"
    rated = (row.class_names or {}).get("vi") or NOTHING
    shares = [percent(row.response_rate), percent(row.share_satisfied)]
    return [f"{name} (bản {row.version})", count(row.n or 0), *shares, score, rated]


def quality(report: OfficialReport) -> list[Flowable]:
    """VII. What of the data is doubtful."""
    total = report.total
    heading = text("VII. CHẤT LƯỢNG SỐ LIỆU", style.SECTION)
    if not (total.n or total.calls or total.closed_by_system):
        return [heading, text("Không có số liệu." + _not_yet(report), style.BODY)]
    rows = [
        ["Lượt do hệ thống đóng cuối ngày", count(total.closed_by_system)],
        ["Lượt không bấm bắt đầu, lấy giờ gọi làm giờ bắt đầu", count(total.inferred_starts)],
        ["Thời gian tại quầy dưới 30 giây", count(total.service_too_short)],
        ["Thời gian tại quầy trên 3 giờ", count(total.service_too_long)],
        ["Tỷ lệ gọi ngoài thứ tự (có lý do)", percent(total.out_of_order_share)],
        *_devices(report.devices),
        *_estimates(total.estimates),
    ]
    said = (
        "Số liệu tính từ nhật ký của hệ thống, mỗi phiếu một lượt chờ; trung bình là tổng thời gian chờ chia "
        "cho số lượt."
    )
    if report.quantiles != "exact":
        said += (
            " Trung vị và các mức phân vị lấy từ biểu đồ tần suất, sai số không quá 2,5 giây dưới một giờ."
        )
    table = style.table(["Dấu hiệu cần lưu ý", "Số lượng"], rows, [78, 22])
    return [heading, table, text(said + _not_yet(report), style.NOTE)]


def _devices(told: Devices) -> list[list[str]]:
    """How long devices were away, and which clock was furthest off; a dash where none has told."""
    off = NOTHING if told.clock_drift_s is None else f"{count(round(abs(told.clock_drift_s)))} giây"
    away = NOTHING if told.offline_s is None else hours(told.offline_s)
    return [
        ["Thời gian thiết bị mất kết nối trong giờ làm việc", away],
        ["Đồng hồ thiết bị lệch nhiều nhất so với máy chủ", off],
    ]


def _estimates(told: EstimateFigures) -> list[list[str]]:
    """Whether what citizens were told came true, where they were told anything."""
    if not told.n:
        return [["Khoảng chờ đã báo cho công dân", "chưa có lượt nào"]]
    return [
        [f"Chờ trong khoảng đã báo ({count(told.n)} lượt; mục tiêu 80 %)", percent(told.share_inside)],
        ["Được gọi muộn hơn đã báo (mục tiêu ≤ 10 %)", percent(told.share_later)],
        ["Sai lệch trung bình so với điểm giữa của khoảng đã báo (phút)", minutes(told.mae_s)],
        ["Độ chệch, lớn hơn 0 là chờ lâu hơn đã báo (phút)", minutes(told.bias_s)],
    ]


def _not_yet(report: OfficialReport) -> str:
    if not report.pending_events:
        return ""
    return f" Còn {count(report.pending_events)} sự kiện chưa được tính vào số liệu."
