"""The command line as a person or a script meets it: exit status, output, and a terminal to ask at."""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from server.__main__ import main

_REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str = ""


def dunghen(database: str, *arguments: str | Path, typed: str = "") -> Answer:
    """Run a command as a script does: its input is a pipe. In this process, which is quick."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with (
        patch.object(sys, "argv", ["dunghen", *map(str, arguments)]),
        patch.object(sys, "stdin", io.StringIO(typed)),
        patch.dict(os.environ, _environment(database)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    return Answer(status, out.getvalue(), err.getvalue())


def at_a_terminal(database: str, *arguments: str | Path, typed: Sequence[tuple[str, str]]) -> Answer:
    """Run a command as a person does: `typed` is what they wait for and what they type then.

    `out` is all that the terminal showed.
    """
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "server", *map(str, arguments)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=_environment(database),
        cwd=_REPOSITORY,
        start_new_session=True,  # or passwords would be asked for at the terminal of the tests
    )
    os.close(terminal)
    shown = _typing(screen, list(typed))
    os.close(screen)
    return Answer(process.wait(timeout=60), shown)


def _typing(screen: int, typed: list[tuple[str, str]]) -> str:
    """Type each text when what comes before it has been shown; all that was shown at the end."""
    shown, seen = b"", 0
    while select.select([screen], [], [], 60)[0]:
        try:
            shown += os.read(screen, 65_536)
        except OSError:  # Linux says EIO when nobody holds the terminal any more
            return shown.decode()
        if typed and (found := shown.find(typed[0][0].encode(), seen)) >= 0:
            seen = found + 1
            os.write(screen, typed.pop(0)[1].encode())
    raise AssertionError(f"it waits for something else: {shown.decode()}")


def _environment(database: str) -> dict[str, str]:
    return {**os.environ, "DUNGHEN_DATABASE": database, "TERM": "dumb"}
