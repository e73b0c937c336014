"""A printer of this machine's print system: jobs go through `lp`, its state is what `lpstat` says."""

from __future__ import annotations

import os
import subprocess

from escpos.exceptions import Error as EscposError
from escpos.printer import LP

from kiosk.printing.commands import ticket_bytes
from kiosk.printing.port import Paper
from server.contract.messages import PrinterState

ASK_S = 1.5

# CUPS names of printer-state-reasons, as `lpstat -l -p` lists them under "Alerts:".
ALERTS = {
    "media-empty": PrinterState.PAPER_OUT,
    "media-needed": PrinterState.PAPER_OUT,
    "cover-open": PrinterState.COVER_OPEN,
    "door-open": PrinterState.COVER_OPEN,
    "offline": PrinterState.OFFLINE,
    "cutter": PrinterState.ERROR,
    "media-jam": PrinterState.ERROR,
    "media-low": PrinterState.PAPER_LOW,
}


class CupsPrinter:
    """A queue of CUPS with a raw receipt printer behind it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def ask(self) -> PrinterState:
        """What the print system says; a queue that is unknown, stopped or silent is offline."""
        try:
            said = subprocess.run(  # noqa: S603 - the name cannot begin with a dash or hold a space
                ["lpstat", "-l", "-p", self._name],  # noqa: S607 - found on PATH, as python-escpos does
                capture_output=True,
                text=True,
                timeout=ASK_S,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
        except (OSError, subprocess.TimeoutExpired):
            return PrinterState.OFFLINE
        return read_lpstat(said.stdout) if said.returncode == 0 else PrinterState.OFFLINE

    def put_out(self, paper: Paper) -> PrinterState:
        """Hand the job over; from then on the print system holds it."""
        before = self.ask()
        if before not in (PrinterState.READY, PrinterState.PAPER_LOW):
            return before
        try:
            handed_over = self._hand_over(ticket_bytes(paper.picture))
        except (OSError, EscposError, subprocess.SubprocessError):
            return PrinterState.OFFLINE
        return self.ask() if handed_over else PrinterState.ERROR

    def close(self) -> None:
        """Nothing is held between two jobs."""

    def _hand_over(self, job: bytes) -> bool:
        printer = LP(self._name)
        printer.open(job_name="ticket")
        process = printer.device
        printer._raw(job)
        printer.close()
        return bool(process.returncode == 0)


def read_lpstat(text: str) -> PrinterState:
    """The state in the output of `lpstat -l -p NAME` (C locale)."""
    lines = text.splitlines()
    if not lines or " disabled" in lines[0]:
        return PrinterState.OFFLINE
    alerts = " ".join(line for line in lines if line.strip().startswith("Alerts:"))
    return next((state for word, state in ALERTS.items() if word in alerts), PrinterState.READY)
