"""The words of the first administration page, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Các bộ phận một cửa",
        "about": "Chọn một bộ phận để xem và thay đổi thiết lập.",
        "office": "Bộ phận",
        "code": "Mã",
        "level": "Cấp",
        "province": "Cấp tỉnh",
        "commune": "Cấp xã",
        "district": "Cấp huyện (cũ)",
        "counters": "Số quầy",
        "services": "Số lĩnh vực, thủ tục",
        "validity": "Thời gian hoạt động",
        "since": "từ",
        "until": "đến",
        "none": "Chưa có bộ phận nào.",
    },
    "en": {
        "title": "One-stop offices",
        "about": "Choose an office to see and change its set-up.",
        "office": "Office",
        "code": "Code",
        "level": "Level",
        "province": "Province",
        "commune": "Commune",
        "district": "District (former)",
        "counters": "Counters",
        "services": "Services",
        "validity": "In being",
        "since": "since",
        "until": "until",
        "none": "There is no office yet.",
    },
}
