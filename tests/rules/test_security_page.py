"""What docs/security.md says of the standard is whole, counted rightly, and points at what is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = re.findall(r"(?m)^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE)
ANSWERS = ("met", "partly", "open", "n/a")
OF_LEVEL_1, OF_LEVEL_2 = 70, 183
"""How many requirements of each of these levels ASVS 5.0.0 has."""


def test_every_requirement_of_levels_one_and_two_is_answered_once() -> None:
    assert len({number for number, *_ in ROWS}) == len(ROWS)
    assert Counter(level for _, level, *_ in ROWS) == {"1": OF_LEVEL_1, "2": OF_LEVEL_2}
    assert {answer for _, _, _, answer, _ in ROWS} <= set(ANSWERS)


def test_the_answers_are_counted_rightly() -> None:
    count = Counter(answer for _, _, _, answer, _ in ROWS)
    told = ", ".join(f"{count[answer]} {answer}" for answer in ANSWERS)
    assert f"In all {len(ROWS)} requirements: {told}." in PAGE


def test_whatever_is_met_says_where_and_whatever_is_not_says_why() -> None:
    assert all(where.strip() for *_, where in ROWS)


def test_every_file_and_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:server|tests|docs|deploy|requirements)/[\w./-]+)`", PAGE))
    assert len(named) > 60
    assert {name for name in named if not (ROOT / name).exists()} == set()
