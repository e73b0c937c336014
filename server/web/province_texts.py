"""The words of the province's table, in both languages, and how it writes numbers and periods."""

from __future__ import annotations

from server.domain.periods import Period

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Toàn tỉnh",
        "offices": "bộ phận một cửa",
        "kind": "Kỳ",
        "day": "Ngày",
        "week": "Tuần",
        "month": "Tháng",
        "quarter": "Quý",
        "half_year": "6 tháng",
        "nine_months": "9 tháng",
        "year": "Năm",
        "free": "Tự chọn",
        "of": "Có ngày",
        "from": "Từ ngày",
        "to": "Đến ngày",
        "show": "Xem",
        "before": "Kỳ trước",
        "after": "Kỳ sau",
        "level": "Cấp",
        "all_levels": "Mọi cấp",
        "province": "Cấp tỉnh",
        "commune": "Cấp xã",
        "district": "Cấp huyện (trước 7/2025)",
        "mean": "Chờ trung bình",
        "goal": "mục tiêu",
        "minutes": "phút",
        "reached": "Đạt",
        "missed": "Không đạt",
        "nobody": "Chưa phục vụ ai",
        "met": "Mục tiêu giữ được",
        "not_met": "Không giữ được mục tiêu",
        "cannot_tell": "Chưa nói chắc được",
        "too_few_days": "Chưa đủ 5 ngày để kết luận",
        "short_met": "giữ được",
        "short_not_met": "không giữ được",
        "short_cannot_tell": "chưa chắc",
        "short_too_few_days": "chưa đủ ngày",
        "between": "khoảng 95 %",
        "meeting": "Đơn vị đạt mục tiêu",
        "within": "Trong mục tiêu",
        "tickets": "Lượt phục vụ",
        "lost": "Không được phục vụ",
        "lost_hint": "bỏ về, vắng mặt, bị gỡ, hết ngày",
        "ranking": "Xếp theo thời gian chờ trung bình",
        "rank": "Hạng",
        "office": "Bộ phận một cửa",
        "chart": "Khoảng 95 %; vạch: mục tiêu",
        "p90": "9/10 người chờ dưới",
        "verdict": "Kết luận",
        "no_rank": "chưa xếp được",
        "rank_hint": "Một bộ phận chỉ đứng trước bộ phận khác khi hai khoảng 95 % rời hẳn nhau; "
        "chưa chắc thì ghi hạng cao nhất và thấp nhất có thể.",
        "pooled_hint": "Trung bình toàn tỉnh = tổng thời gian chờ chia cho số lượt, "
        "không phải trung bình của các trung bình.",
        "pending": "sự kiện chưa vào số liệu; xem lại sau ít phút.",
        "sort": "Sắp xếp",
        "by_rank": "Theo hạng",
        "by_worst": "Chờ lâu trước",
        "by_name": "Theo tên",
        "by_n": "Theo số lượt",
        "empty": "Kỳ này chưa có số liệu của bộ phận nào.",
        "export": "Xuất",
        "report": "Báo cáo PDF",
        "sign_in": "Đăng nhập",
        "sign_in_first": "Đăng nhập bằng tài khoản của tỉnh để xem trang này.",
        "username": "Tên đăng nhập",
        "password": "Mật khẩu",
        "wrong": "Sai tên đăng nhập hoặc mật khẩu.",
        "throttled": "Sai quá nhiều lần. Xin chờ 10 phút rồi thử lại.",
        "not_allowed": "Trang này dành cho cấp tỉnh. Xin đăng nhập bằng tài khoản của tỉnh.",
        "invalid": "Kỳ này không hợp lệ: xin chọn lại ngày bắt đầu và kết thúc.",
        "sign_out": "Đăng xuất",
        "print": "In trang này bằng Ctrl+P.",
        "deciding": "không kể vào trung bình",
    },
    "en": {
        "title": "The whole province",
        "offices": "one-stop offices",
        "kind": "Period",
        "day": "Day",
        "week": "Week",
        "month": "Month",
        "quarter": "Quarter",
        "half_year": "6 months",
        "nine_months": "9 months",
        "year": "Year",
        "free": "Free",
        "of": "With the day",
        "from": "From",
        "to": "To",
        "show": "Show",
        "before": "The one before",
        "after": "The next",
        "level": "Level",
        "all_levels": "Every level",
        "province": "Province",
        "commune": "Commune",
        "district": "District (before July 2025)",
        "mean": "Mean wait",
        "goal": "goal",
        "minutes": "min",
        "reached": "Met",
        "missed": "Not met",
        "nobody": "Nobody served yet",
        "met": "The goal would hold",
        "not_met": "The goal would not hold",
        "cannot_tell": "Cannot tell yet",
        "too_few_days": "Too few days to tell (five)",
        "short_met": "would hold",
        "short_not_met": "would not hold",
        "short_cannot_tell": "cannot tell",
        "short_too_few_days": "too few days",
        "between": "95 % interval",
        "meeting": "Offices meeting the goal",
        "within": "Within the goal",
        "tickets": "Tickets served",
        "lost": "Not served",
        "lost_hint": "left, no-show, removed, closed at day’s end",
        "ranking": "Ranked by mean wait",
        "rank": "Rank",
        "office": "Office",
        "chart": "95 % interval; line: the goal",
        "p90": "9 of 10 waited less than",
        "verdict": "Verdict",
        "no_rank": "cannot be ranked",
        "rank_hint": "An office stands before another only where their 95 % intervals lie clear of each "
        "other; where nobody can tell, its best and worst possible rank are said.",
        "pooled_hint": "The province’s mean is the sum of all waits divided by the number of tickets, "
        "never a mean of means.",
        "pending": "events are not in the figures yet; look again in some minutes.",
        "sort": "Order",
        "by_rank": "By rank",
        "by_worst": "Longest first",
        "by_name": "By name",
        "by_n": "By tickets",
        "empty": "No office has figures in this period.",
        "export": "Export",
        "report": "Report as PDF",
        "sign_in": "Sign in",
        "sign_in_first": "Sign in with an account of the province to see this page.",
        "username": "User name",
        "password": "Password",
        "wrong": "User name or password is wrong.",
        "throttled": "Too many wrong tries. Please wait 10 minutes.",
        "not_allowed": "This page is for the province office. Please sign in with its account.",
        "invalid": "This is no period: please choose its first and last day again.",
        "sign_out": "Sign out",
        "print": "Print this page with Ctrl+P.",
        "deciding": "in no mean",
    },
}


