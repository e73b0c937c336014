"""Serves a demo office: the child process that `dunghen run` and `dunghen demo` start."""

from __future__ import annotations

import sys

from pydantic import AwareDatetime, BaseModel

from server.commands.serving import run
from server.ports import Clock, ScaledClock, SystemClock
from server.settings import Settings


class ClockFace(BaseModel):
    """A scaled clock as one process tells it to another: it stood at `start` when the machine's
    monotonic clock, which all processes share, stood at `began` seconds."""

    start: AwareDatetime
    rate: float
    began: float

    def clock(self) -> Clock:
        """The same clock in every process; the system's own when it runs as fast as the world."""
        return SystemClock() if self.rate == 1 else ScaledClock(self.start, self.rate, self.began)


class Wish(BaseModel):
    """What the demo says on standard input."""

    settings: Settings
    face: ClockFace


def main() -> None:
    """Serve what standard input asks for, until told to stop."""
    wish = Wish.model_validate_json(sys.stdin.read())
    run(wish.settings, wish.face.clock())


if __name__ == "__main__":
    main()
