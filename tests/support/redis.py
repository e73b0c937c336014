"""A Redis server of our own on a private port, which keeps nothing."""

from __future__ import annotations

import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.support.ports import free_port
from tests.support.tools import needed


@dataclass
class Redis:
    """`with Redis(folder) as redis:` answers at `redis.url`."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        wanted = {"--port": self.port, "--bind": "127.0.0.1", "--save": "", "--dir": self.folder}
        command = [needed("redis-server"), *(str(part) for pair in wanted.items() for part in pair)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 20
        while not self._answers():
            assert time.monotonic() < deadline, "Redis does not answer"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it at once, if it runs."""
        self._process.kill()
        self._process.wait(timeout=10)

    def _answers(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0
