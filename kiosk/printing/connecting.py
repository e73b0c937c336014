"""From the operator's words to a printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from escpos.printer import Dummy

from kiosk.printing.cups import CupsPrinter
from kiosk.printing.escpos_printer import EscposPrinter
from kiosk.printing.lines import FileLine, Line, NetworkLine, SerialLine, UsbLine
from kiosk.printing.pictures import PicturePrinter
from kiosk.printing.port import Printer
from kiosk.printing.spec import PrinterKind, PrinterSpec


class DummyLine:
    """A line to nowhere, for a kiosk without a printer: the bytes of the last ticket stay in memory."""

    two_way = False

    def __init__(self) -> None:
        self._printer = Dummy()

    @property
    def output(self) -> bytes:
        """What a printer would have been sent."""
        return bytes(self._printer.output)

    def send(self, data: bytes) -> None:
        self._printer.clear()
        self._printer._raw(data)

    def receive(self, length: int, within_s: float) -> bytes:
        return b""

    def close(self) -> None:
        self._printer.close()


def printer_for(spec: PrinterSpec) -> Printer:
    """The printer that a spec names; nothing is opened yet, so one that is off can come on later."""
    if spec.kind is PrinterKind.CUPS:
        return CupsPrinter(spec.where)
    if spec.kind is PrinterKind.PICTURES:
        return PicturePrinter(Path(spec.where))
    return EscposPrinter(_line_for(spec))


def _line_for(spec: PrinterSpec) -> Callable[[], Line]:
    match spec.kind:
        case PrinterKind.NETWORK:
            return lambda: NetworkLine(spec.where, spec.numbers[0])
        case PrinterKind.SERIAL:
            return lambda: SerialLine(spec.where, spec.numbers[0])
        case PrinterKind.USB:
            return lambda: UsbLine(*spec.numbers)
        case PrinterKind.FILE:
            return lambda: FileLine(spec.where)
    return DummyLine
