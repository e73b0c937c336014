"""Ways to a printer: the wire on which commands go out and status bytes come back, with deadlines.

Every way raises `OSError` when it breaks and never waits longer than it says. Serial and
USB devices are those of python-escpos, with our own deadlines.
"""

from __future__ import annotations

import os
import select
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Protocol

from escpos.exceptions import Error as EscposError
from escpos.printer import Serial, Usb

CONNECT_S = 0.9
SEND_S = 3.0
BITS_PER_BYTE = 10  # on a serial wire: start, eight, stop


class Line(Protocol):
    """An open way to a printer."""

    two_way: bool
    """Whether the printer can answer."""

    def send(self, data: bytes) -> None:
        """Send all of it. Raises `OSError` when that fails or takes too long."""

    def receive(self, length: int, within_s: float) -> bytes:
        """What came back within that time, at most `length` bytes; empty when nothing came."""

    def close(self) -> None:
        """Let go."""


def gather(read: Callable[[float], bytes], length: int, within_s: float) -> bytes:
    """Reads on until there are `length` bytes or the time is over; `read` gets the seconds left."""
    end, answer = monotonic() + within_s, b""
    while len(answer) < length and (left := end - monotonic()) > 0:
        answer += read(left)
    return answer[:length]


def _open(opening: Callable[[], None]) -> None:
    """Opens a device of python-escpos, whose failures are not all `OSError`."""
    try:
        opening()
    except (EscposError, ValueError, RuntimeError) as error:
        raise ConnectionError(str(error)) from error


class NetworkLine:
    """A printer on TCP, usually port 9100. The socket is ours: python-escpos leaves one behind with every
    failed attempt, and a printer that is off is tried every second."""

    two_way = True

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), timeout=CONNECT_S)

    def send(self, data: bytes) -> None:
        self._socket.settimeout(SEND_S)
        self._socket.sendall(data)

    def receive(self, length: int, within_s: float) -> bytes:
        def read(left_s: float) -> bytes:
            self._socket.settimeout(left_s)
            try:
                piece = self._socket.recv(64)
            except TimeoutError:
                return b""
            if not piece:
                raise ConnectionResetError("the printer hung up")
            return piece

        return gather(read, length, within_s)

    def close(self) -> None:
        self._socket.close()


class SerialLine:
    """A printer on a serial port."""

    two_way = True

    def __init__(self, device: str, baud: int) -> None:
        self._printer = Serial(device, baud, timeout=0.1)
        _open(self._printer.open)
        self._port = self._printer.device
        self._baud = baud

    def send(self, data: bytes) -> None:
        self._port.write_timeout = SEND_S + len(data) * BITS_PER_BYTE / self._baud
        self._port.write(data)
        self._port.flush()

    def receive(self, length: int, within_s: float) -> bytes:
        def read(left_s: float) -> bytes:
            self._port.timeout = left_s
            piece: bytes = self._port.read(1)
            return piece

        return gather(read, length, within_s)

    def close(self) -> None:
        self._port.reset_output_buffer()  # or closing would wait for a printer that takes nothing
        self._printer.close()


class UsbLine:
    """A printer that speaks USB itself."""

    two_way = True

    def __init__(self, vendor: int, product: int, in_point: int = 0x82, out_point: int = 0x01) -> None:
        self._in_point = in_point
        self._printer = Usb(vendor, product, timeout=int(SEND_S * 1000), in_ep=in_point, out_ep=out_point)
        _open(self._printer.open)

    def send(self, data: bytes) -> None:
        self._printer._raw(data)

    def receive(self, length: int, within_s: float) -> bytes:
        def read(left_s: float) -> bytes:
            try:
                return bytes(self._printer.device.read(self._in_point, 64, max(1, int(left_s * 1000))))
            except TimeoutError:
                return b""
            except OSError as error:
                if error.errno == 110:  # libusb's time-out is an OSError of its own kind
                    return b""
                raise

        return gather(read, length, within_s)

    def close(self) -> None:
        self._printer.close()


class FileLine:
    """A device file such as `/dev/usb/lp0`, or a plain file, which never answers."""

    def __init__(self, path: str) -> None:
        self.two_way = Path(path).exists() and stat.S_ISCHR(os.stat(path).st_mode)
        access = os.O_RDWR | os.O_NOCTTY if self.two_way else os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._file = os.open(path, access | os.O_NONBLOCK, 0o600)

    def send(self, data: bytes) -> None:
        end, rest = monotonic() + SEND_S, memoryview(data)
        while rest:
            _, ready, _ = select.select([], [self._file], [], max(0.0, end - monotonic()))
            if not ready:
                raise TimeoutError("the printer takes nothing more")
            rest = rest[os.write(self._file, rest) :]

    def receive(self, length: int, within_s: float) -> bytes:
        def read(left_s: float) -> bytes:
            ready, _, _ = select.select([self._file], [], [], left_s)
            return os.read(self._file, 64) if ready else b""

        return gather(read, length, within_s)

    def close(self) -> None:
        os.close(self._file)