def number(value: float | None, lang: str, digits: int = 1) -> str:
    """`11,4` in Vietnamese, `11.4` in English; a dash where there is none."""
    if value is None:
        return "–"
    written = f"{value:,.{digits}f}"
    return written.translate({ord(","): ".", ord("."): ","}) if lang == "vi" else written


def minutes(seconds: float | None, lang: str, *, goal_s: float | None = None) -> str:
    """Seconds as minutes with one digit; with two where one would make a missed goal look met."""
    if seconds is None:
        return number(None, lang)
    hidden = goal_s is not None and seconds > goal_s and round(seconds / 60, 1) <= goal_s / 60
    return number(seconds / 60, lang, 2 if hidden else 1)


def percent(share: float | None, lang: str) -> str:
    """`74,2 %`."""
    return "–" if share is None else f"{number(share * 100, lang)}\u00a0%"


def period_name(period: Period, kind: str, lang: str) -> str:
    """`Quý IV năm 2026`, `1/11/2026 – 21/11/2026`."""
    year, month = period.first.year, period.first.month
    quarter = ("I", "II", "III", "IV")[(month - 1) // 3]
    vi = {
        "month": f"Tháng {month} năm {year}",
        "quarter": f"Quý {quarter} năm {year}",
        "half_year": f"6 tháng {'đầu' if month == 1 else 'cuối'} năm {year}",
        "nine_months": f"9 tháng đầu năm {year}",
        "year": f"Năm {year}",
    }
    en = {
        "month": f"{period.first:%B} {year}",
        "quarter": f"Quarter {quarter} of {year}",
        "half_year": f"{'First' if month == 1 else 'Second'} half of {year}",
        "nine_months": f"First nine months of {year}",
        "year": str(year),
    }
    names = vi if lang == "vi" else en
    if kind in names:
        return names[kind]
    first, last = (f"{day.day}/{day.month}/{day.year}" for day in (period.first, period.last))
    return first if first == last else f"{first} – {last}"
