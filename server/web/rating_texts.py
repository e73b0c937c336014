"""The words of the pages on which a citizen rates a visit, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "switch": "English",
        "switch_to": "en",
        "rate": "Đánh giá",
        "title": "Đánh giá lượt phục vụ",
        "visit": "Số {0}",
        "choose_level": "Xin chọn một mức.",
        "optional": "không bắt buộc",
        "more": "Thêm {0} câu (không bắt buộc)",
        "pass_over": "Bỏ qua câu này",
        "remark_hint": "Tối đa 500 ký tự. Xóa sau 90 ngày.",
        "remark_too_long": "Dài quá 500 ký tự. Xin rút ngắn.",
        "invalid": "Có câu trả lời không còn khớp với phiếu. Xin xem lại và gửi lại.",
        "unknown_rating_form": "Phiếu đánh giá vừa được thay. Xin trả lời lại trên phiếu mới.",
        "unavailable": "Máy chủ đang bận, chưa ghi được. Xin bấm gửi lại.",
        "send": "Gửi đánh giá",
        "rated": "Cảm ơn quý công dân!",
        "rated_hint": "Đã ghi nhận đánh giá. Mỗi lượt đánh giá một lần.",
        "not_served_yet": "Chưa thể đánh giá",
        "not_served_yet_hint": "Xin đánh giá sau khi được phục vụ xong.",
        "no_form": "Hiện chưa lấy ý kiến đánh giá",
        "no_form_hint": "Cảm ơn quý công dân đã quan tâm.",
        "back": "Về trang theo dõi lượt",
        "already": "Quý công dân đã đánh giá lượt này. Xin cảm ơn.",
    },
    "en": {
        "switch": "Tiếng Việt",
        "switch_to": "vi",
        "rate": "Rate this visit",
        "title": "Rate your visit",
        "visit": "Number {0}",
        "choose_level": "Please choose a level.",
        "optional": "optional",
        "more": "{0} more questions (optional)",
        "pass_over": "Leave out",
        "remark_hint": "500 characters at most. Deleted after 90 days.",
        "remark_too_long": "More than 500 characters. Please shorten it.",
        "invalid": "Some answers no longer fit the form. Please look at them and send again.",
        "unknown_rating_form": "The form has just been replaced. Please answer the new one.",
        "unavailable": "The server is busy and has not taken it. Please send again.",
        "send": "Send",
        "rated": "Thank you!",
        "rated_hint": "Your rating has been taken. A visit is rated once.",
        "not_served_yet": "Not yet",
        "not_served_yet_hint": "You can rate your visit after you have been served.",
        "no_form": "No ratings are asked for just now",
        "no_form_hint": "Thank you for your interest.",
        "back": "Back to your turn",
        "already": "You have rated this visit. Thank you.",
    },
}


def language_of(wanted: str | None, otherwise: str | None = None) -> str:
    """The language of a page: what its address asks for, else that of the ticket, else Vietnamese."""
    return next((lang for lang in (wanted, otherwise) if lang in TEXTS), "vi")
