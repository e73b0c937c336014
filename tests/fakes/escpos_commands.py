"""Reads ESC/POS bytes as a strict printer would, and draws what they put on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image

DOTS_PER_LINE = 30
REAL_TIME = frozenset({0x04, 0x05, 0x14})


@dataclass(frozen=True)
class Command:
    """One command: `init`, `raster`, `feed`, `cut`, `ask`, or `foreign` for what a ticket has no use for."""

    name: str
    value: int = 0
    width: int = 0
    dots: bytes = b""


@dataclass
class Reader:
    """Takes bytes as they come and gives whole commands; what is not whole yet waits."""

    rest: bytes = b""

    def feed(self, data: bytes) -> list[Command]:
        self.rest += data
        found = []
        while self.rest and (step := self._next()) is not None:
            command, length = step
            self.rest = self.rest[length:]
            found.append(command)
        return found

    def _next(self) -> tuple[Command, int] | None:
        rest = self.rest
        if rest[:2] == b"\x1b@":
            return Command("init"), 2
        if rest[:4] == b"\x1dv0\x00":
            return self._raster()
        for start, name in ((b"\x10\x04", "ask"), (b"\x1bd", "feed"), (b"\x1dV", "cut")):
            if rest.startswith(start):
                return (Command(name, rest[2]), 3) if len(rest) > 2 else None
        return None if _may_become_known(rest) else (Command("foreign", rest[0]), 1)

    def _raster(self) -> tuple[Command, int] | None:
        if len(self.rest) < 8:
            return None
        width, height = (int.from_bytes(self.rest[at : at + 2], "little") for at in (4, 6))
        end = 8 + width * height
        if len(self.rest) < end:
            return None
        dots = self.rest[8:end]
        if any(dots[i] == 0x10 and dots[i + 1] in REAL_TIME for i in range(len(dots) - 1)):
            return Command("foreign", 0x10), end  # a real printer would obey it in the middle of the picture
        return Command("raster", height, width * 8, dots), end


def _may_become_known(rest: bytes) -> bool:
    return any(
        known.startswith(rest[:4]) for known in (b"\x1b@", b"\x1dv0\x00", b"\x10\x04", b"\x1bd", b"\x1dV")
    )


@dataclass
class PaperRoll:
    """What comes out of the printer: one picture per cut."""

    tickets: list[Image.Image] = field(default_factory=list)
    strips: list[Image.Image] = field(default_factory=list)

    def obey(self, command: Command) -> None:
        if command.name == "raster":
            picture = Image.frombytes("1", (command.width, command.value), command.dots, "raw", "1;I")
            self.strips.append(picture)
        elif command.name == "feed":
            self.strips.append(Image.new("1", (8, command.value * DOTS_PER_LINE), 1))
        elif command.name == "cut":
            self.tickets.append(_joined(self.strips))
            self.strips = []


def _joined(strips: list[Image.Image]) -> Image.Image:
    width = max((strip.width for strip in strips), default=8)
    whole = Image.new("1", (width, sum(strip.height for strip in strips)), 1)
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def tickets_in(commands: Iterable[Command]) -> list[Image.Image]:
    """The tickets that these commands print."""
    roll = PaperRoll()
    for command in commands:
        roll.obey(command)
    return roll.tickets
