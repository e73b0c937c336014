"""What the operator decides about one kiosk: a frozen value, read once at start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.printing.spec import PrinterSpec

DOTS = {"80": 576, "58": 384}
"""Printable dots across the paper at 203 dpi, by paper width in millimetres."""


@dataclass(frozen=True)
class Settings:
    """One kiosk: which office it stands in, how it reaches the server, what it prints on."""

    server: str
    token: str
    """Empty: the kiosk is paired, and keeps its token itself."""
    office: str
    """Empty: the one in which it is paired."""
    printer: PrinterSpec
    name: str = "kiosk"
    host: str = "127.0.0.1"
    port: int = 8001
    paper: str = "80"
    state: Path | None = None
    """Folder for what must outlast a restart; None: nothing does."""

    @property
    def dots(self) -> int:
        """Printable dots across the paper."""
        return DOTS[self.paper]


@dataclass(frozen=True)
class Pace:
    """How often the kiosk looks at things, in seconds."""

    refresh_s: float = 15.0
    """Between two looks at the office while no live event asks for one."""
    retry_s: float = 2.0
    """Between two tries while the server is away."""
    report_s: float = 30.0
    """Between two reports of the printer's state that say nothing new."""
    watch_s: float = 1.0
    """Between two looks at an idle printer."""
    pair_s: float = 2.0
    """Between two questions whether the code on the screen was typed."""
    renew_look_s: float = 60.0
    """Between two looks whether the kiosk's own token is old."""
    quiet_s: float = 120.0
    """Without a press for so long, nobody stands at the kiosk."""
    keys_s: float = 180.0
    """Between two looks at the keys that bookings are signed with."""
    late_s: float = 1.5
    """After which a ticket that is not out counts as late, and the screen says so."""
