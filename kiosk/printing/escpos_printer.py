"""A receipt printer that speaks ESC/POS: asked before and after, never believed when it is silent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic, sleep

from kiosk.printing.commands import ticket_bytes
from kiosk.printing.lines import Line
from kiosk.printing.port import PRINTS, Paper
from kiosk.printing.status import ANSWER_LENGTH, ASK_ALL, state_of
from server.contract.messages import PrinterState

ANSWER_S = 0.5
"""How long an idle printer may take to say how it is."""
PRINTING_S = 6.0
"""How long a printer that was sent a ticket may take: some answer only when they have swallowed it."""
SETTLE_S = 0.6
"""Paper runs out and cutters jam while the ticket comes out, so keep asking this long."""
SETTLE_STEP_S = 0.2

log = logging.getLogger(__name__)


class EscposPrinter:
    """A printer behind a `Line`, which stays open while all is well and is opened anew after a fault."""

    def __init__(self, open_line: Callable[[], Line]) -> None:
        self._open_line = open_line
        self._line: Line | None = None

    def ask(self) -> PrinterState:
        """The state now; a line that has died meanwhile is opened once more, once."""
        was_open = self._line is not None
        state = self._ask_once()
        if state is PrinterState.OFFLINE and was_open:
            state = self._ask_once()
        return state

    def put_out(self, paper: Paper) -> PrinterState:
        """Print if the printer says that it can, then look whether it did."""
        before = self.ask()
        if before not in PRINTS:
            return before
        try:
            return self._print(ticket_bytes(paper.picture))
        except OSError as error:
            return self._broken(error)

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            try:
                line.close()
            except OSError as error:
                log.info("printer_close_failed reason=%s", str(error))

    def _ask_once(self) -> PrinterState:
        try:
            line = self._line or self._open_line()
            self._line = line
            state = self._answer(line, ANSWER_S)
        except OSError as error:
            return self._broken(error)
        if state in (PrinterState.OFFLINE, PrinterState.ERROR):
            self.close()  # what is left of a late or senseless answer must not be read as the next one
        return state

    def _print(self, data: bytes) -> PrinterState:
        """Sends the ticket and asks on the very same line: a line that broke has lost the ticket."""
        line = self._line or self._open_line()
        self._line = line
        line.send(data)
        state = self._answer(line, PRINTING_S)
        end = monotonic() + SETTLE_S
        while line.two_way and state in PRINTS and monotonic() < end:
            sleep(SETTLE_STEP_S)
            state = self._answer(line, ANSWER_S)
        if not line.two_way or state not in PRINTS:
            self.close()
        return state

    @staticmethod
    def _answer(line: Line, within_s: float) -> PrinterState:
        if not line.two_way:
            return PrinterState.READY  # it cannot tell; that it takes bytes is all there is to know
        line.send(ASK_ALL)
        return state_of(line.receive(ANSWER_LENGTH, within_s))

    def _broken(self, error: OSError) -> PrinterState:
        log.debug("printer_unreachable reason=%s", str(error))
        self.close()
        return PrinterState.OFFLINE
