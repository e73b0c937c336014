"""Every key of a TOML document is found in its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from server.setup_file.locating import Lines, Path
from server.setup_file.writing import written
from tests.server.setup_file.builders import setups

KEYS = st.text("ab.\"'# =[]{}\\ệ\n\t1-_", max_size=5)
VALUES = st.recursive(
    st.integers() | st.booleans() | st.text("a\n\"'#[]{}=, \\ệ", max_size=8) | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of a value and of everything in it."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths(one, (*path, key))


@given(st.dictionaries(KEYS, VALUES, max_size=4))
@settings(deadline=None)
def test_every_value_of_any_document_has_a_line(values: dict[str, Any]) -> None:
    document = tomlkit.dumps(values)
    assert Lines(document).paths() == set(paths(tomllib.loads(document)))


@given(setups())
@settings(deadline=None, max_examples=30)
def test_every_key_stands_in_the_line_that_is_told(setup: Any) -> None:
    document = written(setup)
    text = document.split("\n")
    lines = Lines(document)
    for path in lines.paths() - {()}:
        key = next(part for part in reversed(path) if isinstance(part, str))
        if isinstance(path[-1], str):
            assert key in text[lines.of(path) - 1]


DOCUMENT = '''\
# [[counters]]  a comment that looks like a header
top = 1
"quoted.key" = 2
site . "g.h" . i = 3

[a]
text = """
[b]
x = 1 # not a key
"""
literal = \'\'\'
[[c]]
\'\'\'

[a."b.c"] # [d]
inline = { one = 1, two = { three = [4, 5] } }
many = [
  # a comment
  "[e]",
  { f = 1 },

  "]",
]

[[h]]
[[h.j]]
k = 1
[[h.j]]
k = 2
[other]
[[h]]
[h.m]
n = 1
'''

PLACES: list[tuple[Path, int]] = [
    (("top",), 2),
    (("quoted.key",), 3),
    (("site", "g.h", "i"), 4),
    (("site",), 4),
    (("a",), 6),
    (("a", "text"), 7),
    (("a", "literal"), 11),
    (("a", "b.c"), 15),
    (("a", "b.c", "inline", "two", "three", 1), 16),
    (("a", "b.c", "many"), 17),
    (("a", "b.c", "many", 0), 19),
    (("a", "b.c", "many", 1, "f"), 20),
    (("a", "b.c", "many", 2), 22),
    (("h",), 25),
    (("h", 0), 25),
    (("h", 0, "j", 0, "k"), 27),
    (("h", 0, "j", 1), 28),
    (("h", 0, "j", 1, "k"), 29),
    (("h", 1), 31),
    (("h", 1, "m", "n"), 33),
]


@pytest.mark.parametrize(("path", "line"), PLACES, ids=lambda value: str(value))
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_key_is_found_whatever_surrounds_it(path: Path, line: int, ending: str) -> None:
    assert Lines(DOCUMENT.replace("\n", ending)).of(path) == line


def test_what_is_not_there_is_told_at_what_it_should_be_in() -> None:
    lines = Lines(DOCUMENT)
    assert lines.of(("h", 1, "j", 0, "k")) == 31
    assert lines.of(("nothing", "here")) == 1


def test_a_table_that_was_only_spoken_of_is_told_at_its_own_header() -> None:
    assert Lines("[a.b]\n[a]\nx = 1\n").of(("a",)) == 2
