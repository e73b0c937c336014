"""The processes of a demo: a server and a kiosk, started, watched and ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

READY_WITHIN_S = 60.0
END_WITHIN_S = 10.0
LOOK_S = 0.1
LAST_WORDS = 15


class NotStarted(Exception):
    """The demo cannot start, or one of its processes has ended; says which and why."""


@dataclass(frozen=True)
class Room:
    """One process: how it is started and where it answers when it is ready.

    `said` goes to its standard input; `env` is added to the environment.
    """

    name: str
    command: list[str]
    answers_at: str
    log: Path
    said: str = ""
    env: Mapping[str, str] = field(default_factory=dict)


class House:
    """Rooms started in order and ended in the opposite order, each in a session of its own, so that a
    Ctrl-C reaches only who supervises them."""

    def __init__(self, rooms: list[Room]) -> None:
        self._rooms = rooms
        self._running: list[tuple[Room, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, process in reversed(self._running):
            _end(process)
        self._running.clear()

    def start(self) -> Iterator[None]:
        """Start every room and wait until it answers, yielding now and then meanwhile.

        Raises `NotStarted`.
        """
        for room in self._rooms:
            process = _started(room)
            self._running.append((room, process))
            yield from self._until_ready(room)

    def _until_ready(self, room: Room) -> Iterator[None]:
        deadline = time.monotonic() + READY_WITHIN_S
        while not _answers(room.answers_at):
            self.look()
            if time.monotonic() > deadline:
                raise NotStarted(f"{room.name}: no answer at {room.answers_at}\n{last_words(room.log)}")
            yield
            time.sleep(LOOK_S)

    def look(self) -> None:
        """Raises `NotStarted` when a room has ended by itself."""
        for room, process in self._running:
            if process.poll() is not None:
                words = last_words(room.log)
                raise NotStarted(f"{room.name} ended with status {process.returncode}\n{words}")


def _started(room: Room) -> subprocess.Popen[bytes]:
    room.log.parent.mkdir(parents=True, exist_ok=True)
    with room.log.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # our own programs, no shell
            room.command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={**os.environ, **room.env},
            start_new_session=True,
        )
    if process.stdin is None:
        raise AssertionError("the process was given a pipe")
    with contextlib.suppress(BrokenPipeError):  # it ended at once: whoever looks next says so
        process.stdin.write(room.said.encode())
        process.stdin.close()
    return process


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.TransportError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a room to end; one that does not is killed with all that it has started."""
    process.terminate()
    try:
        process.wait(END_WITHIN_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def last_words(log: Path) -> str:
    """The end of a log, for a person who wants to know why."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_WORDS:])


def port_is_free(host: str, port: int) -> bool:
    """Whether nobody listens there; a port whose last connections still fade away is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def lan_address() -> str | None:
    """This machine's address in the local network, None without one. No packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: it only has to be outside
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address
