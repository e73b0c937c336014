"""Memory of the idle server, all its processes."""

from __future__ import annotations

import time
from pathlib import Path

from rich.table import Table

from tests.support.servers import Server


def bench(folder: Path, seconds: float) -> Table:
    """Proportional set size: shared pages are counted once among those who share them."""
    table = Table("process", "MB", title="Memory of the idle server")
    with Server(folder) as server:
        time.sleep(min(seconds, 3.0))
        total = 0.0
        for pid in [server.pid, *_children(server.pid)]:
            size = _pss_mb(pid)
            total += size
            table.add_row("master" if pid == server.pid else "worker", f"{size:.0f}")
        table.add_row("all", f"{total:.0f}")
    return table


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def _pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
