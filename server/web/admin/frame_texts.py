"""The words of the frame of all administration pages, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "administration": "Quản trị",
        "menu": "Mục quản trị",
        "sign_in": "Đăng nhập",
        "sign_in_first": "Đăng nhập bằng tài khoản quản trị hoặc lãnh đạo bộ phận.",
        "username": "Tên đăng nhập",
        "password": "Mật khẩu",
        "wrong": "Sai tên đăng nhập hoặc mật khẩu.",
        "throttled": "Sai quá nhiều lần. Xin chờ 10 phút rồi thử lại.",
        "sign_out": "Đăng xuất",
        "not_allowed": "Tài khoản này không dùng được trang này",
        "not_allowed_hint": "Trang này dành cho người có quyền khác. Xin đăng nhập bằng tài khoản phù hợp.",
        "other_office": "Đây là bộ phận khác",
        "other_office_hint": "Tài khoản này chỉ quản trị bộ phận của mình.",
        "csrf": "Trang đã mở quá lâu",
        "csrf_hint": "Chưa có gì thay đổi. Xin quay lại, tải lại trang rồi gửi lại.",
        "refused": "Không thực hiện được",
        "back": "Về trang quản trị",
    },
    "en": {
        "administration": "Administration",
        "menu": "Administration pages",
        "sign_in": "Sign in",
        "sign_in_first": "Sign in with the account of an administrator or a supervisor.",
        "username": "User name",
        "password": "Password",
        "wrong": "User name or password is wrong.",
        "throttled": "Too many wrong tries. Please wait 10 minutes.",
        "sign_out": "Sign out",
        "not_allowed": "This account may not use this page",
        "not_allowed_hint": "The page needs other rights. Please sign in with an account that has them.",
        "other_office": "This is another office",
        "other_office_hint": "This account administers its own office only.",
        "csrf": "The page has been open for too long",
        "csrf_hint": "Nothing has been changed. Please go back, load the page again, and send again.",
        "refused": "This cannot be done",
        "back": "Back to administration",
    },
}
