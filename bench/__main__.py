"""`make bench`: how fast numbers are issued and called, and times booked, beside a raw reference of the same run.

    python -m bench [--seconds 5] [--only issue,book,slots,check-in,old,call,fanout,memory,import]

A machine is noisy: compare the ratios of one run, never absolute figures of two.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console, RenderableType

from bench import (
    booking,
    calling,
    checking_in,
    fanout,
    figures,
    free_slots,
    issuing,
    log_import,
    memory,
    old_tickets,
)

BENCHES: dict[str, Callable[[Path, float], RenderableType]] = {
    "issue": issuing.bench,
    "book": booking.bench,
    "slots": free_slots.bench,
    "check-in": checking_in.bench,
    "call": calling.bench,
    "old": old_tickets.bench,
    "fanout": fanout.bench,
    "figures": figures.bench,
    "memory": memory.bench,
    "import": log_import.bench,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each load")
    parser.add_argument("--only", default=",".join(BENCHES), help="names, with commas")
    wanted = parser.parse_args()
    console = Console(width=110)
    for name in wanted.only.split(","):
        with tempfile.TemporaryDirectory(prefix="dunghen-bench-") as folder:
            console.print(BENCHES[name](Path(folder), wanted.seconds))


if __name__ == "__main__":
    main()
