"""The one list of texts that have broken other systems: over three hundred, for every way in and out of text.

A text does harm where a script of it runs, markup of it arrives as markup, a header or recipient is added,
a cell computes, a printer or terminal obeys, or a line of a log is split.
"""

from __future__ import annotations

_NOTHING = (
    *("", " ", "\u00a0", "\u200b", "\ufeff", "\u3000", " \u00a0\u3000\t ", " " * 50, "null", "undefined"),
    *("NaN", "None", "true", "Infinity"),
)
_SQL = (
    *("'", '"', '""', "' OR 1=1 --", '" OR 1=1 --', "'; DROP TABLE ticket; --", "1; SELECT pg_sleep(9)"),
    *("%", "_", "\\", "$1", ":id", ":office", "?", "1' AND SLEEP(9)--", "admin'--", "') OR ('1'='1"),
    *("1 UNION SELECT NULL,NULL--", "'; VACUUM; --", "$$;SELECT 1;$$", "E'\\x27'", "0x27"),
    *("a' || pg_sleep(9)--", "{'$gt': ''}", '{"$ne": null}', "x' --\n"),
)
_MARKUP = (
    *("<b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "&lt;&amp;"),
    *("<!--", "]]>", "<svg onload=alert(1)>", "<svg/onload=alert(1)//", "<iframe src=javascript:alert(1)>"),
    *("<base href=//e>", "<style>*{display:none}</style>", "<a href=javascript:alert(1)>x</a>"),
    *("</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>"),
    *('"><img src=x onerror=alert(1)>', "' onfocus=alert(1) autofocus='", '" style="position:fixed'),
    *("<meta http-equiv=refresh content=0>", "<form action=//e><button>x", "<object data=x>"),
    *("<math><mi//xlink:href='data:x'>", "&#x3c;script&#x3e;", "%3Cscript%3E", "\\u003cscript\\u003e"),
    *("<!ENTITY x>", "<![CDATA[<script>]]>", "<?xml version='1.0'?>", "javascript&colon;alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "<script>alert(1)</script><img src=x onerror=alert(1)>"),
    *("&lt;b&gt;", "[red]x[/red]", "<speak><break time='9s'/></speak>", "</script><script>alert(1)</script>"),
)
_TEMPLATES = (
    *("{{7*7}}", "{% raise %}", "${7*7}", "#{7*7}", "{{config}}", "{{''.__class__.__mro__}}"),
    *(
        "{% for x in () %}",
        "{#",
        "<%= 7*7 %>",
        "{{{x}}}",
        "[[${7*7}]]",
        "%(name)s",
        "%n%n%n",
        "%s%n",
        "%s %d",
    ),
    *("{0}", "{0.__class__}", "{name!r}", "$(id)", "`id`", "${jndi:ldap://x}", "#{x}", "*{x}"),
    *("Bình{code}{0.__class__}", "{office}", "{number}"),
)
_FORMULAS = (
    *("=1+1", "+1", "@SUM(A1)", "-2+3|cmd", '=HYPERLINK("http://e","x")', "=cmd|' /C calc'!A0", "+cmd|x"),
    *("@A1", "\t=1+1", "\r=1+1", "\n=1", " =1", "\u200b=1", "\ufeff=1", "＝1+1", "＋1", "－1", "＠1"),
    *(";=1+1", '"=1+1"', "=1+1,x", "=1,=2", '=1"', "=1\r\n=2", "-1+1", "=IMPORTXML(1,2)", "'=1+1", "{=1}"),
    *("%=1", "|=1", ",=1", "http://example.vn", "mailto:x@y", "internal:Sheet1!A1", "external:c:\\x.xlsx"),
    *("ftp://x", "{\\rtf1}", "_x0041_", "=\x1b[31m", "=<b>", '="<script>alert(1)</script>"'),
    *(",", ";", "a,b", "a;b|c", '"\n"', 'Nguyễn "Bình"'),
)
_HEADERS = (
    *("\r\nSet-Cookie: x=1", "x\r\nBcc: e@example.vn", "x\nX-Evil: 1", "x\rX-Evil: 1", "x\r\n\r\n<html>"),
    *("x\n.\nMAIL FROM:<e@e.vn>", "x%0d%0aSet-Cookie:%20y=1", "x\u2028X-Evil: 1\u0085X-Evil: 2"),
    *("x\x0b\x0cX-Evil: 3", "嘍嘊", "a@b.vn\nBcc: c@d.vn", '"x"@e.vn', "x@e.vn, y@e.vn", "<x@e.vn>"),
    *(
        'Bình" <e@example.vn>, "x',
        "Bình <e@example.vn>,;:()[]\\",
        "=?utf-8?q?Bcc:_e=40e.vn?=",
        "=?utf-8?q?=0d=0a?=",
        "=?utf-8?q?x=0d=0aBcc:_e=40e.vn?=",
        "=?utf-8?b?eA0KWC1FdmlsOiAx?=",
    ),
    *("Bình\nSubject: won\n\nhello", "Bình\r\nMã lịch hẹn: 0000", "x\r\nEND:VEVENT\r\nBEGIN:VALARM"),
)
_LOGS = (
    *(
        "x\n2026-11-23 [error] forged",
        'x", "level": "critical',
        "x\x1b]0;title\x07",
        "x\x1b[31mred",
        "x\x08\x08",
    ),
    *("x\x0cy", "\x9d0;t\x9c", "\x9b31m", "x\x00y", "\x1a", "\x04", "\x11\x13"),
)
_CONTROLS = (
    *("\x00", "a\x00b", "\n", "\t", "\x07", "\x7f", "\x85", "\u2028", "\u2029", "\uffff", "\ufffe"),
    "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)])) + "Đất",
    "một\nhai\r\nba\u2028bốn\u2029năm\x0bsáu\x0cbảy",
)
# What printers obey: reset, cut, open the drawer, answer, print stored pictures.
_PAPER = (
    *(
        "\x1b@\x1dV\x00",
        "\x1dV\x00",
        "\x1b@",
        "\x1bp\x00\x19ú",
        "\x10\x04\x01",
        "\x10\x14\x01\x00\x05",
        "\x1d(k",
    ),
    *("\x1cp\x01\x00", "\x1bt\x00", "\x1b!0big", "\x1d!w", "\x1ba\x01", "\x1dv0", "\x1b[2J"),
)
_PATHS = (
    *(
        "../../etc/passwd",
        "..%2f..%2f",
        "C:\\x",
        "/",
        "#",
        "../../../../etc/shadow",
        "..\\..\\windows\\win.ini",
    ),
    *("%2e%2e%2f", "....//....//", "/etc/passwd\x00.toml", "file:///etc/passwd", "\\\\host\\share", "CON"),
    *(
        "aux.toml",
        "a/../../b",
        "~root",
        ".git/config",
        "%00",
        "..;/",
        "//host/x",
        "http://x/",
        "đường/phố\\ngõ",
    ),
)
_TOML = (
    *('"""', "'''", "[office]", "[[services]]", "a = 1", "# x", 'x"\n[office]\ncode = "e', "\\U0001F600"),
    *("1979-05-27", "inf", "nan", "0b1", "{a = 1}", "key.sub", "\ufeff[office]", "\\u0000"),
)
# Direction, letters that take no room, joined marks, look-alikes, other scripts, letters that grow.
_LETTERS = (
    *(
        "\u202eGPJ.exe",
        "\u2066x\u2069",
        "\u200f\u200e\u202b",
        "\u2067x\u2069\u202c",
        "\u202eabc\u202c \u200f",
    ),
    *(
        "Lan\u00adAnh",
        "\u061c",
        "\u180e",
        "\u200c",
        "\u200d",
        "\u2060",
        "\u2063",
        "\u206a",
        "\ufff9",
        "ᅟ",
        "ㅤ",
    ),
    *("\u034f", "\ufe0f", "\U000e0041", "\ud7ff", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ue000\uf8ff"),
    *(
        "Đ\u200bấ\u200ct\u200d \ufeffđai\u2060",
        "a\u0301" * 50,
        "e\u0302\u0323",
        "ệ",
        "e\u0323\u0302",
        "a\u0301\u0323",
    ),
    *(
        "Z" + "\u0335\u0321\u0350" * 200,
        "Z\u0321\u0356\u031c\u0330a\u0335l\u0336g\u0337o\u0338",
        "Ñ\u0303\u0303",
    ),
    *("a" + "\u0323" * 400, "\u0e33" * 60, "\ufdfa", "\ufdfa" * 100, "ß", "İ", "ﬃ", "ﬁ", "ı", "ſ", "\u212a"),
    *("Ａ００１", "ＳＣＲＩＰＴ", "ｈｏａ", "hoа", "Ηοα", "①②③", "𝕳𝖔𝖆", "土地 भूमि أرض ที่ดิน", "אבג أبت 123"),
    *("\U0001f600", "👨\u200d👩\u200d👧\u200d👦", "🇻🇳 Đất 🏠", "🙂" * 300, "Đ", "ĐĐĐ", "đđđ"),
)
_NUMBERS = (
    *(
        "0",
        "-0",
        "-1",
        "00",
        "1e400",
        "1e999",
        "-2147483649",
        "9223372036854775808",
        "9" * 400,
        "0x7f",
        "0x10",
    ),
    *("1_000", "٠١٢", "٣", "³", "１２", "1,5"),
)
_LONG = (
    *(
        "x" * 41,
        "a" * 81,
        "W" * 120,
        "ẩ" * 65,
        "ẩ" * 201,
        "x" * 256,
        "x" * 10_240,
        "Ệ" * 10_000,
        "x " * 2_000,
    ),
    *("đất đai " * 1_250, "\n" * 500, "a\u0301" * 3_000),
)
HOSTILE: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(*_NOTHING, *_SQL, *_MARKUP, *_TEMPLATES, *_FORMULAS, *_HEADERS, *_LOGS, *_CONTROLS),
            *(*_PAPER, *_PATHS, *_TOML, *_LETTERS, *_NUMBERS, *_LONG),
        )
    )
)
"""Each once. All of them are text that UTF-8 can spell."""


def some(of: str) -> tuple[str, ...]:
    """A quarter of them, of every kind, and another quarter for another name: for fields that have to be
    tried in a state that takes long to come to. All of them meet every field where that costs little."""
    return HOSTILE[sum(map(ord, of)) % 4 :: 4]


HALVES = ("\ud800", "\udfff", "a\ud83d", "\ud800 lone \udfff")
"""Halves of letters: they are no text at all, and no document may carry them."""
UNSPEAKABLE = (r"\ud800", r"\udfff", r"a\ud83d")
"""The same, as JSON spells them."""
