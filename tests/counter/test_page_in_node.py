"""The pure parts of the counter's page, tested in Node, and its texts against the server's refusals."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from server.domain import errors
from server.web import counter_api

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "server" / "web"


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_pure_parts_of_the_page_keep_their_rules(node: str, script: str) -> None:
    result = _run([node, "--test", HERE / script])
    assert result.returncode == 0, result.stdout


def test_every_refusal_of_the_house_has_words_for_the_clerk(node: str) -> None:
    said = json.loads(_run([node, HERE / "codes.mjs"]).stdout)
    assert _codes() - set(said) == set()


def _codes() -> set[str]:
    """Every code that a counter's page may meet: of its steps, of whoever asks, and of malformed requests."""
    steps = {refusal.code for *_, refusals in counter_api.STEPS for refusal in refusals}
    asking = {kind.code for kind in (errors.NotAllowed, errors.WrongCredentials, errors.TooManyTries)}
    sources = "".join(path.read_text() for path in WEB.glob("*.py"))
    doors = set(re.findall(r'(?:BadRequest|problem)\(\s*\d{3},\s*"([a-z_]+)"', sources))
    assert {"stale", "csrf"} <= steps | doors
    return steps | asking | doors | {errors.IdempotencyMismatch.code}


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
