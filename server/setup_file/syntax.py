"""Bytes to the plain values of a TOML document, or what keeps it from being one."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from server.setup_file.locating import first_break
from server.setup_file.problems import Finding

MOST_BYTES = 4_000_000
"""Far more than any office needs; what is larger is not a set-up file."""
_MOST_FINDINGS = 20

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_AT_END = "(at end of document)"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TIME_WITHOUT_SECONDS = re.compile(r"=\s*\[?\s*\d{1,2}:\d{2}\b(?!:)")
_BARE_TEXT = re.compile(r"=\s*[^\W\d]\w*")
_ONE_LINE_PAIR = re.compile(r"\s*[^\s\[#=][^=]*=")


def decoded(raw: bytes) -> tuple[str, list[Finding]]:
    """The text, or a finding in its place. A byte order mark, as Windows writes it, is left out."""
    if len(raw) > MOST_BYTES:
        return "", [Finding(1, "", f"the file is larger than {MOST_BYTES // 1_000_000} MB")]
    if raw.startswith(_UTF16):
        return "", [Finding(1, "", "the file is UTF-16; save it as UTF-8")]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = f"0x{raw[error.start]:02x}"
        return "", [Finding(line, "", f"not UTF-8 (byte {byte}); save the file as UTF-8")]


def parsed(text: str) -> tuple[dict[str, Any], list[Finding]]:
    """The values, or every finding. A line that cannot be read is passed over to find the next one."""
    lines = text.split("\n")
    found: list[Finding] = []
    while len(found) < _MOST_FINDINGS:
        try:
            values = tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            found.append(_finding(str(error), lines))
            if not _may_be_passed_over(lines, str(error), found):
                return {}, found
            lines[found[-1].line - 1] = ""
        except RecursionError:
            return {}, [Finding(1, "", "values are nested too deeply")]
        else:
            return ({} if found else values), found
    return {}, found


def _may_be_passed_over(lines: list[str], message: str, found: list[Finding]) -> bool:
    """Only a `key = value` of one line: passing over more would make errors that are not there."""
    forward = len(found) < 2 or found[-1].line > found[-2].line
    one_line = _ONE_LINE_PAIR.match(lines[found[-1].line - 1]) is not None
    return forward and one_line and _AT_END not in message


def _finding(message: str, lines: list[str]) -> Finding:
    """What runs on to the end of the document is told where it begins."""
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else first_break("\n".join(lines)) or len(lines)
    reason = message[: place.start()] if place else message
    return Finding(line, "", reason[:1].lower() + reason[1:] + _hint(lines[line - 1]))


def _hint(line: str) -> str:
    if _TIME_WITHOUT_SECONDS.search(line):
        return "; a time has seconds: 07:30:00"
    if _BARE_TEXT.search(line):
        return '; a text stands in quotes: "…"'
    return ""
