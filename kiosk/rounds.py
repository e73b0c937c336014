"""A thread that does one thing again and again, and at once when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

REST_S = 0.2
"""Between two rounds at least: a burst of wishes must not become a burst of questions."""


class Round:
    """Runs `act` when started, then after as many seconds as `act` said, or as soon as it is woken."""

    def __init__(self, name: str, act: Callable[[], float]) -> None:
        self._act = act
        self._asked = Event()
        self._ending = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Do it now; several wishes while it is being done become one more time."""
        self._asked.set()

    def stop(self, within_s: float = 3.0) -> None:
        """End, and wait for what is being done, though not for ever."""
        self._ending.set()
        self._asked.set()
        if self._thread.is_alive():
            self._thread.join(within_s)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._asked.clear()
            if self._ending.is_set():
                return
            pause_s = self._act()
            self._ending.wait(REST_S)
            self._asked.wait(pause_s)
