"""What a person reads when a page's address is refused: of every status a title and what to do, vi and en."""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[str, str]
"""A title, and what to do next."""

OTHER = "other"
TEXTS: dict[str, dict[str, Pair]] = {
    "vi": {
        OTHER: (
            "Không thực hiện được",
            "Chưa có gì thay đổi. Xin quay lại trang trước, tải lại rồi thử lại.",
        ),
        "401": ("Xin đăng nhập trước", "Trang này dành cho người đã đăng nhập."),
        "403": (
            "Không được phép mở trang này",
            "Trang dành cho người có quyền khác. Xin đăng nhập tài khoản phù hợp hoặc hỏi người quản trị.",
        ),
        "csrf": (
            "Trang đã mở quá lâu",
            "Chưa có gì thay đổi. Xin quay lại, tải lại trang rồi gửi lại.",
        ),
        "foreign_page": ("Máy lấy số không mở bằng địa chỉ này", "Xin mở bằng địa chỉ của chính máy."),
        "404": (
            "Không tìm thấy trang này",
            "Địa chỉ có thể gõ thiếu hoặc đã cũ. Xin kiểm tra lại địa chỉ.",
        ),
        "405": (
            "Địa chỉ này không mở trực tiếp được",
            "Địa chỉ chỉ nhận biểu mẫu gửi từ một trang khác. Xin bắt đầu lại từ trang đầu.",
        ),
        "413": ("Nội dung gửi lên quá lớn", "Chưa có gì được lưu. Xin gửi ít chữ hơn hoặc tệp nhỏ hơn."),
        "passwords_over": (
            "Trang đã mở quá lâu",
            "Mật khẩu đầu tiên chỉ được giữ một giờ, trong phiên đã gửi tệp. Chưa có gì thay đổi. "
            "Xin gửi lại tệp.",
        ),
        "429": (
            "Quá nhiều yêu cầu trong thời gian ngắn",
            "Chưa có gì thay đổi. Xin chờ một lát rồi thử lại.",
        ),
        "500": (
            "Máy chủ gặp lỗi",
            "Lỗi đã được ghi lại để sửa. Xin thử lại sau; nếu cần gấp, xin hỏi quầy hướng dẫn.",
        ),
        "503": ("Hệ thống đang bận", "Xin chờ một lát rồi tải lại trang."),
    },
    "en": {
        OTHER: (
            "This cannot be done",
            "Nothing has been changed. Please go back, load the page again, and try again.",
        ),
        "401": ("Please sign in first", "This page is for people who have signed in."),
        "403": (
            "This page is not open to you",
            "It needs other rights. Please sign in with an account that has them, or ask an administrator.",
        ),
        "csrf": (
            "The page has been open for too long",
            "Nothing has been changed. Please go back, load the page again, and send again.",
        ),
        "foreign_page": ("The kiosk does not answer to this address", "Please open it by its own address."),
        "404": (
            "This page cannot be found",
            "The address may be incomplete or out of date. Please check it.",
        ),
        "405": (
            "This address cannot be opened by itself",
            "It only takes forms that another page sends. Please start from the first page.",
        ),
        "413": (
            "What was sent is too large",
            "Nothing has been kept. Please send less text or a smaller file.",
        ),
        "passwords_over": (
            "The page has been open for too long",
            "First passwords are carried for an hour, in the session that sent the file. Nothing has been "
            "changed. Please send the file again.",
        ),
        "429": (
            "Too many requests in a short time",
            "Nothing has been changed. Please wait a moment, then try again.",
        ),
        "500": (
            "Something went wrong on the server",
            "It has been logged, to be mended. Please try again later, or ask at the help desk.",
        ),
        "503": ("The system is busy", "Please wait a moment, then load the page again."),
    },
}


def words(status: int, code: str, lang: str) -> Pair:
    """What to say of a refusal with this status and this code of the contract.

    >>> words(404, "unknown_office", "en")[0], words(403, "csrf", "en")[0], words(418, "tea", "en")[0]
    ('This page cannot be found', 'The page has been open for too long', 'This cannot be done')
    """
    texts = TEXTS[lang]
    return texts.get(code) or texts.get(str(status)) or texts[OTHER]


def is_for_a_person(accept: Mapping[str, float]) -> bool:
    """Whether a browser opens an address as a page: only then it names `text/html`; scripts take `*/*`.

    >>> is_for_a_person({"text/html": 1, "*/*": 0.8}), is_for_a_person({"*/*": 1}), is_for_a_person({})
    (True, False, False)
    """
    return accept.get("text/html", 0) > 0
