"""The words of the page that says who may serve what, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Phân công lĩnh vực",
        "about": "Ở quầy, cán bộ gọi những lĩnh vực mà quầy nhận và họ được phân công. "
        "Không đánh dấu ô nào: cán bộ làm mọi lĩnh vực.",
        "clerk": "Cán bộ",
        "all": "mọi lĩnh vực",
        "save": "Lưu phân công",
        "saved": "Đã lưu. Quầy đang mở đổi theo ngay.",
        "none": "Chưa có cán bộ tiếp nhận nào.",
        "staff": "Tài khoản cán bộ",
        "at_counter": "quầy {0}",
        "alone": "Chỉ một người làm “{0}”.",
        "nobody": "Không ai làm “{0}”.",
        "matrix": "Ai được làm lĩnh vực nào",
    },
    "en": {
        "title": "Who may serve what",
        "about": "At a counter, a clerk calls for what the counter serves and they may serve. "
        "With no box ticked, a clerk serves everything.",
        "clerk": "Clerk",
        "all": "everything",
        "save": "Save",
        "saved": "Saved. Open counters follow at once.",
        "none": "There are no counter clerks yet.",
        "staff": "Accounts of staff",
        "at_counter": "counter {0}",
        "alone": "Only one person serves “{0}”.",
        "nobody": "Nobody serves “{0}”.",
        "matrix": "Who may serve which service",
    },
}
