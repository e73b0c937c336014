"""The pure parts of the live hall's page, tested in Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_pure_parts_of_the_hall_keep_their_rules(node: str, script: str) -> None:
    command = [node, "--test", str(HERE / script)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout
