"""What is said of each thing that an office misses, in both languages; `{0}` is what it is about."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "no_hours": {
        "vi": "Chưa có giờ làm việc: bộ phận không bao giờ mở.",
        "en": "There are no hours: the office never opens.",
    },
    "no_ticket_hours": {
        "vi": "{0} có giờ làm việc nhưng gần như không phát số.",
        "en": "{0} has hours, but hardly any time for tickets.",
    },
    "no_holidays": {
        "vi": "Chưa nhập ngày nghỉ lễ năm {0}.",
        "en": "The public holidays of {0} are not entered.",
    },
    "no_counter": {
        "vi": "Không quầy nào nhận lĩnh vực “{0}”.",
        "en": "No counter serves “{0}”.",
    },
    "no_counter_then": {
        "vi": "Vẫn phát số “{0}” khi không quầy nào nhận: {1}.",
        "en": "Tickets for “{0}” are given while no counter serves it: {1}.",
    },
    "not_yet": {
        "vi": "Bộ phận chưa hoạt động: chỉ phát số từ ngày {0}.",
        "en": "The office is not yet in being: it gives tickets from {0} on.",
    },
    "no_longer": {
        "vi": "Bộ phận đã ngừng hoạt động: ngày cuối phát số là {0}.",
        "en": "The office is no longer in being: {0} was the last day it gave tickets.",
    },
    "machine_gone": {
        "vi": "{0} đang mất kết nối trong giờ làm việc, hoặc đã cất đi: xin bật lại hoặc thu hồi.",
        "en": "{0} is silent during hours, or was put away: switch it on, or revoke it.",
    },
    "cannot_sign_in": {
        "vi": "Tài khoản “{0}” chưa đăng nhập được: chưa có mật khẩu.",
        "en": "The account “{0}” cannot sign in: it has no password.",
    },
    "no_clerk": {
        "vi": "Chưa có tài khoản cán bộ tiếp nhận nào.",
        "en": "There is no account of a counter clerk.",
    },
    "no_skill": {
        "vi": "Không cán bộ nào được phân công lĩnh vực “{0}”.",
        "en": "No clerk may serve “{0}”.",
    },
    "no_supervisor": {
        "vi": "Chưa có tài khoản lãnh đạo bộ phận.",
        "en": "There is no account of a supervisor.",
    },
    "no_kiosk": {"vi": "Chưa ghép nối máy lấy số nào.", "en": "No kiosk is paired."},
    "no_display": {"vi": "Chưa ghép nối màn hình nào.", "en": "No display is paired."},
    "no_paper": {"vi": "{0} hết giấy.", "en": "{0} is out of paper."},
    "paper_low": {"vi": "{0} sắp hết giấy.", "en": "{0} is low on paper."},
    "no_printer": {"vi": "{0} không in được.", "en": "{0} cannot print."},
    "kiosk_cannot_speak": {
        "vi": "{0} không đọc được tên lĩnh vực cho người khiếm thị: xin cài espeak-ng trên máy đó.",
        "en": "{0} cannot say the names of services to people who do not see: install espeak-ng on it.",
    },
    "display_cannot_speak": {
        "vi": "Loa chỉ đọc câu thu sẵn, không đọc lời gọi riêng của bộ phận: xin cài espeak-ng trên máy chủ.",
        "en": "Displays say the recorded sentence, not your own call: install espeak-ng on the server.",
    },
    "no_booking_rules": {
        "vi": "Có khung giờ nhưng chưa bật đặt lịch.",
        "en": "There are slots, but bookings are not switched on.",
    },
    "no_slots": {
        "vi": "Đã bật đặt lịch nhưng chưa có khung giờ nào.",
        "en": "Bookings are switched on, but there are no slots.",
    },
    "slots_without_services": {
        "vi": "Khung giờ “{0}” không còn lĩnh vực nào.",
        "en": "The slots “{0}” are for no service that there is.",
    },
    "no_public_address": {
        "vi": "Chưa đặt địa chỉ công khai (DUNGHEN_PUBLIC_URL): phiếu không có mã QR theo dõi.",
        "en": "No public address is set (DUNGHEN_PUBLIC_URL): tickets have no QR to follow.",
    },
    "no_address": {"vi": "Chưa ghi địa chỉ của bộ phận.", "en": "The office has no address."},
    "no_hotline": {"vi": "Chưa ghi số tổng đài hỗ trợ.", "en": "The office has no hotline."},
}

WEEKDAYS: dict[str, dict[str, str]] = {
    "mon": {"vi": "Thứ Hai", "en": "Monday"},
    "tue": {"vi": "Thứ Ba", "en": "Tuesday"},
    "wed": {"vi": "Thứ Tư", "en": "Wednesday"},
    "thu": {"vi": "Thứ Năm", "en": "Thursday"},
    "fri": {"vi": "Thứ Sáu", "en": "Friday"},
    "sat": {"vi": "Thứ Bảy", "en": "Saturday"},
    "sun": {"vi": "Chủ nhật", "en": "Sunday"},
}
