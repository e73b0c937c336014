"""The page that tells citizens what is kept of them, why, and for how long: drawn from the one table."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from server.domain import privacy
from server.domain.privacy import Both

LANGUAGES = ("vi", "en")
TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Dữ liệu cá nhân",
        "about": "Hệ thống lấy số không cần biết quý công dân là ai: lấy số tại quầy không cần giấy tờ, "
        "không cần tên. Dưới đây là tất cả những gì được giữ, vì sao, và đến khi nào.",
        "citizen": "Của công dân",
        "staff": "Của cán bộ và thiết bị",
        "why": "Để làm gì",
        "basis": "Căn cứ",
        "until": "Giữ đến",
        "where": "Ở đâu",
        "never": "Không bao giờ lưu",
        "never_list": "Số CCCD, nội dung mã QR trên thẻ, ngày sinh, giới tính, địa chỉ, ảnh trên thẻ; "
        "không in, không đọc và không hiện diện ưu tiên.",
        "rights": "Quyền của quý công dân",
        "rights_list": "Xem, nhận bản sao, sửa, xoá dữ liệu của mình và rút lại sự đồng ý bất cứ lúc nào: "
        "hỏi quầy hướng dẫn hoặc gọi đường dây nóng, nêu số điện thoại, số CCCD hoặc mã lịch hẹn. "
        "Yêu cầu được trả lời trong 2 ngày làm việc, dữ liệu bị xoá hết trong 24 giờ sau đó. "
        "Huỷ lịch hẹn có thể làm ngay trên trang lịch hẹn.",
        "law": "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định 356/2025/NĐ-CP.",
        "switch": "English",
    },
    "en": {
        "title": "Personal data",
        "about": "The system need not know who you are: a number at the office takes no paper and no name. "
        "This is all that is kept, why, and until when.",
        "citizen": "Of citizens",
        "staff": "Of staff and machines",
        "why": "What for",
        "basis": "Basis",
        "until": "Kept until",
        "where": "Where",
        "never": "Never kept",
        "never_list": "The citizen ID itself, what the card's QR says, birth, sex, address, pictures; "
        "a priority category is never printed, spoken or shown.",
        "rights": "Your rights",
        "rights_list": "To see what is kept of you, to have a copy, to correct or erase it, and to withdraw "
        "consent at any time: ask at the help desk or call the hotline, with your phone, citizen ID or "
        "booking code. You are answered within 2 working days; all is erased within 24 hours after that. "
        "A booking can be cancelled on its own page at once.",
        "law": "Law 91/2025/QH15 on personal data protection and Decree 356/2025.",
        "switch": "Tiếng Việt",
    },
}


def blueprint() -> Blueprint:
    """`/privacy`."""
    pages = Blueprint("privacy_pages", __name__, template_folder="templates")

    @pages.get("/privacy")
    def show_privacy() -> Response:
        lang = "en" if request.args.get("lang") == "en" else "vi"
        parts = [
            ("citizen", [one for one in privacy.TABLE if one.whose != "staff"]),
            ("staff", [one for one in privacy.TABLE if one.whose == "staff"]),
        ]
        page = render_template("privacy.html", lang=lang, say=TEXTS[lang], parts=parts, told=_told(lang))
        return Response(page, headers={"Cache-Control": "public, max-age=3600"})

    return pages


def _told(lang: str) -> object:
    """A text of the table in this language."""
    at = LANGUAGES.index(lang)

    def told(text: Both) -> str:
        return text[at]

    return told
