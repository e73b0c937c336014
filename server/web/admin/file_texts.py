"""The words of the page of set-up files, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Tệp thiết lập",
        "about": "Tải thiết lập về để sửa ở nơi khác hoặc lưu giữ. Tệp gửi lên được kiểm tra và so sánh "
        "trước; chỉ khi bạn áp dụng thì mới có gì thay đổi, và thay đổi tất cả hoặc không gì cả.",
        "download": "Tải về",
        "upload": "Gửi lên",
        "what": "Tệp này là",
        "file": "Tệp",
        "look": "Xem thay đổi",
        "toml": "Toàn bộ thiết lập (TOML)",
        "services": "Lĩnh vực, thủ tục (CSV)",
        "counters": "Quầy (CSV)",
        "holidays": "Ngày nghỉ lễ (CSV)",
        "staff": "Cán bộ (CSV)",
        "csv_hint": "Trong tệp CSV, mỗi dòng sửa hoặc thêm một mục; mục không nêu thì giữ nguyên. "
        "Dòng đầu là tên cột, như trong tệp tải về. Nhiều giá trị trong một ô cách nhau bằng |.",
        "toml_hint": "Tệp TOML thay toàn bộ thiết lập: mục không nêu sẽ bị bỏ. "
        "Mật khẩu không có trong tệp tải về.",
        "no_file": "Xin chọn một tệp và loại tệp.",
        "wrong": "Tệp có lỗi nên không có gì thay đổi. Xin sửa các dòng sau rồi gửi lại.",
        "line": "Dòng",
        "where": "Ở",
        "reason": "Lý do",
        "more": "lỗi nữa",
    },
    "en": {
        "title": "Set-up files",
        "about": "Download the set-up to edit it elsewhere or to keep it. What you upload is checked and "
        "compared first; only when you apply it anything changes, and then all of it or nothing.",
        "download": "Download",
        "upload": "Upload",
        "what": "The file is",
        "file": "File",
        "look": "Show the differences",
        "toml": "The whole set-up (TOML)",
        "services": "Services (CSV)",
        "counters": "Counters (CSV)",
        "holidays": "Public holidays (CSV)",
        "staff": "Staff (CSV)",
        "csv_hint": "In a CSV file each row changes or adds an entry; entries that are not named stay. The "
        "first line names the columns, as in the download. Several values in one cell are separated by |.",
        "toml_hint": "A TOML file replaces the whole set-up: what it does not name goes. "
        "Passwords are not in a download.",
        "no_file": "Please choose a file, and what it is.",
        "wrong": "The file has faults, so nothing has changed. Please mend these lines and send it again.",
        "line": "Line",
        "where": "Where",
        "reason": "Reason",
        "more": "more faults",
    },
}
