"""Texts that have broken other systems: every one must get a documented answer and obey nobody."""

from __future__ import annotations

_NOTHING = ("", " ", "\u00a0", "\u200b", "\ufeff", "null", "undefined", "NaN", "None", "true")
_SQL = (
    "'",
    '"',
    "' OR 1=1 --",
    "'; DROP TABLE ticket; --",
    "1; SELECT pg_sleep(9)",
    "%",
    "_",
    "\\",
    "$1",
    ":id",
)
_MARKUP = (
    *("<b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "&lt;&amp;"),
    *("{{7*7}}", "{% raise %}", "${7*7}", "#{7*7}", "<!--", "]]>"),
)
# For printers, terminals and headers.
_CONTROLS = (
    *("\x00", "a\x00b", "\n", "\r\nSet-Cookie: x=1", "\t", "\x1b[2J", "\x1b@\x1dV\x00", "\x07", "\x7f"),
    *("\x85", "\x9b31m", "\u2028", "\u2029", "\uffff"),
)
# Direction, joined marks, look-alikes, letters beyond the first plane, letters that grow.
_LETTERS = (
    *("\u202eGPJ.exe", "\u2066x\u2069", "a\u0301" * 50, "e\u0302\u0323", "ệ", "e\u0323\u0302", "Ａ００１"),
    *("\U0001f600", "\U0010ffff", "\ufdfa", "ß", "İ", "ﬃ"),
)
_PATHS = ("../../etc/passwd", "..%2f..%2f", "C:\\x", "/", "?", "#")
_FORMULAS = ("=1+1", "+1", "@SUM(A1)", "-2+3|cmd", "%s%n", "{0}", "1e999", "-1", "٣")
_LONG = ("x" * 41, "ẩ" * 201, "x" * 10_240)
HOSTILE: tuple[str, ...] = (
    *_NOTHING,
    *_SQL,
    *_MARKUP,
    *_CONTROLS,
    *_LETTERS,
    *_PATHS,
    *_FORMULAS,
    *_LONG,
)
UNSPEAKABLE = (r"\ud800", r"\udfff", r"a\ud83d")
"""Halves of letters, as JSON spells them: they are no text at all."""
