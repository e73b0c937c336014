"""How an operator names a printer: `network:192.168.1.50:9100`, `usb:04b8:0202`, `pictures:FOLDER` …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class PrinterKind(StrEnum):
    """How the printer is attached."""

    NETWORK = "network"
    USB = "usb"
    SERIAL = "serial"
    CUPS = "cups"
    FILE = "file"
    DUMMY = "dummy"
    PICTURES = "pictures"


class BadSpec(ValueError):
    """The printer is not written in one of the known forms."""


@dataclass(frozen=True)
class PrinterSpec:
    """A printer as the operator named it."""

    kind: PrinterKind
    where: str = ""
    """Address, device file, CUPS name or folder."""
    numbers: tuple[int, ...] = ()
    """Port · vendor, product and end points in and out · baud rate."""


FORMS = {
    PrinterKind.NETWORK: re.compile(r"(?P<where>[A-Za-z0-9.-]+)(:(?P<port>\d{1,5}))?"),
    PrinterKind.USB: re.compile(r"(?P<ids>[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(:[0-9a-fA-F]{2}:[0-9a-fA-F]{2})?)"),
    PrinterKind.SERIAL: re.compile(r"(?P<where>[^:]+)(:(?P<baud>\d{3,7}))?"),
    PrinterKind.CUPS: re.compile(r"(?P<where>[^\s/#-][^\s/#]*)"),
    PrinterKind.FILE: re.compile(r"(?P<where>.+)"),
    PrinterKind.DUMMY: re.compile(r"(?P<where>)"),
    PrinterKind.PICTURES: re.compile(r"(?P<where>.+)"),
}

HELP = (
    "network:192.168.1.50:9100 · usb:04b8:0202 · serial:/dev/ttyUSB0:115200 · cups:NAME · "
    "file:/dev/usb/lp0 · dummy · pictures:FOLDER"
)


def read_spec(text: str) -> PrinterSpec:
    """The printer that `text` names. Raises `BadSpec`, which says what forms there are."""
    kind_text, _, rest = text.strip().partition(":")
    try:
        kind = PrinterKind(kind_text)
    except ValueError as error:
        raise BadSpec(f"unknown printer '{text}'; write it as one of: {HELP}") from error
    form = FORMS[kind].fullmatch(rest)
    if form is None:
        raise BadSpec(f"'{text}' does not say where the printer is; write it as one of: {HELP}")
    return PrinterSpec(kind, form.groupdict().get("where") or "", _numbers(kind, form.groupdict()))


def _numbers(kind: PrinterKind, parts: dict[str, str | None]) -> tuple[int, ...]:
    if kind is PrinterKind.NETWORK:
        port = int(parts["port"] or 9100)
        if not 0 < port < 65536:
            raise BadSpec(f"there is no port {port}")
        return (port,)
    if kind is PrinterKind.SERIAL:
        return (int(parts["baud"] or 9600),)
    if kind is PrinterKind.USB:
        return tuple(int(part, 16) for part in str(parts["ids"]).split(":"))
    return ()
