"""What the kiosk asks of any printer, and the one value it gives it: a ticket as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from server.contract.messages import PrinterState

PRINTS = frozenset({PrinterState.READY, PrinterState.PAPER_LOW})
"""The states in which paper comes out."""


@dataclass(frozen=True)
class Paper:
    """One ticket, drawn: black on white, one bit a dot."""

    name: str
    picture: Image.Image


class Printer(Protocol):
    """A printer answers with its state and never raises: a fault is a state too."""

    def ask(self) -> PrinterState:
        """The state now. Takes at most 2 s."""

    def put_out(self, paper: Paper) -> PrinterState:
        """Print, and the state afterwards: the paper came out if that is one of `PRINTS`."""

    def close(self) -> None:
        """Let go of the device."""
