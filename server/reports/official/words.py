"""Numbers, days and judgements as Vietnamese administrative reports write them."""

from __future__ import annotations

from datetime import date

from server.contract.messages.figures import WaitFigures
from server.contract.messages.reports import OfficialReport

NOTHING = "–"
_QUARTERS = ("I", "II", "III", "IV")


def count(value: int | float) -> str:
    """`12.345`."""
    return f"{value:,.0f}".replace(",", ".")


def decimal(value: float | None, digits: int = 1) -> str:
    """`12,7`; a dash for nothing."""
    if value is None:
        return NOTHING
    shown = f"{value:,.{digits}f}"
    return shown.translate(str.maketrans(",.", ".,"))


def minutes(seconds: float | None) -> str:
    """Seconds as minutes with one decimal: `12,7`."""
    return NOTHING if seconds is None else decimal(seconds / 60)


def goal(seconds: float) -> str:
    """A goal in minutes, without a decimal where it is whole: `15`."""
    whole = seconds % 60 == 0
    return count(seconds / 60) if whole else decimal(seconds / 60)


def percent(share: float | None) -> str:
    """`86,3 %`."""
    return NOTHING if share is None else f"{decimal(share * 100)} %"


def hours(seconds: float) -> str:
    """A long time: `3 giờ 05 phút`."""
    whole = round(seconds / 60)
    return f"{count(whole // 60)} giờ {whole % 60:02d} phút" if whole >= 60 else f"{whole} phút"


def day(value: date) -> str:
    """`01/10/2026`."""
    return f"{value:%d/%m/%Y}"


def span(first: date, last: date) -> str:
    return f"từ ngày {day(first)} đến ngày {day(last)}"


def period_name(report: OfficialReport) -> str:
    """`tháng 10 năm 2026`, `quý IV năm 2026`, `6 tháng đầu năm 2026`…"""
    return period_title(report.kind, report.first, report.last)


def before_name(report: OfficialReport) -> str:
    """The same of the period before."""
    kind = "range" if report.kind == "nine_months" else report.kind
    return period_title(kind, report.before_first, report.before_last)


def period_title(kind: str, first: date, last: date) -> str:
    """What a period of a kind is called."""
    if kind == "month":
        return f"tháng {first.month:02d} năm {first.year}"
    if kind == "quarter":
        return f"quý {_QUARTERS[(first.month - 1) // 3]} năm {first.year}"
    if kind == "half_year":
        return f"6 tháng {'đầu' if first.month == 1 else 'cuối'} năm {first.year}"
    if kind == "nine_months":
        return f"9 tháng đầu năm {first.year}"
    return f"năm {first.year}" if kind == "year" else span(first, last)


def reached(row: WaitFigures) -> str:
    """`Đạt` or `Không đạt`, of the measured mean; a dash where nobody was answered."""
    if row.reached is None:
        return NOTHING
    return "Đạt" if row.reached else "Không đạt"


def met(row: WaitFigures) -> str:
    """The same in a narrow column, whose head says what of."""
    return "Không" if row.reached is False else reached(row)


HOLDS = {
    "met": "Giữ được",
    "not_met": "Không đạt",
    "cannot_tell": "Chưa rõ",
    "too_few_days": "Ít ngày",
}
"""Would it hold, in a table."""


def holding(row: WaitFigures, goal_s: float) -> str:
    """Whether the measured mean would hold, in a sentence."""
    if row.verdict == "too_few_days":
        return (
            f"Kỳ báo cáo mới có {row.days} ngày có số liệu (dưới 5 ngày) nên chưa đủ cơ sở để kết luận "
            "kết quả này có giữ được hay không."
        )
    between = f"từ {minutes(row.low_s)} đến {minutes(row.high_s)} phút"
    held = f"Xét sự chênh lệch giữa {row.days} ngày có số liệu, với độ tin cậy 95 %, mức trung bình nằm trong"
    return f"{held} khoảng {between}; {_CONCLUSIONS[row.verdict or 'cannot_tell'].format(goal=goal(goal_s))}"


_CONCLUSIONS = {
    "met": "cả khoảng này không vượt {goal} phút: kết quả đạt mục tiêu là ổn định, có thể giữ được.",
    "not_met": "cả khoảng này đều trên {goal} phút: việc chưa đạt không phải do một vài ngày cá biệt.",
    "cannot_tell": "khoảng này có chứa mức {goal} phút: chưa thể kết luận kết quả có giữ được hay không.",
}


def change(now: float | None, then: float | None, *, unit: str = "") -> str:
    """`tăng 1,2 phút`, `giảm 3,4 điểm %`, `không đổi`; a dash where one of them is missing."""
    if now is None or then is None:
        return NOTHING
    shown = decimal(abs(now - then))
    if shown == decimal(0.0):
        return "không đổi"
    return f"{'tăng' if now > then else 'giảm'} {shown}{unit}"


def count_change(now: int, then: int) -> str:
    if now == then:
        return "không đổi"
    return f"{'tăng' if now > then else 'giảm'} {count(abs(now - then))}"
