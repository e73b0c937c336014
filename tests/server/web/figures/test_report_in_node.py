"""The pure parts of the report page, tested in Node, and its texts in both languages."""

from __future__ import annotations

import posixpath
import re
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[3] / "server" / "web" / "page" / "figures"


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_pure_parts_of_the_report_keep_their_rules(node: str, script: str) -> None:
    result = subprocess.run(
        [node, "--test", HERE / script], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stdout


def test_both_languages_say_the_same_things() -> None:
    vi, en = (_texts(PAGE / "texts" / f"{language}.js") for language in ("vi", "en"))
    assert vi.keys() == en.keys()
    for key, words in vi.items():
        assert set(re.findall(r"\{(\w+)\}", words)) == set(re.findall(r"\{(\w+)\}", en[key])), key


def test_the_page_says_nothing_that_it_has_no_text_for() -> None:
    sources = "".join(path.read_text("utf-8") for path in PAGE.glob("*.js"))
    asked = set(re.findall(r'\b(?:say|list)\("(\w+)"', sources))
    desk = (PAGE.parent / "desk.js").read_text("utf-8")
    common = (PAGE.parents[3] / "counter" / "page" / "shared" / "texts.js").read_text("utf-8")
    there = _texts(PAGE / "texts" / "vi.js").keys() | set(re.findall(r'(\w+): "', desk + common))
    assert asked <= there


def test_every_module_of_the_page_is_fetched_at_once() -> None:
    """What one module imports is not waited for until that module has come."""
    preloaded = set(
        re.findall(r'rel="modulepreload" href="([^"]+)"', (PAGE / "index.html").read_text("utf-8"))
    )
    needed: set[str] = set()
    waiting = ["/page/figures/main.js"]
    while waiting:
        module = waiting.pop()
        needed.add(module)
        source = _file_of(module).read_text("utf-8")
        imports = {_address(name, module) for name in re.findall(r'^import [^;]*?"([^"]+)";', source, re.M)}
        waiting += sorted(imports - needed - set(waiting))
    assert preloaded == needed - {"/page/figures/main.js"}


def _file_of(module: str) -> Path:
    room, _, name = module.strip("/").partition("/")
    return {"page": PAGE.parent, "counter-page": PAGE.parents[3] / "counter" / "page"}[room] / name


def _address(name: str, module: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), name))


def _texts(file: Path) -> dict[str, str]:
    return dict(re.findall(r'(\w+): (\[[^\]]*\]|"(?:[^"\\]|\\.)*")', file.read_text("utf-8")))
