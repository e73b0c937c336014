"""The first stop of the Tab key leads over the head of a page; accessibility has its browser test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[3] / "server" / "web" / "templates"
WHOLE = sorted(path for path in TEMPLATES.rglob("*.html") if "<!doctype html>" in path.read_text("utf-8"))


def test_there_are_pages_to_look_at() -> None:
    assert len(WHOLE) > 12


@pytest.mark.parametrize("page", WHOLE, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_every_frame_of_a_page_begins_with_the_way_over_its_head(page: Path) -> None:
    source = page.read_text("utf-8")
    first = re.search(r"<body[^\n]*>\n(.*)", source)
    assert first
    assert "skip_link.html" in first[1] or 'class="skip" href="#main"' in first[1]
    assert re.search(r'<main[^>]* id="main" tabindex="-1"', source)
