"""The words of the checklist, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Còn thiếu gì",
        "about": "Những gì bộ phận còn thiếu để phục vụ công dân, và trang để bổ sung.",
        "must": "Cần ngay",
        "should": "Nên có",
        "mend": "Bổ sung",
        "ready": "Không thiếu gì. Bộ phận sẵn sàng phục vụ.",
        "open_office": "Có thể mở cửa; những mục dưới đây nên bổ sung.",
        "not_ready": "Chưa thể phục vụ đủ: còn {0} mục cần ngay.",
        "checklist": "Danh sách còn thiếu",
    },
    "en": {
        "title": "What is missing",
        "about": "What the office still misses to serve citizens, and the page where it is mended.",
        "must": "Needed now",
        "should": "Advised",
        "mend": "Mend",
        "ready": "Nothing is missing. The office is ready.",
        "open_office": "The office can open; the points below are advised.",
        "not_ready": "Not ready yet: {0} points are needed now.",
        "checklist": "Checklist",
    },
}
