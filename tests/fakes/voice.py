"""Stands for espeak-ng: keeps what it was told, and says a tenth of a second of it."""

from __future__ import annotations

import wave
from pathlib import Path


def talking_tool(folder: Path) -> Path:
    """The program; beside it `asked` keeps its options and `said` its texts."""
    sound = folder / "sound.wav"
    with wave.open(str(sound), "wb") as told:
        told.setparams((1, 2, 22050, 0, "NONE", ""))
        told.writeframes(b"\x00\x10" * 2205)
    script = folder / "espeak-ng"
    script.write_text(f'#!/bin/sh\necho "$@" >> {folder}/asked\ncat >> {folder}/said\ncat {sound}\n')
    script.chmod(0o755)
    return script
