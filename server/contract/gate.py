"""A gate through which many pass together, until somebody has to be alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Gate:
    """Whoever wants to be alone waits until those who are inside have left, and lets nobody in meanwhile."""

    def __init__(self) -> None:
        self._turn = Condition()
        self._inside, self._shut = 0, False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Inside, together with others."""
        with self._turn:
            self._turn.wait_for(lambda: not self._shut)
            self._inside += 1
        try:
            yield
        finally:
            with self._turn:
                self._inside -= 1
                self._turn.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Inside, with nobody else."""
        with self._turn:
            self._turn.wait_for(lambda: not self._shut)
            self._shut = True
            self._turn.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            with self._turn:
                self._shut = False
                self._turn.notify_all()
