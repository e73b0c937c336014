"""What the four real-time status bytes of ESC/POS (`DLE EOT 1…4`) say about a printer."""

from __future__ import annotations

from server.contract.messages import PrinterState

ASK_ALL = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
"""DLE EOT n for n = 1 (printer), 2 (cause of being offline), 3 (cause of an error), 4 (roll paper)."""
ANSWER_LENGTH = 4

# In every answer bits 0 and 7 are 0, bits 1 and 4 are 1 (Epson's ESC/POS reference, DLE EOT).
FIXED_BITS, FIXED_VALUE = 0x93, 0x12

OFFLINE = 0x08
COVER_OPEN, PAPER_STOPPED, ERROR_STOPPED = 0x04, 0x20, 0x40
MECHANICAL, CUTTER, UNRECOVERABLE, OVERHEATED = 0x04, 0x08, 0x20, 0x40
NEAR_END, PAPER_END = 0x0C, 0x60


def state_of(answer: bytes) -> PrinterState:
    """The state that the four bytes tell.

    No answer is never good news: an empty or short one means that the printer is not there, and one
    that breaks the fixed bits comes from something that is not a printer in its senses.
    """
    if any(byte & FIXED_BITS != FIXED_VALUE for byte in answer):
        return PrinterState.ERROR
    if len(answer) < ANSWER_LENGTH:
        return PrinterState.OFFLINE
    printer, cause, error, paper = answer[:ANSWER_LENGTH]
    return _fault(cause, error, paper) or _mood(printer, paper)


def _fault(cause: int, error: int, paper: int) -> PrinterState | None:
    """What stops the printer, the most useful thing to know first."""
    if cause & COVER_OPEN:
        return PrinterState.COVER_OPEN
    if cause & PAPER_STOPPED or paper & PAPER_END:
        return PrinterState.PAPER_OUT
    if cause & ERROR_STOPPED or error & (MECHANICAL | CUTTER | UNRECOVERABLE | OVERHEATED):
        return PrinterState.ERROR
    return None


def _mood(printer: int, paper: int) -> PrinterState:
    if printer & OFFLINE:
        return PrinterState.OFFLINE
    return PrinterState.PAPER_LOW if paper & NEAR_END else PrinterState.READY
