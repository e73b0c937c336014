"""The words of the page of devices, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Thiết bị",
        "about": "Máy lấy số, màn hình, máy ở quầy và máy tính bảng đánh giá của bộ phận. Trang tự cập nhật.",
        "reload": "Tải lại",
        "online": "Đang hoạt động",
        "offline": "Mất kết nối",
        "never": "Chưa kết nối lần nào",
        "count_online": "đang hoạt động",
        "count_needs": "cần xem",
        "count_offline": "mất kết nối",
        "count_never": "chưa kết nối",
        "since": "từ",
        "last_seen": "lần cuối",
        "kiosk": "Máy lấy số",
        "counter": "Máy ở quầy",
        "display": "Màn hình",
        "tablet": "Máy tính bảng đánh giá",
        "at_counter": "Quầy",
        "version": "Phiên bản",
        "paper": "Máy in",
        "offline_today": "Gián đoạn hôm nay",
        "clock": "Đồng hồ máy",
        "clock_untold": "không báo",
        "clock_right": "đúng giờ",
        "clock_ahead": "nhanh {n}",
        "clock_behind": "chậm {n}",
        "seconds": "giây",
        "nothing_lost": "không",
        "week": "7 ngày qua, trong giờ làm việc",
        "week_alt": "{day}: mất kết nối {lost}",
        "week_closed": "{day}: không làm việc",
        "legend_online": "có kết nối",
        "legend_offline": "mất kết nối",
        "legend_unknown": "chưa có dữ liệu",
        "printer_ready": "sẵn sàng",
        "printer_paper_low": "sắp hết giấy",
        "printer_paper_out": "hết giấy",
        "printer_cover_open": "nắp đang mở",
        "printer_error": "bị lỗi",
        "printer_offline": "không kết nối được",
        "replayed": "Mã cũ của máy này bị dùng lại lúc {when}, có thể đã bị sao chép: nên thu hồi, ghép lại.",
        "none": "Chưa có máy nào. Ghép máy đầu tiên bằng mẫu bên dưới.",
        "pair": "Ghép thiết bị",
        "pair_hint": "Mở máy cần ghép; trên màn hình của máy hiện mã 6 ký tự. Gõ mã đó vào đây.",
        "code": "Mã trên màn hình của máy",
        "code_hint": "6 ký tự, còn hiệu lực 10 phút",
        "role": "Loại máy",
        "as_asked": "Như máy tự giới thiệu",
        "name": "Tên gọi",
        "name_hint": "Để trống thì máy tự đặt, ví dụ “Màn hình 2”.",
        "counter_choice": "Quầy",
        "counter_hint": "Chỉ máy ở quầy và máy tính bảng đánh giá.",
        "no_counter": "– không thuộc quầy nào –",
        "pair_now": "Ghép máy này",
        "paired": "Đã ghép {name}. Máy sẽ tự chạy trong vài giây.",
        "revoked": "Đã thu hồi {name}. Máy ngừng hoạt động trong vòng 5 giây.",
        "revoke": "Thu hồi",
        "revoke_ask": "Thu hồi {name}? Máy sẽ ngừng ngay và phải ghép lại mới dùng được.",
        "revoke_now": "Thu hồi máy này",
        "how": "Máy hiện mã ở đâu?",
        "how_kiosk": "Máy lấy số: chạy chương trình kiosk, mã ghép hiện trên màn hình cảm ứng.",
        "how_display": "Màn hình: mở",
        "how_tablet": "Máy tính bảng đánh giá của quầy 3, ví dụ: mở",
        "how_counter": "Máy ở quầy: mở",
        "wrong_code": "Không có máy nào đang hiện mã này. Xin xem lại mã trên màn hình của máy.",
        "code_expired": "Mã này đã hết hạn. Máy đang hiện một mã mới, xin gõ mã mới.",
        "code_used": "Mã này đã được dùng để ghép một máy rồi.",
        "too_many_tries": "Gõ sai quá nhiều lần. Xin chờ 10 phút rồi thử lại.",
        "other_kind": "Mã này thuộc máy loại khác hoặc máy của bộ phận khác ({what}). Xin kiểm tra lại máy.",
        "counter_needed": "Máy ở quầy và máy tính bảng đánh giá phải thuộc một quầy. Xin chọn quầy.",
        "unknown_counter": "Không có quầy này. Xin chọn quầy trong danh sách.",
        "invalid": "Có ô chưa đúng: tên dài tối đa 60 ký tự, không có ký tự điều khiển.",
        "hours": "giờ",
        "minutes": "phút",
        "under_minute": "dưới 1 phút",
    },
    "en": {
        "title": "Devices",
        "about": "Kiosks, displays, counter machines and rating tablets. The page keeps itself current.",
        "reload": "Reload",
        "online": "Working",
        "offline": "Not connected",
        "never": "Never connected yet",
        "count_online": "working",
        "count_needs": "to be seen to",
        "count_offline": "not connected",
        "count_never": "never connected",
        "since": "since",
        "last_seen": "last heard of",
        "kiosk": "Kiosk",
        "counter": "Counter machine",
        "display": "Display",
        "tablet": "Rating tablet",
        "at_counter": "Counter",
        "version": "Version",
        "paper": "Printer",
        "offline_today": "Not connected today",
        "clock": "Its clock",
        "clock_untold": "not told",
        "clock_right": "right",
        "clock_ahead": "{n} fast",
        "clock_behind": "{n} slow",
        "seconds": "s",
        "nothing_lost": "never",
        "week": "The last 7 days, within office hours",
        "week_alt": "{day}: not connected for {lost}",
        "week_closed": "{day}: closed",
        "legend_online": "connected",
        "legend_offline": "not connected",
        "legend_unknown": "not known",
        "printer_ready": "ready",
        "printer_paper_low": "low on paper",
        "printer_paper_out": "out of paper",
        "printer_cover_open": "its cover is open",
        "printer_error": "has a fault",
        "printer_offline": "cannot be reached",
        "replayed": "An old token was shown at {when}. It may have been copied: revoke, and pair again.",
        "none": "There is no machine yet. Pair the first one with the form below.",
        "pair": "Pair a device",
        "pair_hint": "Start the machine; its screen shows a code of 6 characters. Type that code here.",
        "code": "Code on the machine’s screen",
        "code_hint": "6 characters, good for 10 minutes",
        "role": "Kind of machine",
        "as_asked": "As the machine says itself",
        "name": "Name",
        "name_hint": "Left empty, the machine gets one, e.g. “Màn hình 2”.",
        "counter_choice": "Counter",
        "counter_hint": "Only of counter machines and rating tablets.",
        "no_counter": "– of no counter –",
        "pair_now": "Pair this machine",
        "paired": "{name} is paired. It starts by itself within seconds.",
        "revoked": "{name} is revoked. It stops working within 5 seconds.",
        "revoke": "Revoke",
        "revoke_ask": "Revoke {name}? It stops at once, and must be paired again before it can be used.",
        "revoke_now": "Revoke this machine",
        "how": "Where does a machine show its code?",
        "how_kiosk": "Kiosk: run the kiosk program without a token; the code stands on its touch screen.",
        "how_display": "Display: open",
        "how_tablet": "Rating tablet of counter 3, for example: open",
        "how_counter": "Counter machine: open",
        "wrong_code": "No machine shows this code. Please look at the machine’s screen again.",
        "code_expired": "This code has expired. The machine shows a new one by now; please type that.",
        "code_used": "A machine was paired with this code already.",
        "too_many_tries": "Too many wrong codes. Please wait 10 minutes.",
        "other_kind": "This code is of a machine of another kind or office ({what}). Please check it.",
        "counter_needed": "Counter machines and rating tablets belong to one counter. Please choose it.",
        "unknown_counter": "There is no such counter. Please choose one of the list.",
        "invalid": "A field is not right: a name has at most 60 characters, and no control characters.",
        "hours": "h",
        "minutes": "min",
        "under_minute": "less than 1 min",
    },
}


def lasted(seconds: float, lang: str) -> str:
    """A duration in words.

    >>> lasted(0, "vi"), lasted(20, "vi"), lasted(3900, "vi"), lasted(600, "en")
    ('không', 'dưới 1 phút', '1 giờ 5 phút', '10 min')
    """
    say = TEXTS[lang]
    if seconds <= 0:
        return say["nothing_lost"]
    hours, minutes = divmod(int(seconds // 60), 60)
    if not hours and not minutes:
        return say["under_minute"]
    words = [f"{hours} {say['hours']}"] if hours else []
    words += [f"{minutes} {say['minutes']}"] if minutes else []
    return " ".join(words)


def clock(off_s: float | None, lang: str) -> str:
    """How far a machine's own clock is off, in words; ahead more than 0, None when it told none."""
    say = TEXTS[lang]
    if off_s is None:
        return say["clock_untold"]
    whole = round(abs(off_s))
    if not whole:
        return say["clock_right"]
    lasts = f"{whole} {say['seconds']}" if whole < 60 else lasted(whole, lang)
    return say["clock_ahead" if off_s > 0 else "clock_behind"].format(n=lasts)
