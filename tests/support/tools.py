"""Programs that tests need beside Python; `tests/install-tools.sh` installs them."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """In continuous integration nothing is skipped: what is missing is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is not installed")


def needed(program: str) -> str:
    """Where this program is, as the system's own folders have it, too."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return found or missing(program)
