"""The words of the page of deliveries, in both languages."""

from __future__ import annotations

import re

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Kết nối với hệ thống khác",
        "about": "Sự kiện của cơ quan được gửi tới hệ thống của đối tác. Gửi không được thì máy tự gửi lại, "
        "thưa dần trong gần hai ngày, rồi mới bỏ.",
        "webhooks": "Nơi nhận",
        "address": "Địa chỉ",
        "key": "Khóa của",
        "kinds": "Loại sự kiện",
        "all_kinds": "tất cả",
        "waiting_count": "Đang chờ",
        "failed_count": "Đã bỏ",
        "no_webhooks": "Chưa có hệ thống nào đăng ký nhận sự kiện.",
        "deliveries": "Các lần gửi",
        "newest": "200 lần mới nhất; giữ 30 ngày.",
        "all": "Tất cả",
        "waiting": "Đang chờ",
        "delivered": "Đã tới",
        "failed": "Đã bỏ",
        "time": "Lúc",
        "event": "Sự kiện",
        "to": "Gửi tới",
        "state": "Tình trạng",
        "tries": "Số lần gửi",
        "answer": "Trả lời",
        "next_try": "gửi lại lúc",
        "retry": "Gửi lại ngay",
        "none": "Không có lần gửi nào như vậy.",
        "removed": "nơi nhận đã gỡ",
        "supervisor": "dành cho lãnh đạo bộ phận",
        "sign_in": "Đăng nhập",
        "sign_in_first": "Đăng nhập bằng tài khoản lãnh đạo bộ phận để xem trang này.",
        "username": "Tên đăng nhập",
        "password": "Mật khẩu",
        "wrong": "Sai tên đăng nhập hoặc mật khẩu.",
        "throttled": "Sai quá nhiều lần. Xin chờ 10 phút rồi thử lại.",
        "not_allowed": "Tài khoản này không xem được. Xin đăng nhập bằng tài khoản lãnh đạo bộ phận.",
        "unknown_office": "Không có cơ quan này.",
    },
    "en": {
        "title": "Other systems",
        "about": "Events of the office are sent to partners’ systems. What does not arrive is sent again, "
        "ever later for almost two days, before it is given up.",
        "webhooks": "Receivers",
        "address": "Address",
        "key": "Key of",
        "kinds": "Kinds of events",
        "all_kinds": "all",
        "waiting_count": "Waiting",
        "failed_count": "Given up",
        "no_webhooks": "No system has asked to be told of events yet.",
        "deliveries": "Deliveries",
        "newest": "The newest 200; kept for 30 days.",
        "all": "All",
        "waiting": "Waiting",
        "delivered": "Arrived",
        "failed": "Given up",
        "time": "At",
        "event": "Event",
        "to": "To",
        "state": "State",
        "tries": "Tries",
        "answer": "Answer",
        "next_try": "next try at",
        "retry": "Send again now",
        "none": "There is no such delivery.",
        "removed": "removed receiver",
        "supervisor": "for supervisors",
        "sign_in": "Sign in",
        "sign_in_first": "Sign in with a supervisor’s account to see this page.",
        "username": "User name",
        "password": "Password",
        "wrong": "User name or password is wrong.",
        "throttled": "Too many wrong tries. Please wait 10 minutes.",
        "not_allowed": "This account may not see this page. Please sign in as a supervisor.",
        "unknown_office": "There is no such office.",
    },
}

_IN_VIETNAMESE = (
    (r"answered (\d+)", r"trả lời \1"),
    (r"no answer within ([\d.]+) s", r"không trả lời trong \1 giây"),
    (r"its certificate is not trusted.*", "không tin được chứng thư của nơi nhận"),
    (r"leads to this machine or into a private network", "dẫn vào mạng nội bộ, không được phép"),
    (r"the webhook was removed", "nơi nhận đã bị gỡ"),
    (r"the name is not known", "không tìm thấy tên máy"),
    (r"(?i).*(?:connection attempts failed|refused).*", "không kết nối được"),
    (r"(?i).*(?:broke|reset|disconnected|closed).*", "kết nối bị ngắt"),
)


def told(error: str | None, lang: str) -> str:
    """What was wrong at a try, in the language of the page.

    >>> told("answered 500", "vi")
    'trả lời 500'
    """
    if error is None or lang != "vi":
        return error or ""
    for pattern, words in _IN_VIETNAMESE:
        if found := re.fullmatch(pattern, error):
            return found.expand(words)
    return error
