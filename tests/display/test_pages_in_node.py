"""The pure parts of the pages, tested in Node, and that the page folds events as the server does."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from server.contract.events import FIELDS, Kind
from server.domain.board import BoardState, fold

HERE = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_pure_parts_of_the_pages_keep_their_rules(node: str, script: str) -> None:
    result = _run([node, "--test", HERE / script])
    assert result.returncode == 0, result.stdout


def test_the_page_folds_every_stream_of_events_as_the_server_does(node: str) -> None:
    dice = random.Random(20261123)
    streams = [[_event(dice, seq) for seq in range(1, dice.randint(2, 60))] for _ in range(300)]
    result = _run([node, HERE / "fold_many.mjs"], text=json.dumps(streams))
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == [_as_page(fold(events)) for events in streams]


def _run(command: list[str | Path], *, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)


def _event(dice: random.Random, seq: int) -> dict[str, Any]:
    """Any event that the contract allows, possible in this hall or not."""
    kind = dice.choice(list(Kind))
    number, before = (f"A{dice.randint(1, 9):03d}" for _ in range(2))
    values: dict[str, Any] = {
        "ticket": seq,
        "next_ticket": seq + 1,
        "number": number,
        "counter": dice.randint(1, 4),
        "call_id": f"call-{seq}",
        "voice": [["vi/invite"]],
        "service": dice.choice(["land", "civil"]),
        "before": dice.choice([before, None]),
        "recalls": 1,
        "notices": [],
        "device": 1,
        "printer": "ready",
        "role": "kiosk",
        "online": True,
        "day": "2026-11-23",
        "appointment": seq,
        "start": "2026-11-23T02:00:00.000Z",
        "late": dice.choice([True, False]),
        "alert": seq,
        "about": "longest_wait",
        "subject": "land",
    }
    return {"seq": seq, "kind": kind.value, "at": f"2026-11-23T01:42:{seq % 60:02d}.000Z"} | {
        name: values[name] for name in FIELDS[kind]
    }


def _as_page(board: BoardState) -> dict[str, Any]:
    return {
        "calls": [asdict(call) for call in board.calls],
        "waiting": [asdict(place) for place in board.waiting],
        "counters": {str(number): state for number, state in board.counters.items()},
    }
