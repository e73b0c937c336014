"""Texts that have broken printers, layouts or readers elsewhere."""

from __future__ import annotations

HOSTILE = {
    "esc_pos": "\x1b@\x1dV\x00\x1bp\x00\x19\xfa\x10\x14\x01\x00\x05\x1b!\x30in\x1dv0",
    "all_controls": "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)])) + "Đất",
    "ten_kilobytes": "Ệ" * 10_000,
    "ten_kilobytes_of_words": "đất đai " * 1_250,
    "bidi": "\u202egnuđ iầđ\u202c \u2066a\u2069 \u200f",
    "zero_width": "Đ\u200bấ\u200ct\u200d \ufeffđai\u2060",
    "stacked_marks": "Z" + "\u0335\u0321\u0350" * 200,
    "emoji": "👩‍👩‍👧‍👦🇻🇳 Đất 🏠",
    "other_scripts": "土地 भूमि أرض ที่ดิน",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "formula": '=HYPERLINK("http://x")',
    "sql": "'; DROP TABLE ticket; --",
    "newlines": "một\nhai\r\nba\u2028bốn\u2029năm\x0bsáu\x0cbảy",
    "only_spaces": " \u00a0\u3000\t ",
    "surrogate": "\ud800 lone \udfff",
    "private_use": "\ue000\uf8ff",
    "empty": "",
}
