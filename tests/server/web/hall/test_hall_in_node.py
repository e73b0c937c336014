"""The pure parts of the live hall's page, tested in Node."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node")


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_pure_parts_of_the_hall_keep_their_rules(script: str) -> None:
    if NODE is None and not os.environ.get("CI"):
        pytest.skip("node is not installed, so the page's pure parts are not tested")
    assert NODE is not None, "node is missing"
    command = [NODE, "--test", str(HERE / script)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout
