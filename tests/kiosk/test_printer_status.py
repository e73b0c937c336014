"""What the status bytes of a printer mean, and how a printer is named."""

from __future__ import annotations

import pytest

from kiosk.printing.spec import BadSpec, PrinterKind, PrinterSpec, read_spec
from kiosk.printing.status import state_of
from server.contract.messages import PrinterState

FINE = bytes([0x12] * 4)


def answer(*, printer: int = 0, cause: int = 0, error: int = 0, paper: int = 0) -> bytes:
    return bytes(0x12 | bits for bits in (printer, cause, error, paper))


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (FINE, PrinterState.READY),
        (answer(paper=0x0C), PrinterState.PAPER_LOW),
        (answer(paper=0x6C), PrinterState.PAPER_OUT),
        (answer(printer=0x08, cause=0x20), PrinterState.PAPER_OUT),
        (answer(printer=0x08, cause=0x04), PrinterState.COVER_OPEN),
        (answer(printer=0x08, cause=0x24, paper=0x6C), PrinterState.COVER_OPEN),
        (answer(printer=0x08, cause=0x40, error=0x08), PrinterState.ERROR),
        (answer(printer=0x08, cause=0x40, error=0x40), PrinterState.ERROR),
        (answer(error=0x20), PrinterState.ERROR),
        (answer(printer=0x08), PrinterState.OFFLINE),
    ],
)
def test_the_most_useful_thing_is_told_first(said: bytes, state: PrinterState) -> None:
    assert state_of(said) is state


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_silence_is_never_good_news(length: int) -> None:
    assert state_of(FINE[:length]) is PrinterState.OFFLINE


@pytest.mark.parametrize(
    "said", [b"HTTP", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x12\x12\x12\x13", b"?"]
)
def test_what_breaks_the_fixed_bits_is_an_error(said: bytes) -> None:
    assert state_of(said) is PrinterState.ERROR


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("network:192.168.1.50:9100", PrinterSpec(PrinterKind.NETWORK, "192.168.1.50", (9100,))),
        ("network:printer.lan", PrinterSpec(PrinterKind.NETWORK, "printer.lan", (9100,))),
        ("usb:04b8:0202", PrinterSpec(PrinterKind.USB, "", (0x04B8, 0x0202))),
        ("usb:0416:5011:81:03", PrinterSpec(PrinterKind.USB, "", (0x0416, 0x5011, 0x81, 0x03))),
        ("serial:/dev/ttyUSB0:115200", PrinterSpec(PrinterKind.SERIAL, "/dev/ttyUSB0", (115200,))),
        ("serial:/dev/ttyS0", PrinterSpec(PrinterKind.SERIAL, "/dev/ttyS0", (9600,))),
        ("cups:Xprinter_80", PrinterSpec(PrinterKind.CUPS, "Xprinter_80")),
        ("file:/dev/usb/lp0", PrinterSpec(PrinterKind.FILE, "/dev/usb/lp0")),
        ("dummy", PrinterSpec(PrinterKind.DUMMY)),
        ("pictures:var/tickets", PrinterSpec(PrinterKind.PICTURES, "var/tickets")),
    ],
)
def test_a_printer_is_named_in_one_line(text: str, spec: PrinterSpec) -> None:
    assert read_spec(text) == spec


@pytest.mark.parametrize(
    "text",
    [
        "",
        "laser",
        "network:",
        "network:a:99999",
        "network:a:b",
        "usb:4b8:202",
        "usb:",
        "cups:-o",
        "cups:",
        "file:",
        "dummy:x",
    ],
)
def test_what_names_no_printer_is_refused_with_the_forms_there_are(text: str) -> None:
    with pytest.raises(BadSpec, match=r"network:192\.168\.1\.50:9100|no port"):
        read_spec(text)
