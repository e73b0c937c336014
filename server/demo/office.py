"""The demo office, as its set-up file says."""

from __future__ import annotations

import tomllib
from pathlib import Path

from server.contract.setup_file import SetUp

FILE = Path(__file__).with_name("office.toml")


def demo_office() -> SetUp:
    """The office that `make run` starts: open at whatever hour."""
    return SetUp.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
