"""Printers that are not on the network: serial ports, device files, folders, the print system."""

from __future__ import annotations

import os
import pty
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.printing.commands import ticket_bytes
from kiosk.printing.connecting import printer_for
from kiosk.printing.cups import read_lpstat
from kiosk.printing.port import Paper
from kiosk.printing.spec import read_spec
from server.contract.messages import PrinterState
from tests.fakes.escpos_commands import Reader, tickets_in

PICTURE = Image.new("1", (384, 300), 0)
PAPER = Paper("A025", PICTURE)


class Terminal:
    """A printer at the far end of a serial line."""

    def __init__(self) -> None:
        self.far, self.near = pty.openpty()
        tty.setraw(self.near)
        self.path = os.ttyname(self.near)
        self.answers = True
        self.received = bytearray()
        self._reader = Reader()
        threading.Thread(target=self._print, daemon=True).start()

    def _print(self) -> None:
        while True:
            try:
                data = os.read(self.far, 65536)
            except OSError:
                return
            self.received += data
            for command in self._reader.feed(data):
                if command.name == "ask" and self.answers:
                    os.write(self.far, b"\x12")


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    os.close(terminal.near)
    os.close(terminal.far)


@pytest.mark.parametrize("form", ["serial:{}:115200", "file:{}"])
def test_a_printer_on_a_device_file_is_asked_and_prints(terminal: Terminal, form: str) -> None:
    printer = printer_for(read_spec(form.format(terminal.path)))
    assert printer.ask() is PrinterState.READY
    assert printer.put_out(PAPER) is PrinterState.READY
    printer.close()
    assert [ticket.width for ticket in tickets_in(Reader().feed(bytes(terminal.received)))] == [384]


@pytest.mark.parametrize("form", ["serial:{}:115200", "file:{}"])
def test_a_device_file_that_stays_silent_is_offline(terminal: Terminal, form: str) -> None:
    terminal.answers = False
    printer = printer_for(read_spec(form.format(terminal.path)))
    assert printer.ask() is PrinterState.OFFLINE
    assert printer.put_out(PAPER) is PrinterState.OFFLINE
    printer.close()


@pytest.mark.parametrize(
    "spec",
    [
        "serial:/dev/there-is-none:9600",
        "file:/there/is/none",
        "usb:ffff:ffff",
        "network:127.0.0.1:9",
        "cups:none",
    ],
)
def test_a_printer_that_is_not_there_is_offline(spec: str) -> None:
    printer = printer_for(read_spec(spec))
    assert printer.ask() is PrinterState.OFFLINE
    assert printer.put_out(PAPER) is PrinterState.OFFLINE
    printer.close()


def test_a_plain_file_gets_one_ticket_after_the_other(tmp_path: Path) -> None:
    printer = printer_for(read_spec(f"file:{tmp_path / 'spool'}"))
    assert [printer.put_out(PAPER) for _ in range(2)] == [PrinterState.READY] * 2
    assert (tmp_path / "spool").read_bytes() == ticket_bytes(PICTURE) * 2


def test_a_folder_collects_tickets_as_pictures(tmp_path: Path) -> None:
    printer = printer_for(read_spec(f"pictures:{tmp_path / 'new' / 'folder'}"))
    assert printer.ask() is PrinterState.READY
    assert printer.put_out(PAPER) is PrinterState.READY
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["A025.png"]


def test_a_folder_that_cannot_be_made_is_offline(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    printer = printer_for(read_spec(f"pictures:{tmp_path / 'file' / 'folder'}"))
    assert printer.ask() is PrinterState.OFFLINE
    assert printer.put_out(PAPER) is PrinterState.ERROR


def test_a_kiosk_without_a_printer_prints_to_nowhere() -> None:
    printer = printer_for(read_spec("dummy"))
    assert (printer.ask(), printer.put_out(PAPER)) == (PrinterState.READY, PrinterState.READY)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("printer K1 is idle.  enabled since Mon 23 Nov 2026\n\tAlerts: none\n", PrinterState.READY),
        (
            "printer K1 now printing K1-7.  enabled since Mon\n\tAlerts: media-low-warning\n",
            PrinterState.PAPER_LOW,
        ),
        ("printer K1 is idle.  enabled since Mon\n\tAlerts: media-empty-error\n", PrinterState.PAPER_OUT),
        ("printer K1 is idle.  enabled since Mon\n\tAlerts: cover-open-report\n", PrinterState.COVER_OPEN),
        ("printer K1 disabled since Mon 23 Nov 2026 -\n\tpaused\n", PrinterState.OFFLINE),
        ("", PrinterState.OFFLINE),
    ],
)
def test_the_print_system_says_how_a_printer_is(said: str, state: PrinterState) -> None:
    assert read_lpstat(said) is state


LPSTAT = """#!/bin/sh
case "$1" in
  -e) echo K1 ;;
  -v) echo "device for K1: usb://K1" ;;
  *) echo "printer K1 is idle.  enabled since Mon" ;;
esac
"""


@pytest.mark.parametrize(("status", "state"), [(0, PrinterState.READY), (1, PrinterState.ERROR)])
def test_a_job_goes_to_the_print_system_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, state: PrinterState
) -> None:
    (tmp_path / "lpstat").write_text(LPSTAT)
    (tmp_path / "lp").write_text(
        f'#!/bin/sh\necho "$@" >{tmp_path}/said\ncat >{tmp_path}/job\nexit {status}\n'
    )
    for name in ("lpstat", "lp"):
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert printer_for(read_spec("cups:K1")).put_out(PAPER) is state
    assert (tmp_path / "job").read_bytes() == ticket_bytes(PICTURE) + b"\n"
    assert (tmp_path / "said").read_text().split()[:2] == ["-d", "K1"]
    assert "raw" in (tmp_path / "said").read_text()
