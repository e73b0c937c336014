"""The page about the set-up file tells every key, and its example is a right file."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from server.contract.setup_file import SetUp
from server.contract.setup_texts import OF_BOOKING, OF_TURN, TextsSetUp
from server.domain import hours
from server.setup_file.explaining import models_of
from server.setup_file.reading import read
from server.storage.opening import hours_of

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "setup-file.md").read_text(encoding="utf-8")
SECTIONS = list(SetUp.model_fields)


def told(section: str) -> dict[str, str]:
    """The keys of a section in the table, each with its default."""
    one, many = f"| **`[{section}]`**", f"| **`[[{section}]]`**"
    rows = PAGE.split(one if one in PAGE else many, 1)[1]
    keys: dict[str, str] = {}
    for row in rows.split("\n")[1:]:
        cells = [cell.strip().strip("`") for cell in row.split("|")]
        if len(cells) < 5 or cells[1].startswith("**"):
            break
        keys[cells[1]] = cells[2]
    return keys


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_told_with_its_default(section: str) -> None:
    model = next(models_of(SetUp.model_fields[section].annotation))
    rows = told(section)
    assert set(rows) == set(model.model_fields)
    for name, field in model.model_fields.items():
        assert rows[name] in _default(field), f"{section}.{name}"


def _default(field: FieldInfo) -> set[str]:
    """How the table may write a default."""
    if field.is_required():
        return {""}
    value = field.get_default(call_default_factory=True)
    if value is None or value in ([], {}):
        return {"none", "opens", "closes", "closed"}
    return {json.dumps(value, ensure_ascii=False)}


def test_the_messages_in_own_words_can_be_written_as_the_page_says() -> None:
    told = PAGE.split("## Messages in the office's own words", 1)[1]
    example = tomllib.loads(told.split("```toml\n")[1].split("```")[0])
    assert TextsSetUp.model_validate(example["texts"]).booked_sms["vi"].startswith("Hẹn {code}")
    filled = {
        name for row in re.findall(r"(?m)^\| (`\{.*) \|", told) for name in re.findall(r"\{(\w+)\}", row)
    }
    assert filled == {*OF_BOOKING, *OF_TURN}


def test_the_example_is_right_and_keeps_the_hours_it_speaks_of() -> None:
    example = PAGE[PAGE.index("```toml") + len("```toml\n") :].split("```")[0]
    reading = read(example.encode())
    assert (reading.problems, reading.warnings) == ((), ())
    assert reading.setup is not None
    kept = hours_of(reading.setup)
    closing = {
        day: [str(i.closes)[:5] for i in hours.intervals_on(kept, date.fromisoformat(day))]
        for day in ("2027-01-01", "2027-01-08", "2027-01-09", "2027-01-16", "2027-03-12")
    }
    assert closing == {
        "2027-01-01": [],
        "2027-01-08": ["11:30", "17:00"],
        "2027-01-09": ["11:30", "17:00"],
        "2027-01-16": ["11:00"],
        "2027-03-12": ["11:30"],
    }
    assert hours.tickets_now(kept, datetime(2027, 1, 8, 9, 45, tzinfo=UTC)) is None  # 16:45 in Quy Nhơn
