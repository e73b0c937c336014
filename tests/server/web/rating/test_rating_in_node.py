"""The pure parts of the pages of ratings, tested in Node."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[3] / "server" / "web" / "page" / "rating"


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_pure_parts_of_the_pages_keep_their_rules(node: str, script: str) -> None:
    run = subprocess.run(
        [node, "--test", HERE / script], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("name", ["texts.js", "results_texts.js"])
def test_every_text_of_a_page_is_there_in_both_languages(name: str) -> None:
    vi, en = re.split(r"\n  en: \{\n", (PAGE / name).read_text("utf-8"))
    keys = [set(re.findall(r"(?:^|[ ,])(\w+): \"", part)) for part in (vi, en)]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 10
