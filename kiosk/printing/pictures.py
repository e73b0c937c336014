"""A printer that is a folder: every ticket becomes a PNG, for demos and for looking at tickets."""

from __future__ import annotations

from pathlib import Path

from kiosk.printing.port import Paper
from server.contract.messages import PrinterState


class PicturePrinter:
    """Writes each ticket as `NAME.png` into a folder, which is made when it is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self) -> PrinterState:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return PrinterState.OFFLINE
        return PrinterState.READY

    def put_out(self, paper: Paper) -> PrinterState:
        """Writes beside and renames, so that nobody who watches the folder sees half a ticket."""
        half = self._folder / f".{paper.name}.half"
        try:
            paper.picture.save(half, format="PNG")
            half.replace(self._folder / f"{paper.name}.png")
        except OSError:
            return PrinterState.ERROR
        return PrinterState.READY

    def close(self) -> None:
        """Nothing is held open."""
