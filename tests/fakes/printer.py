"""A receipt printer on TCP that answers `DLE EOT`, puts tickets on a roll, and fails as real ones do."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from enum import StrEnum
from typing import Self

from PIL import Image

from tests.fakes.escpos_commands import Command, PaperRoll, Reader

FIXED = 0x12
ASKED = {1: "printer", 2: "cause", 3: "error", 4: "paper"}
RESET_AFTER = 6_000
SLOW_PIECE, SLOW_PAUSE_S = 2_048, 0.1


class Fault(StrEnum):
    """The ten faults of a printer, and none."""

    NONE = "none"
    NO_PAPER = "no_paper"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    OFF = "off"
    RESET = "reset"
    SLOW = "slow"
    BUSY = "busy"
    GARBAGE = "garbage"
    CUTTER = "cutter"
    OVERHEAT = "overheat"


# Bits beside the fixed ones, by question (Epson's ESC/POS reference, DLE EOT).
STATUS: dict[Fault, dict[str, int]] = {
    Fault.NO_PAPER: {"printer": 0x08, "cause": 0x20, "paper": 0x6C},
    Fault.NEAR_END: {"paper": 0x0C},
    Fault.COVER_OPEN: {"printer": 0x08, "cause": 0x04},
    Fault.CUTTER: {"printer": 0x08, "cause": 0x40, "error": 0x08},
    Fault.OVERHEAT: {"printer": 0x08, "cause": 0x40, "error": 0x40},
}
ONLY_AFTER_A_CUT = frozenset({Fault.CUTTER})


class FakePrinter:
    """`with FakePrinter() as printer:` prints at `printer.port`; `printer.fault` may change at any time."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._fault = Fault.NONE
        self._cut_since_fault = False
        self._roll = PaperRoll()
        self.foreign: list[int] = []
        self._line: socket.socket | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def tickets(self) -> list[Image.Image]:
        """What has come out so far."""
        return list(self._roll.tickets)

    @property
    def fault(self) -> Fault:
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        self._fault = fault
        self._cut_since_fault = False
        if fault is Fault.OFF:
            self._hang_up()

    def __enter__(self) -> Self:
        self._listener.settimeout(0.05)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._hang_up()
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while not self._ending.is_set():
            with contextlib.suppress(TimeoutError):
                line, _ = self._listener.accept()
                if self._fault is Fault.OFF:
                    _reset(line)
                    continue
                with line, contextlib.suppress(OSError):
                    self._line = line
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        reader, swallowed = Reader(), 0
        line.settimeout(0.05)
        while not self._ending.is_set():
            try:
                data = line.recv(SLOW_PIECE if self._fault is Fault.SLOW else 65536)
            except TimeoutError:
                continue
            if not data:
                return
            if len(data) == SLOW_PIECE and self._fault is Fault.SLOW:
                time.sleep(SLOW_PAUSE_S)
            swallowed += len(data)
            if self._fault is Fault.RESET and swallowed > RESET_AFTER:
                _reset(line)
                return
            for command in reader.feed(data):
                self._obey(command, line)

    def _obey(self, command: Command, line: socket.socket) -> None:
        if command.name == "ask":
            line.sendall(self._answer(command.value))
        elif command.name == "foreign":
            self.foreign.append(command.value)
        elif self._fault not in (Fault.NO_PAPER, Fault.COVER_OPEN, Fault.OVERHEAT):
            self._roll.obey(command)
            self._cut_since_fault = self._cut_since_fault or command.name == "cut"

    def _answer(self, question: int) -> bytes:
        if self._fault is Fault.BUSY:
            return b""
        if self._fault is Fault.GARBAGE:
            return b"HTTP/1.1 400 Bad Request\r\n"
        told = STATUS.get(self._fault, {})
        if self._fault in ONLY_AFTER_A_CUT and not self._cut_since_fault:
            told = {}
        return bytes([FIXED | told.get(ASKED[question], 0)])

    def _hang_up(self) -> None:
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _reset(line: socket.socket) -> None:
    """Ends a connection as a printer does that lost its power: with a reset, not a good-bye."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
